#!/bin/sh
# start.sh <example> <state>: starts a server with the schema of the example, and writes to <state>/variables where it is.
set -eu
example=$1
state=$2
rm -rf "$state"
mkdir -p "$state"
PARALLEL_FIXTURES_ENV=$state/variables
export PARALLEL_FIXTURES_ENV
"$example/create-cluster.sh"
set -a
. "$state/variables"
set +a
. "$example/common.sh"
trap '[ $? = 0 ] || "${0%/*}/stop.sh" "$example" "$state"' EXIT
cd "$CLUSTER"
$as_owner "$PG_BIN/pg_ctl" start -w -D "$CLUSTER/data" -o "-k $CLUSTER" -l "$CLUSTER/log"
"$example/create-schema.sh"
