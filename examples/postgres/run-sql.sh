#!/bin/sh
# run-sql.sh <file.sql>: a task. Runs the file in its own database, a clone of TEMPLATE, and drops the clone. Fails with
# the first statement that fails.
set -eu
file=$1
database=${file##*/}
database=task_${database%.sql}_${PARALLEL_FIXTURES_ATTEMPT:-1}
drop="DROP DATABASE IF EXISTS \"$database\" WITH (FORCE)"

# A psql that failed or was interrupted has not printed its last line.
tidy() {
    "$PG_BIN/psql" -Xq -d postgres -c 'SET client_min_messages = warning' -c "$drop"
}
trap tidy EXIT
trap 'exit 143' TERM INT HUP

# For a database of this size, copying files takes a fifth of the time that the default strategy takes.
"$PG_BIN/psql" -XqAt -v ON_ERROR_STOP=1 -d postgres \
    -c "CREATE DATABASE \"$database\" TEMPLATE \"$TEMPLATE\" STRATEGY file_copy" -c "\\connect \"$database\"" -f "$file" \
    -c "\\connect postgres \"$PGUSER\"" -c "$drop"
trap - EXIT
