#!/usr/bin/env bash
# Throughput of trivial commands: ours, next to `ctest -j2` and `xargs -P2 -n1` over the same number of /bin/true, in one
# run, interleaved. Prints medians and ratios; asserts nothing.
#
#   bench/throughput.sh [<parallel-fixtures>] [<number of tasks>] [<rounds>]
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
helper=${1:-$root/build/release/tool/parallel-fixtures}
tasks=${2:-2000}
rounds=${3:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir "$work/project"
cat > "$work/project/CMakeLists.txt" <<EOF
cmake_minimum_required(VERSION 3.25)
project(throughput LANGUAGES NONE)
enable_testing()
add_executable(ParallelFixtures::parallel-fixtures IMPORTED GLOBAL)
set_target_properties(ParallelFixtures::parallel-fixtures PROPERTIES IMPORTED_LOCATION "$helper")
include("$root/cmake/ParallelFixtures.cmake")
add_parallel_fixture_tests(ours GRANULARITY GROUP)
foreach(i RANGE 1 $tasks)
  add_parallel_fixture_task(ours t\${i} COMMAND /bin/true)
  add_test(NAME plain.t\${i} COMMAND /bin/true)
endforeach()
EOF
cmake -S "$work/project" -B "$work/build" > /dev/null

# seconds <command>...
seconds() {
  local begin=$EPOCHREALTIME
  "$@" > "$work/output" 2>&1 || { tail -5 "$work/output" >&2; exit 1; }
  awk -v a="$begin" -v b="$EPOCHREALTIME" 'BEGIN { print b - a }'
}
xargs_run() { seq "$tasks" | sed 's/.*//; s/^/x/' | xargs -P2 -n1 /bin/true; }
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

for ((round = 0; round < rounds; ++round)); do
  seconds "$helper" run "$work/build" -j2 >> "$work/ours"
  seconds ctest --test-dir "$work/build" -j2 -R '^plain\.' >> "$work/ctest"
  seconds xargs_run >> "$work/xargs"
done
ours=$(median "$work/ours") ctest=$(median "$work/ctest") xargs=$(median "$work/xargs")
awk -v n="$tasks" -v o="$ours" -v c="$ctest" -v x="$xargs" 'BEGIN {
  printf "%d times /bin/true, 2 workers, median of rounds\n", n
  printf "  parallel-fixtures  %7.3f s  %6.0f/s\n  ctest -j2          %7.3f s  %6.0f/s\n  xargs -P2 -n1      %7.3f s  %6.0f/s\n", o, n/o, c, n/c, x, n/x
  printf "  throughput against ctest -j2: %.2f (bar 2.5), against xargs: %.2f (bar 1.3)\n", c/o, x/o
}'
