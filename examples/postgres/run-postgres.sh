#!/bin/sh
# Runs the service `postgres`: this process becomes the server, which listens only on a socket in CLUSTER.
# SIGINT disconnects its clients and shuts it down; SIGTERM would wait for them.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"
cd "${CLUSTER:?is handed down by the fixture cluster}"
exec $as_owner "$PG_BIN/postgres" -D "$CLUSTER/data" -k "$CLUSTER"
