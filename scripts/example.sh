#!/bin/sh
# example.sh: the PostgreSQL example as a project of its own would run it. ParallelFixtures is built and installed, the
# example finds it by find_package, ctest runs it. Everything is left in build/example.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
build=$root/build/example

step() {
    echo "== $1"
    shift
    "$@" >"$build/log" 2>&1 || {
        cat "$build/log" >&2
        exit 1
    }
}

mkdir -p "$build"
scripts/setup.sh build example
# Warnings of a compiler that we have not seen are no reason not to build.
step "Configuring ParallelFixtures" cmake --preset release -B "$build/parallel-fixtures" -DPARALLEL_FIXTURES_TESTS=OFF \
    --compile-no-warning-as-error
step "Building it (minutes, the first time)" cmake --build "$build/parallel-fixtures"
step "Installing it to build/example/installed" cmake --install "$build/parallel-fixtures" --prefix "$build/installed"
step "Configuring examples/postgres" \
    cmake -G Ninja -S examples/postgres -B "$build/postgres" -DCMAKE_PREFIX_PATH="$build/installed" --fresh
echo "== ctest -L parallel"
status=0
ctest --test-dir "$build/postgres" -L parallel --output-on-failure || status=$?
echo "== parallel-fixtures report --wait"
"$build/installed/bin/parallel-fixtures" report "$build/postgres" --wait || true
exit $status
