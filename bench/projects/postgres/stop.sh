#!/bin/sh
# stop.sh <example> <state>: stops the server if it is running, and removes its files.
set -eu
example=$1
. "$2/variables"
. "$example/common.sh"
[ -d "$CLUSTER" ] || exit 0
cd "$CLUSTER"
status=0
$as_owner "$PG_BIN/pg_ctl" stop -w -m fast -D "$CLUSTER/data" || status=$?
rm -rf "$CLUSTER"
exit $status
