#!/bin/sh
# choice.sh <cmake> <repository> <folder>: where the fallback is in use by default, and that it needs nothing of the helper: it is
# configured for other systems, installed by itself, and found by find_package and add_subdirectory.
set -u
cmake=$1 root=$2 folder=$3
rm -rf "$folder"
mkdir -p "$folder"

fail() {
    echo "FAILED: $1"
    cat "$folder/output"
    exit 1
}

# configure <status> <text of the output> <cmake argument>...
configure() {
    wanted=$1 text=$2
    shift 2
    rm -rf "$folder/build"
    "$cmake" -B "$folder/build" "$@" >"$folder/output" 2>&1
    status=$?
    [ $status = "$wanted" ] || fail "the status is $status: $*"
    tr '\n' ' ' <"$folder/output" | sed 's/  */ /g' | grep -q -- "$text" || fail "it does not say $text: $*"
}

example=$root/examples/minimal
mkdir -p "$folder/inside"
cat >"$folder/inside/CMakeLists.txt" <<END
cmake_minimum_required(VERSION 3.25)
project(inside LANGUAGES CXX)
enable_testing()
add_subdirectory("$root" ParallelFixtures)
add_executable(prime_tests "$root/examples/neutral/prime_tests.cc")
target_link_libraries(prime_tests PRIVATE ParallelFixtures::runtime)
add_parallel_fixture_tests(primes TARGET prime_tests)
END
configure 0 "as PARALLEL_FIXTURES_FALLBACK asks" -S "$root" -DPARALLEL_FIXTURES_FALLBACK=ON
grep -q nlohmann "$folder/build/CMakeCache.txt" && fail "it looks for the libraries of the helper"
"$cmake" --install "$folder/build" --prefix "$folder/installed" >"$folder/output" 2>&1 || fail "it cannot be installed"
[ ! -e "$folder/installed/bin" ] || fail "it installs a program"
here=-DCMAKE_PREFIX_PATH=$folder/installed

configure 0 "because there is no helper for Windows" -S "$example" $here -DCMAKE_SYSTEM_NAME=Windows
configure 0 "because there is no helper for Darwin" -S "$example" $here -DCMAKE_SYSTEM_NAME=Darwin
configure 1 "is OFF, but the helper runs on Linux and for Linux only, not for Windows" -S "$example" $here \
    -DCMAKE_SYSTEM_NAME=Windows -DPARALLEL_FIXTURES_FALLBACK=OFF
configure 1 "was installed without the helper" -S "$example" $here
configure 0 "Build files have been written" -S "$example" $here -DPARALLEL_FIXTURES_FALLBACK=ON
[ "$(grep -c 'ParallelFixtures:' "$folder/output")" = 1 ] || fail "it says more than one line"
ctest --test-dir "$folder/build" >"$folder/output" 2>&1 || fail "a test of the example has failed"

configure 0 "Build files have been written" -S "$folder/inside" -DPARALLEL_FIXTURES_FALLBACK=ON -DCMAKE_BUILD_TYPE=Release
"$cmake" --build "$folder/build" >"$folder/output" 2>&1 || fail "it cannot be built"
[ ! -e "$folder/build/ParallelFixtures/tool" ] || fail "the helper is part of the build"
ctest --test-dir "$folder/build" -R 'arithmetic|two' >"$folder/output" 2>&1 || fail "a test of a subdirectory has failed"
grep -q '100% tests passed, 0 tests failed out of 2' "$folder/output" || fail "not both tests have run"

# The words of a task reach it on Windows as well. Its scripts are run here.
configure 0 "Build files have been written" -S "$root/tests/fallback/words" $here -DPARALLEL_FIXTURES_FALLBACK=ON \
    -DPARALLEL_FIXTURES_FALLBACK_RUNNER=CMAKE
ctest --test-dir "$folder/build" >"$folder/output" 2>&1 || fail "a task has not got its words from the script for Windows"
configure 0 "Build files have been written" -S "$root/tests/fallback/words" $here -DPARALLEL_FIXTURES_FALLBACK=ON
ctest --test-dir "$folder/build" >"$folder/output" 2>&1 || fail "a task has not got its words"
