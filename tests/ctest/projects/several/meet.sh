#!/bin/sh
# meet.sh <directory> <name> <other> <command>...: runs the command. With MEET set, it waits first until the other one runs.
work=$1 name=$2 other=$3
shift 3
: >"$work/began-$name"
tries=0
while [ -n "${MEET:-}" ] && [ ! -e "$work/began-$other" ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 400 ] || exit 9
    sleep 0.05
done
exec "$@"
