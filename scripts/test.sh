#!/bin/sh
# test.sh [--quick] [--tidy] [--sanitize] [--all]: runs checks, by default those of --quick, and stops at the first that fails. The
# tests come last, so that their summary ends the output.
#   --quick      formatting, a build with warnings as errors, and all tests but those labelled slow; CI runs this
#   --tidy       clang-tidy over all sources
#   --sanitize   all tests with AddressSanitizer and UndefinedBehaviorSanitizer, the unit tests with ThreadSanitizer
#   --all        all of these
set -eu
cd "$(dirname "$0")/.."

quick=
tidy=
sanitize=
for option in "${@:---quick}"; do
    case $option in
        --all) quick=1 tidy=1 sanitize=1 ;;
        --quick) quick=1 ;;
        --tidy) tidy=1 ;;
        --sanitize) sanitize=1 ;;
        *)
            echo "test.sh: unknown option $option; use --quick, --tidy, --sanitize or --all" >&2
            exit 2
            ;;
    esac
done
jobs=$(nproc)
versions=

# configure <preset> [<option of cmake>...]
configure() {
    cmake --preset "$@" --log-level=WARNING >/dev/null
}

# Lets the projects of the tests share objects. They compile the sources of the package for each program, which is half of their
# time.
reuse_objects() {
    export CMAKE_CXX_COMPILER_LAUNCHER=ccache CCACHE_DIR="$PWD/build/ccache" CCACHE_NOHASHDIR=1
}

# run_tests <option of ctest> <preset> [<option of cmake>...]: builds the preset and runs its tests.
run_tests() {
    filter=$1
    shift
    echo "== Tests, preset $1"
    configure "$@"
    cmake --build --preset "$1" -j "$jobs" -- --quiet
    [ -z "$versions" ] || wait "$versions" || echo "Tests with that version are skipped."
    versions=
    ! command -v ccache >/dev/null || reuse_objects
    ctest --preset "$1" -j "$jobs" --no-tests=error $filter
}

scripts/setup.sh
if [ -n "$quick$sanitize" ]; then
    scripts/setup.sh slurm || echo "Slurm is not installed; its tests are skipped."
fi
if [ -n "$quick" ]; then
    echo "== Formatting"
    scripts/format.sh --check
fi
if [ -n "$tidy" ]; then
    echo "== clang-tidy"
    configure dev
    # The build has all sources except the adapter of GoogleTest, which only the projects of tests and examples compile.
    {
        run-clang-tidy-14 -quiet -j "$jobs" -extra-arg-before=-std=c++17 -p build/dev "^$PWD/(runtime|tool)/" &&
            clang-tidy-14 -quiet runtime/adapters/gtest_*.cc -- -std=c++17 -I. -Iinclude
    } >build/tidy.log 2>&1 || {
        grep -E '(warning|error):' -A 4 build/tidy.log || cat build/tidy.log
        exit 1
    }
fi
if [ -n "$quick$sanitize" ]; then
    # This runs during the build. If a version cannot be had, the script says why.
    scripts/versions.sh googletest-1.16 catch2-3.7 cmake-3.31 >/dev/null &
    versions=$!
fi
if [ -n "$sanitize" ]; then
    run_tests "" tsan
    run_tests "" asan-ubsan
fi
[ -z "$quick" ] || run_tests "-LE ^slow$" ci
