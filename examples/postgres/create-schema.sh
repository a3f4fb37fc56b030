#!/bin/sh
# Sets up the fixture `schema`: the database that every task clones, with tables, logic and rows.
# Gives its name to tasks as TEMPLATE.
set -eu
here=$(cd "$(dirname "$0")" && pwd)

"$PG_BIN/psql" -Xq -v ON_ERROR_STOP=1 -d postgres -f "$here/schema/0-roles.sql" -c 'CREATE DATABASE shop'
for part in "$here"/schema/[1-9]-*.sql; do
    "$PG_BIN/psql" -Xq -v ON_ERROR_STOP=1 -d shop -f "$part"
done
# A template can be copied only while nobody is connected to it, so connections are refused from now on.
"$PG_BIN/psql" -Xq -v ON_ERROR_STOP=1 -d postgres -c 'ALTER DATABASE shop IS_TEMPLATE true ALLOW_CONNECTIONS false'
echo TEMPLATE=shop >> "${PARALLEL_FIXTURES_ENV:?is not set: this script is a set-up command of parallel-fixtures}"
