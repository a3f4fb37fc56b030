#!/bin/sh
# A task: run-sql.sh <file.sql>. Runs the file in a database of its own, cloned from TEMPLATE, and drops it. Fails with
# the first statement that fails.
set -eu
file=$1
database=${file##*/}
database=task_${database%.sql}_${PARALLEL_FIXTURES_ATTEMPT:-1}
drop="DROP DATABASE IF EXISTS \"$database\" WITH (FORCE)"

# What has failed or was told to end has not come to its last words.
tidy() {
    "$PG_BIN/psql" -Xq -d postgres -c 'SET client_min_messages = warning' -c "$drop"
}
trap tidy EXIT
trap 'exit 143' TERM INT HUP

# Copying files takes a fifth of the time that the default strategy takes for a database of this size.
"$PG_BIN/psql" -XqAt -v ON_ERROR_STOP=1 -d postgres \
    -c "CREATE DATABASE \"$database\" TEMPLATE \"$TEMPLATE\" STRATEGY file_copy" -c "\\connect \"$database\"" -f "$file" \
    -c "\\connect postgres \"$PGUSER\"" -c "$drop"
trap - EXIT
