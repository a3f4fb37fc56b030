#!/bin/sh
# Sets up the fixture `cluster`: an empty data directory with a configuration for tests. No server is running yet.
# Gives CLUSTER (the directory), PG_BIN (the programs of the server), PGHOST and PGUSER to tasks and nested fixtures.
# Exits with 77 if PostgreSQL is not installed; its tasks are then skipped.
set -eu
here=$(cd "$(dirname "$0")" && pwd)

# The newest server that is installed. Debian keeps it outside PATH, and its /usr/bin/psql is a slow wrapper.
find_bin() {
    for bin in "${PG_BIN:-}" $(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin 2>/dev/null | sort -rV) \
        "$(dirname "$(command -v postgres || echo /nowhere/postgres)")"; do
        if [ -x "$bin/postgres" ] && [ -x "$bin/initdb" ] && [ -x "$bin/psql" ] && [ "$(version "$bin")" -ge 15 ]; then
            echo "$bin"
            return
        fi
    done
    echo "PostgreSQL's server, 15 or newer, is not installed (Debian: apt-get install postgresql)" >&2
    exit 77
}

version() {
    "$1/postgres" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/'
}

# Cloning and dropping a database creates and removes hundreds of files, which takes a fifth of the time in memory that it
# takes on ext4. Both directories are open to the account of the server and have short names, because the path of a socket
# has at most 107 bytes. PARALLEL_FIXTURES_TMPDIR need not be so.
find_base() {
    free=$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 { print $4 }')
    if [ "${free:-0}" -ge 524288 ] && [ -w /dev/shm ]; then
        echo /dev/shm
    else
        echo /tmp
    fi
}

# Removes the files of killed runs, unless their server is still running.
remove_stale() {
    find "$base" -maxdepth 1 -name 'pf-postgres.*' -user "$owner" -mmin +5 | while read -r old; do
        kill -0 "$(head -n 1 "$old/data/postmaster.pid" 2>/dev/null || echo none)" 2>/dev/null || rm -rf "$old"
    done
}

PG_BIN=$(find_bin)
if [ "$(id -u)" = 0 ] && ! id postgres >/dev/null 2>&1; then
    echo "PostgreSQL does not run as root, and there is no account 'postgres' to run it" >&2
    exit 77
fi
. "$here/common.sh"
base=$(find_base)
remove_stale
CLUSTER=$(mktemp -d "$base/pf-postgres.XXXXXX")
trap 'rm -rf "$CLUSTER"' EXIT
trap 'exit 1' TERM INT HUP
chown "$owner" "$CLUSTER"
{
    echo "CLUSTER=$CLUSTER"
    echo "PG_BIN=$PG_BIN"
    echo "PGHOST=$CLUSTER"
    echo "PGUSER=postgres"
} >> "${PARALLEL_FIXTURES_ENV:?is not set: this script is a set-up command of parallel-fixtures}"

cd "$CLUSTER"
$as_owner "$PG_BIN/initdb" --pgdata "$CLUSTER/data" --username postgres --auth trust --encoding UTF8 --locale C.UTF-8 \
    --no-sync --no-instructions
cat "$here/postgresql.conf" >> "$CLUSTER/data/postgresql.conf"
trap - EXIT
