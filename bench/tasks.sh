#!/usr/bin/env bash
# Every task a CTest test: ours next to what a user would write instead, in one run, interleaved. Prints medians and ratios;
# asserts nothing.
#   commands  1000 times /bin/true by ctest -j2, against add_test with the same properties
#   cases     1000 trivial GoogleTest tests likewise (the test program is its own client)
#   alone     the same without -j
#   list      ctest -N of 5000 cases, against the same list written by hand
#   suite     100 tests behind a SetUpTestSuite of 200 ms by ctest -j2, against gtest_discover_tests
#
#   bench/tasks.sh [<parallel-fixtures>] [<rounds>]
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
helper=${1:-$root/build/release/tool/parallel-fixtures}
rounds=${2:-3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir "$work/project"
cat > "$work/project/CMakeLists.txt" <<EOF
cmake_minimum_required(VERSION 3.25)
project(tasks LANGUAGES CXX)
enable_testing()
find_package(GTest REQUIRED)
include(GoogleTest)
foreach(program parallel-fixtures parallel-fixtures-task)
  add_executable(ParallelFixtures::\${program} IMPORTED GLOBAL)
endforeach()
set_target_properties(ParallelFixtures::parallel-fixtures PROPERTIES IMPORTED_LOCATION "$helper")
set_target_properties(ParallelFixtures::parallel-fixtures-task PROPERTIES IMPORTED_LOCATION "$helper-task")
include("$root/cmake/ParallelFixtures.cmake")
include("$root/cmake/ParallelFixturesRuntime.cmake")
add_executable(cases cases.cc)
target_link_libraries(cases ParallelFixtures::gtest_main)
add_executable(suite suite.cc)
target_link_libraries(suite ParallelFixtures::gtest_main)
add_executable(plain_suite suite.cc)
target_link_libraries(plain_suite GTest::gtest_main)
add_test(NAME plain.setup COMMAND /bin/true)
add_test(NAME plain.teardown COMMAND /bin/true)
set_tests_properties(plain.setup PROPERTIES FIXTURES_SETUP plain)
set_tests_properties(plain.teardown PROPERTIES FIXTURES_CLEANUP plain)
add_parallel_fixture(fixture SETUP /bin/true)
add_parallel_fixture_tests(commands FIXTURE fixture GRANULARITY TASK)
foreach(i RANGE 1 1000)
  add_parallel_fixture_task(commands t\${i} COMMAND /bin/true)
  add_test(NAME plain.t\${i} COMMAND /bin/true)
  set_tests_properties(plain.t\${i} PROPERTIES LABELS "parallel;plain" FIXTURES_REQUIRED plain
    SKIP_REGULAR_EXPRESSION PARALLEL_FIXTURES_SKIPPED WORKING_DIRECTORY "\${CMAKE_CURRENT_BINARY_DIR}")
endforeach()
add_parallel_fixture_tests(cases TARGET cases GRANULARITY TASK)
add_parallel_fixture_tests(suite TARGET suite GRANULARITY TASK)
gtest_discover_tests(plain_suite TEST_PREFIX plain_suite.)
add_subdirectory(many)
EOF
mkdir "$work/project/many"
cat > "$work/project/many/CMakeLists.txt" <<EOF
add_executable(many many.cc)
target_link_libraries(many ParallelFixtures::gtest_main)
add_parallel_fixture_tests(many TARGET many GRANULARITY TASK)
EOF
cat > "$work/project/cases.cc" <<'EOF'
#include <gtest/gtest.h>
struct Trivial : testing::TestWithParam<int> {};
TEST_P(Trivial, Passes) { EXPECT_GE(GetParam(), 0); }
INSTANTIATE_TEST_SUITE_P(All, Trivial, testing::Range(0, 1000));
EOF
sed 's/1000/5000/' "$work/project/cases.cc" > "$work/project/many/many.cc"
cat > "$work/project/suite.cc" <<'EOF'
#include <gtest/gtest.h>
#include <unistd.h>
struct Slow : testing::TestWithParam<int> {
    static void SetUpTestSuite() { usleep(200000); }
};
TEST_P(Slow, Passes) { EXPECT_GE(GetParam(), 0); }
INSTANTIATE_TEST_SUITE_P(All, Slow, testing::Range(0, 100));
EOF
cmake -S "$work/project" -B "$work/build" -D CMAKE_BUILD_TYPE=Release > /dev/null
cmake --build "$work/build" -j2 > /dev/null

# The list of the cases as a person would write it: no script that looks whether it is up to date.
mkdir "$work/by_hand"
sed "s#\[\[many\.#[[hand.#g" "$work"/build/ParallelFixtures/default/tests-*.cmake |
  grep -F '[[hand.' > "$work/by_hand/CTestTestfile.cmake"

# seconds <command>...
seconds() {
  local begin=$EPOCHREALTIME
  "$@" > "$work/output" 2>&1 || { tail -5 "$work/output" >&2; exit 1; }
  awk -v a="$begin" -v b="$EPOCHREALTIME" 'BEGIN { print b - a }'
}
of() { seconds ctest --test-dir "$work/build" "$@"; }
median() { sort -n "$work/$1" | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

for ((round = 0; round < rounds; ++round)); do
  of -j2 -R '^plain\.' >> "$work/plain"
  of -j2 -R '^commands\.' >> "$work/commands"
  of -j2 -R '^cases\.' >> "$work/cases"
  of -R '^plain\.' >> "$work/plain1"
  of -R '^cases\.' >> "$work/cases1"
  seconds ctest --test-dir "$work/build/many" -N >> "$work/list"
  seconds ctest --test-dir "$work/by_hand" -N >> "$work/list_by_hand"
  of -j2 -R '^suite\.' >> "$work/suite"
done
of -j2 -R '^plain_suite\.' >> "$work/plain_suite"
awk -v p="$(median plain)" -v c="$(median commands)" -v g="$(median cases)" -v p1="$(median plain1)" -v g1="$(median cases1)" \
    -v l="$(median list)" -v h="$(median list_by_hand)" -v s="$(median suite)" -v d="$(median plain_suite)" 'BEGIN {
  printf "1000 tests, ctest -j2: /bin/true %.2f s; commands %.2f s, %.2f times (bar 1.2); cases %.2f s, %.2f times (bar 1.45)\n", p, c, c/p, g, g/p
  printf "without -j: /bin/true %.2f s; cases %.2f s, %.2f times\n", p1, g1, g1/p1
  printf "ctest -N of 5000: %.3f s, by hand %.3f s, %.2f times (bar 1.3)\n", l, h, l/h
  printf "100 tests behind 200 ms, ctest -j2: %.2f s (bar 0.6); gtest_discover_tests %.2f s\n", s, d
}'
