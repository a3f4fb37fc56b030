#!/bin/sh
# ParallelFixturesFallbackExec.sh <cmake> <program> exec [--test-dir <directory>] [-C <configuration>] --fixture <fixture> -- <command>...
#
# Stands in for `parallel-fixtures exec` where there is no helper: runs the command with the variables of a fixture that CTest has
# set up. Nothing else of the helper is possible.
cmake=$1 state=${2%/*}
shift 2
refuse() {
    echo "parallel-fixtures: there is no helper in this build, so that only exec --fixture is possible (docs/platforms.md)" >&2
    exit 2
}
[ "${1:-}" = exec ] || refuse
shift
fixture='' directory=$state
while [ $# -gt 0 ] && [ "$1" != -- ]; do
    case $1 in
        --fixture) fixture=$2 ;;
        -C) directory=$state/$2 ;;
        --test-dir) ;;
        *) refuse ;;
    esac
    shift 2
done
shift
hash=$(printf %s "$fixture" | "$cmake" -E md5sum /dev/stdin)
group_file=$directory/exec-${hash%% *}
if [ ! -e "$group_file" ]; then
    echo "parallel-fixtures: there is no fixture \"$fixture\"" >&2
    kill -ABRT $$  # WILL_FAIL does not turn this into a pass.
fi
exec sh "${0%Exec.sh}Run.sh" "$group_file" exec "exec.$fixture" $((1000000 + $$)) 0 1 - -- "$@"
