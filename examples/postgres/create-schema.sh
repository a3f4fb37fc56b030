#!/bin/sh
# Set-up of the fixture `schema`: the database that every task clones, with tables, logic and rows in it.
# Hands down TEMPLATE, its name.
set -eu
here=$(cd "$(dirname "$0")" && pwd)

"$PG_BIN/psql" -Xq -v ON_ERROR_STOP=1 -d postgres -f "$here/schema/0-roles.sql" -c 'CREATE DATABASE shop'
for part in "$here"/schema/[1-9]-*.sql; do
    "$PG_BIN/psql" -Xq -v ON_ERROR_STOP=1 -d shop -f "$part"
done
# A template is copied only while nobody is connected to it: from here on nobody can.
"$PG_BIN/psql" -Xq -v ON_ERROR_STOP=1 -d postgres -c 'ALTER DATABASE shop IS_TEMPLATE true ALLOW_CONNECTIONS false'
echo TEMPLATE=shop >> "${PARALLEL_FIXTURES_ENV:?is not set: this script is a set-up command of parallel-fixtures}"
