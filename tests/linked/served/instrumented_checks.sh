#!/bin/sh
# instrumented_checks.sh <helper> <build of project/> <work> <check>: programs built with sanitizers and for coverage.
set -eu
helper=$1 build=$2 work=$3
rm -rf "$work"/build "$work"/*.profraw
mkdir -p "$work"
package=$(dirname "$(dirname "$helper")")
source=$(cd "$(dirname "$0")/project" && pwd)
. "$(dirname "$0")/support.sh"
. "$(dirname "$0")/instrumented_support.sh"

gcov_counts_are_those_of_a_plain_run() {
    compile "--coverage -O0" counted
    find "$build" -name '*.gcda' -exec rm {} + # Of the listing.
    "$build/counted" >"$output" 2>&1 || fail "alone"
    gcov_counts >"$work/plain"
    grep -q 1335 "$work/plain" || fail "the plain run counts otherwise: $(cat "$work/plain")"
    for group in counted counted-reused counted-unit; do
        find "$build" -name '*.gcda' -exec rm {} +
        run 0 --group $group
        gcov_counts >"$work/served"
        cmp "$work/plain" "$work/served" || fail "$group counts otherwise: $(diff "$work/plain" "$work/served")"
    done
}

clang_counts_are_those_of_a_plain_run() {
    profdata=$(command -v llvm-profdata || command -v llvm-profdata-14) && command -v clang++ >/dev/null || exit 77
    compile "-fprofile-instr-generate -fcoverage-mapping -O0" counted clang++
    LLVM_PROFILE_FILE="$work/plain-%m.profraw" "$build/counted" >"$output" 2>&1 || fail "alone"
    clang_counts plain >"$work/plain"
    grep -q 1335 "$work/plain" || fail "the plain run counts otherwise: $(cat "$work/plain")"
    for group in counted counted-reused counted-unit; do
        LLVM_PROFILE_FILE="$work/$group-%m.profraw" run 0 --group $group
        clang_counts $group >"$work/served"
        cmp "$work/plain" "$work/served" || fail "$group counts otherwise: $(diff "$work/plain" "$work/served")"
    done
}

leaks_are_reported_where_they_happen() {
    compile "-fsanitize=address,undefined -fno-omit-frame-pointer" leaks
    LEAK_SUITE=1 run 3 --group leaks
    all_are not_run fixture_failed
    fixture leaks/Suite failed 1 0
    fixture_reason leaks/Suite "LeakSanitizer found leaks"
    says "12345 byte(s) leaked"
    LEAK_STATIC=1 run 3 --group leaks
    all_are not_run fixture_failed
    fixture leaks failed 1 0
    LEAK_DOWN=1 run 3 --group leaks
    all_are passed completed
    fixture leaks/Suite failed 1 1
    run 0 --group leaks
    all_are passed completed
    LEAK_SUITE=1 run 3 --group leaks-unit
    LEAK=1 OVERFLOW=1 run 1 --group leaks
    has_outcome passed completed leaks.Suite.Clean leaks.Suite.CleanToo
    has_outcome failed framework leaks.Suite.Leaks
    reason leaks.Suite.Leaks "LeakSanitizer found leaks"
    printed leaks.Suite.Leaks | grep -q "777 byte(s) leaked in 1 allocation" || fail "not that leak, or not alone"
    has_outcome crashed no_result leaks.Suite.ReadsBehind
    printed leaks.Suite.ReadsBehind | grep -q heap-buffer-overflow || fail "no report of the bad access"
    LEAK=1 run 1 --group leaks-unit # In one process, where the test that follows is not to blame.
    has_outcome failed framework leaks-unit.Suite.Leaks
    has_outcome passed completed leaks-unit.Suite.Clean leaks-unit.Suite.CleanToo leaks-unit.Suite.ReadsBehind
}

leaked_mocks_are_reported_by_a_shared_googlemock() {
    [ -e /usr/src/googletest/CMakeLists.txt ] || {
        echo "skipped: there are no sources of GoogleTest"
        exit 77
    }
    cmake -S /usr/src/googletest -B "$work/googletest" -D BUILD_SHARED_LIBS=ON -D CMAKE_INSTALL_LIBDIR=lib \
        -D "CMAKE_INSTALL_PREFIX=$work/shared" >"$output" 2>&1 || fail "configure GoogleTest"
    cmake --build "$work/googletest" --target install >"$output" 2>&1 || fail "build GoogleTest"
    build=$work/build
    results=$build/Testing/ParallelFixtures/latest
    cmake -S "$source" -B "$build" -D "CMAKE_PREFIX_PATH=$package" -D "GTest_DIR=$work/shared/lib/cmake/GTest" \
        >"$output" 2>&1 || fail "configure"
    cmake --build "$build" --target exits >"$output" 2>&1 || fail "build"
    ldd "$build/exits" | grep -q libgmock || fail "GoogleMock is not shared"
    run 1 --group exits -R "Leaks|Mocked"
    has_outcome failed framework exits.Mocked.Leaks exits.Leaks.WithUnmetExpectation exits.Leaks.WithNothingMissing
    has_outcome passed completed exits.Mocked.Passes exits.Mocked.DeletesWhatIsTheSuites exits.Leaks.Allowed \
        exits.Leaks.NothingInStaticObjects exits.Leaks.Nothing
}

thread_sanitizer_passes() {
    compile "-fsanitize=thread" leaks
    run 0 --group leaks
    all_are passed completed
}

"$4"
