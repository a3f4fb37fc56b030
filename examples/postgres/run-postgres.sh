#!/bin/sh
# The service `postgres`, in the foreground: this process becomes the server. It listens on a socket in CLUSTER only.
# SIGINT is its fast shutdown (clients are disconnected); SIGTERM would wait for them.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"
cd "${CLUSTER:?is handed down by the fixture cluster}"
exec $as_owner "$PG_BIN/postgres" -D "$CLUSTER/data" -k "$CLUSTER"
