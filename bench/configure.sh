#!/bin/sh
# What the CMake module costs: wall time of configuring 5000 tasks against 5000 plain add_test, best of several each.
# Usage: bench/configure.sh [<tasks> [<rounds>]]
set -eu
tasks=${1:-5000}
rounds=${2:-9}
module=$(cd "$(dirname "$0")/../cmake" && pwd)/ParallelFixtures.cmake
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# project <name> <line of the loop> <keywords of the group>
project() {
    mkdir "$work/$1"
    cat > "$work/$1/CMakeLists.txt" <<END
cmake_minimum_required(VERSION 3.25)
project($1 LANGUAGES NONE)
enable_testing()
add_executable(ParallelFixtures::parallel-fixtures IMPORTED)
add_executable(ParallelFixtures::parallel-fixtures-task IMPORTED)
set_target_properties(ParallelFixtures::parallel-fixtures ParallelFixtures::parallel-fixtures-task
  PROPERTIES IMPORTED_LOCATION /bin/true)
include("$module")
add_parallel_fixture_tests(g $3)
foreach(i RANGE 1 $tasks)
  $2
endforeach()
END
}
project tests 'add_test(NAME t${i} COMMAND /bin/true a b)' ""
project group 'add_parallel_fixture_task(g t${i} COMMAND /bin/true a b)' "GRANULARITY GROUP"
project plain 'add_parallel_fixture_task(g t${i} COMMAND /bin/true a b)' ""
project options 'add_parallel_fixture_task(g t${i} COMMAND /bin/true a b TIMEOUT 5 LABELS slow)' ""

# best <name>: milliseconds
best() {
    for _ in $(seq "$rounds"); do
        rm -rf "$work/$1/build"
        begin=$(date +%s%N)
        cmake -S "$work/$1" -B "$work/$1/build" > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 2; }
        end=$(date +%s%N)
        echo "$(((end - begin) / 10000))"
    done | sort -n | head -n 1
}
base=$(best tests)
for name in group plain options; do
    time=$(best "$name")
    echo "$tasks tasks, $name: $((time / 100)) ms, add_test: $((base / 100)) ms, ratio $((time * 100 / base))/100"
done
