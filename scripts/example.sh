#!/bin/sh
# example.sh: runs the PostgreSQL example as a user's project would. Builds and installs ParallelFixtures, which the example finds
# by find_package, and runs ctest. Leaves everything in build/example.
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
step "Configuring ParallelFixtures" cmake --preset install -B "$build/parallel-fixtures"
step "Building it, which takes minutes the first time" cmake --build "$build/parallel-fixtures"
step "Installing it to build/example/installed" cmake --install "$build/parallel-fixtures" --prefix "$build/installed"
step "Configuring examples/postgres" \
    cmake -G Ninja -S examples/postgres -B "$build/postgres" -DCMAKE_PREFIX_PATH="$build/installed" --fresh
echo "== ctest -L parallel"
status=0
ctest --test-dir "$build/postgres" -L parallel --output-on-failure || status=$?
echo "== parallel-fixtures report --wait"
"$build/installed/bin/parallel-fixtures" report "$build/postgres" --wait || true
exit $status
