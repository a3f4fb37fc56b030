#!/usr/bin/env bash
# Growth: wall time a task and peak memory of the helper for 1,000, 10,000 and 100,000 times /bin/true. Asserts nothing.
#
#   bench/growth.sh [<parallel-fixtures>] [<number>...]
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
helper=${1:-$root/build/release/tool/parallel-fixtures}
shift || true
[ $# -gt 0 ] || set -- 1000 10000 100000
for tasks in "$@"; do
  work=$(mktemp -d)
  mkdir "$work/project"
  cat > "$work/project/CMakeLists.txt" <<EOF
cmake_minimum_required(VERSION 3.25)
project(growth LANGUAGES NONE)
add_executable(ParallelFixtures::parallel-fixtures IMPORTED GLOBAL)
set_target_properties(ParallelFixtures::parallel-fixtures PROPERTIES IMPORTED_LOCATION "$helper")
include("$root/cmake/ParallelFixtures.cmake")
add_parallel_fixture_tests(ours GRANULARITY GROUP)
foreach(i RANGE 1 $tasks)
  add_parallel_fixture_task(ours t\${i} COMMAND /bin/true)
endforeach()
EOF
  cmake -S "$work/project" -B "$work/build" > /dev/null
  "$helper" run "$work/build" -j2 > "$work/output" 2>&1 &
  pid=$!
  begin=$EPOCHREALTIME
  peak=0
  while now=$(awk '/^VmHWM/ { print $2 }' "/proc/$pid/status" 2> /dev/null) && [ -n "$now" ]; do
    peak=$now
    sleep 0.05
  done
  wait "$pid"
  awk -v n="$tasks" -v a="$begin" -v b="$EPOCHREALTIME" -v kb="$peak" 'BEGIN {
    printf "%7d tasks: %8.2f s, %6.3f ms a task, peak memory of the helper %6.1f MB\n", n, b - a, (b - a) * 1000 / n, kb / 1024
  }'
  rm -rf "$work"
done
