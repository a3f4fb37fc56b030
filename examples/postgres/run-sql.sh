#!/bin/sh
# A task: run-sql.sh <file.sql>. Runs the file in a database of its own, cloned from TEMPLATE, and drops it. Fails with
# the first statement that fails.
set -eu
file=$1
database=task_$(basename "$file" .sql)_${PARALLEL_FIXTURES_ATTEMPT:-1}

drop() {
    "$PG_BIN/psql" -Xq -d postgres -c 'SET client_min_messages = warning' \
        -c "DROP DATABASE IF EXISTS \"$database\" WITH (FORCE)"
}
trap drop EXIT
trap 'exit 143' TERM INT HUP

# Copying files takes a fifth of the time that the default strategy takes for a database of this size.
"$PG_BIN/psql" -XqAt -v ON_ERROR_STOP=1 -d postgres \
    -c "CREATE DATABASE \"$database\" TEMPLATE \"$TEMPLATE\" STRATEGY file_copy" -c "\\connect \"$database\"" -f "$file"
