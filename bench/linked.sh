#!/usr/bin/env bash
# Linked fixtures, next to what a user would pick instead and to the limit, in one run. Asserts nothing.
#   suite   100 GoogleTest tests behind a SetUpTestSuite of 200 ms: against gtest_discover_tests under ctest -j2
#   rate    10,000 trivial tests, a fresh process each, 2 workers, of GoogleTest and of no framework: each against a bare
#           fork-exit-wait loop in 2 processes of a program that has the same libraries
#   memory  500 tests above a 1 GiB malloc'ed heap: time a test against the same above nothing, and a plain fork of it
#
#   bench/linked.sh [<install prefix or build of ParallelFixtures>] [<rounds>]
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
helper=${1:-$root/build/release/tool/parallel-fixtures}
rounds=${2:-3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir "$work/project"
cat > "$work/project/CMakeLists.txt" <<EOF
cmake_minimum_required(VERSION 3.25)
project(linked LANGUAGES CXX)
enable_testing()
find_package(GTest REQUIRED)
include(GoogleTest)
add_executable(ParallelFixtures::parallel-fixtures IMPORTED GLOBAL)
set_target_properties(ParallelFixtures::parallel-fixtures PROPERTIES IMPORTED_LOCATION "$helper")
include("$root/cmake/ParallelFixtures.cmake")
include("$root/cmake/ParallelFixturesRuntime.cmake")
add_executable(plain_suite suite.cc)
target_link_libraries(plain_suite GTest::gtest_main)
gtest_discover_tests(plain_suite TEST_PREFIX plain.)
foreach(program suite rate memory)
  add_executable(\${program} \${program}.cc)
  target_link_libraries(\${program} ParallelFixtures::gtest_main)
  add_parallel_fixture_tests(\${program} TARGET \${program} WORKERS 2)
endforeach()
add_executable(neutral neutral.cc)
target_link_libraries(neutral ParallelFixtures::runtime)
add_parallel_fixture_tests(neutral TARGET neutral WORKERS 2)
add_parallel_fixture_tests(nothing TARGET memory WORKERS 2 ENVIRONMENT NOTHING=1)
add_executable(bare bare.cc)
target_link_libraries(bare GTest::gtest)
add_executable(bare_neutral bare.cc)
target_compile_definitions(bare_neutral PRIVATE NEUTRAL)
EOF
cat > "$work/project/suite.cc" <<'EOF'
#include <gtest/gtest.h>
#include <unistd.h>
struct Slow : testing::TestWithParam<int> {
    static void SetUpTestSuite() { usleep(200000); }
};
TEST_P(Slow, Passes) { EXPECT_GE(GetParam(), 0); }
INSTANTIATE_TEST_SUITE_P(All, Slow, testing::Range(0, 100));
EOF
cat > "$work/project/rate.cc" <<'EOF'
#include <gtest/gtest.h>
struct Trivial : testing::TestWithParam<int> {};
TEST_P(Trivial, Passes) { EXPECT_GE(GetParam(), 0); }
INSTANTIATE_TEST_SUITE_P(All, Trivial, testing::Range(0, 10000));
EOF
cat > "$work/project/neutral.cc" <<'EOF'
#include <parallel_fixtures/program.h>
#include <string>
using namespace parallel_fixtures;
struct Neutral : Program {
    std::string framework() override { return "none"; }
    std::vector<Fixture> fixtures() override { return {}; }
    std::vector<Test> tests() override {
        std::vector<Test> all(10000);
        for (int i = 0; i < 10000; ++i) {
            all[i].name = std::to_string(i);
        }
        return all;
    }
    Report hold(const std::string&, Stand& stand) override {
        stand.wait({});
        return {};
    }
    Report run(const std::string&) override { return {}; }
};
int main() {
    Neutral program;
    return is_served() ? serve(program) : 0;
}
EOF
cat > "$work/project/memory.cc" <<'EOF'
#include <gtest/gtest.h>
#include <cstdlib>
#include <cstring>
struct Big : testing::TestWithParam<int> {
    static void SetUpTestSuite() {
        if (std::getenv("NOTHING") == nullptr) {
            for (int i = 0; i < 1024; ++i) {
                std::memset(std::malloc(1 << 20), i, 1 << 20);
            }
        }
    }
};
TEST_P(Big, Passes) { EXPECT_GE(GetParam(), 0); }
INSTANTIATE_TEST_SUITE_P(All, Big, testing::Range(0, 500));
EOF
cat > "$work/project/bare.cc" <<'EOF'
// bare <number> <processes> <MiB>: forks, exits and waits so often, in so many processes; prints seconds.
#ifndef NEUTRAL
#include <gtest/gtest.h>
#endif
#include <sys/wait.h>
#include <unistd.h>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
int main(int, char** argv) {
#ifndef NEUTRAL
    testing::InitGoogleTest();
#endif
    const int number = std::atoi(argv[1]), processes = std::atoi(argv[2]);
    for (int i = 0; i < std::atoi(argv[3]); ++i) {
        std::memset(std::malloc(1 << 20), i, 1 << 20);
    }
    const auto begin = std::chrono::steady_clock::now();
    for (int p = 0; p < processes; ++p) {
        if (fork() == 0) {
            for (int i = 0; i < number / processes; ++i) {
                const pid_t pid = fork();
                if (pid == 0) _exit(0);
                waitpid(pid, nullptr, 0);
            }
            _exit(0);
        }
    }
    while (wait(nullptr) > 0) {}
    std::printf("%f\n", std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
}
EOF
cmake -S "$work/project" -B "$work/build" -DCMAKE_BUILD_TYPE=Release > "$work/log"
cmake --build "$work/build" -j2 > "$work/log" 2>&1 || { tail -20 "$work/log" >&2; exit 1; }

seconds() {
  local begin=$EPOCHREALTIME
  "$@" > "$work/output" 2>&1 || { tail -5 "$work/output" >&2; exit 1; }
  awk -v a="$begin" -v b="$EPOCHREALTIME" 'BEGIN { print b - a }'
}
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
ours() { "$helper" run "$work/build" -j2 -R "^$1\\."; }

"$helper" list "$work/build" > /dev/null  # Listings are cached.
for ((round = 0; round < rounds; ++round)); do
  seconds ours suite >> "$work/suite"
  seconds ours rate >> "$work/rate"
  "$work/build/bare" 10000 2 0 >> "$work/bare"
  seconds ours neutral >> "$work/neutral"
  "$work/build/bare_neutral" 10000 2 0 >> "$work/bare_neutral"
  seconds ours nothing >> "$work/nothing"
  seconds ours memory >> "$work/memory"
  GLIBC_TUNABLES=glibc.malloc.hugetlb=0 "$work/build/bare" 100 1 1024 >> "$work/fork"
done
seconds ctest --test-dir "$work/build" -j2 -R '^plain\.' >> "$work/ctest"
"$helper" run "$work/build" -j2 -R '^memory\.' > "$work/output"
setup=$(awk '/SETUP.*Big/ { gsub(/[^0-9.]/, "", $2); print $3 + 0; exit }' "$work/output")
awk -v s="$(median "$work/suite")" -v c="$(median "$work/ctest")" -v r="$(median "$work/rate")" -v b="$(median "$work/bare")" \
    -v rn="$(median "$work/neutral")" -v bn="$(median "$work/bare_neutral")" \
    -v n="$(median "$work/nothing")" -v m="$(median "$work/memory")" -v f="$(median "$work/fork")" -v u="$setup" 'BEGIN {
  printf "100 tests behind 200 ms: %.3f s (bar 0.45), gtest_discover_tests under ctest -j2 %.2f s: %.0f times faster\n", s, c, c / s
  printf "10,000 trivial tests, GoogleTest: %.2f s, %.0f/s; bare loop %.2f s, %.0f/s: %.2f of its rate (bar 0.5)\n", r, 10000 / r, b, 10000 / b, b / r
  printf "10,000 trivial tests, no framework: %.2f s, %.0f/s; bare loop %.2f s, %.0f/s: %.2f of its rate\n", rn, 10000 / rn, bn, 10000 / bn, bn / rn
  printf "1 GiB: %.3f ms a test above that of an empty fixture (bar 2), set-up of %s s taken off; a plain fork of it %.1f ms\n", (m - n - u) * 1000 / 500, u, f * 10
}'
