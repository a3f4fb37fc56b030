#!/bin/sh
# throughput.sh <helper> <repository> <work directory> [<rounds>]: how fast four nodes of a Slurm on this machine run 2,000 tasks
# of 20 ms, compared with one node that runs 500 of them, and with one helper that runs 2,000, eight at a time, on the cores that
# the four nodes have together. The nodes run two tasks at a time. Prints each round and the shortest times.
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
    after=$(now)
    "$helper" run "$work/build" -j8 -Q >/dev/null
    echo "$before $between $after $(now)"
    round=$((round + 1))
done | awk '
    function shorter(a, b) { return a && a < b ? a : b }
    { one = $2 - $1; four = $3 - $2; same = $4 - $3
      printf "one node %.2f s, four nodes %.2f s, one helper on the same cores %.2f s\n", one, four, same
      least = shorter(least, one); least4 = shorter(least4, four); least8 = shorter(least8, same) }
    END { printf "shortest: %.2f s, %.2f s, %.2f s: %.3f of four times one node, %.3f of one helper\n", least, least4, least8,
          least / least4, least8 / least4 }'
