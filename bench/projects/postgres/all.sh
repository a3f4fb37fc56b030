#!/bin/sh
# all.sh <example> <state> <file of names>: starts the server once and clones the template for each file, two at a time, as a user
# writes it without ParallelFixtures.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
example=$1
state=$2
"$here/start.sh" "$example" "$state"
trap '"$here/stop.sh" "$example" "$state"' EXIT
set -a
. "$state/variables"
set +a
xargs -P2 -n1 "$example/run-sql.sh" <"$3"
