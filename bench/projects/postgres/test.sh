#!/bin/sh
# test.sh <state> <file.sql>: runs a file on its own server. No other test uses the database, so it is not cloned.
set -eu
set -a
. "$1/variables"
set +a
"$PG_BIN/psql" -XqAt -v ON_ERROR_STOP=1 -d postgres -c 'ALTER DATABASE shop ALLOW_CONNECTIONS true' \
    -c '\connect shop' -f "$2"
