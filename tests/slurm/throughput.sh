#!/bin/sh
# throughput.sh <helper> <repository> <work directory> [<rounds>]: how fast four nodes of a Slurm on this machine run 2,000 tasks
# of 20 ms, compared with one node that runs 500 of them. Both run two tasks at a time on a node. Prints each round and the
# shortest times. Run nothing else meanwhile: the four nodes have the cores of one machine.
set -eu
helper=$1 root=$2 work=$3 rounds=${4:-5}
. "$root/tests/slurm/cluster.sh"
why=$(cluster_problem)
[ -z "$why" ] || { echo "skipped: $why"; exit 77; }
rm -rf "$work"
mkdir -p "$work"
cat >"$work/CMakeLists.txt" <<END
cmake_minimum_required(VERSION 3.25)
project(throughput LANGUAGES NONE)
set(PARALLEL_FIXTURES_EXECUTABLE "$helper")
include($root/tests/ctest/begin.cmake)
add_parallel_fixture_tests(g)
foreach(number RANGE 1 2000)
  add_parallel_fixture_task(g t\${number} COMMAND sleep 0.02)
endforeach()
END
cmake -S "$work" -B "$work/build" -D "ROOT=$root" -D "HELPER=$helper" >"$work/cmake.log" 2>&1
home=$(mktemp -d /tmp/pf-slurm.XXXXXX)
trap 'cluster_stop; rm -rf "$home"' EXIT
trap 'exit 1' HUP INT TERM
cluster_start "$home" 4 2
now () { date +%s.%N; }
round=0
while [ $round -lt "$rounds" ]; do
    before=$(now)
    "$helper" run "$work/build" -j2 -Q -I 1,500 >/dev/null
    between=$(now)
    salloc --quiet --nodes=4 --exclusive "$helper" slurm "$work/build" -j2 -Q >/dev/null
    echo "$before $between $(now)"
    round=$((round + 1))
done | awk '
    { one = $2 - $1; four = $3 - $2; printf "one node %.2f s, four nodes %.2f s: %.3f of four times its throughput\n", one, four, one / four
      if (!least || one < least) least = one
      if (!least4 || four < least4) least4 = four }
    END { printf "shortest: %.2f s and %.2f s: %.3f\n", least, least4, least / least4 }'
