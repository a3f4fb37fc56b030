#!/bin/sh
# run.sh <cmake> <build of ParallelFixtures> <configuration> <GoogleTest's sources> <folder>
#
# Test suites that others wrote (project/CMakeLists.txt): every test must end in the same way in the suite's own
# program and, each in a process of its own, in the one that is linked with ParallelFixtures. FMT in the environment adds
# those of {fmt}.
set -eu
cmake=$1 build=$2 config=$3 googletest=$4 work=$5
here=$(cd "$(dirname "$0")" && pwd)

if [ ! -e "$googletest/samples/sample5_unittest.cc" ]; then
    echo "all skipped: GoogleTest's sources are not in $googletest (Debian: apt-get install googletest)"
    exit 0
fi
rm -rf "$work"
mkdir -p "$work"
quietly() {
    "$@" >"$work/log" 2>&1 || {
        cat "$work/log"
        exit 1
    }
}
quietly "$cmake" --install "$build" --config "$config" --prefix "$work/installed"
quietly "$cmake" -S "$here/project" -B "$work/build" -D CMAKE_PREFIX_PATH="$work/installed" \
    -D CMAKE_BUILD_TYPE="$config" -D GOOGLETEST="$googletest" -D FMT="${FMT:-}"
quietly "$cmake" --build "$work/build" --parallel 2

# "<suite>.<test> passed", sorted, without what is disabled. What a test prints may stand before its last line.
plain_results() {
    while read -r suite; do
        "./${suite}_plain" --gtest_color=no 2>/dev/null </dev/null | sed -n \
            -e "s/^.*\[       OK \] \(.*\) ([0-9]* ms)\$/$suite.\1 passed/p" \
            -e "s/^.*\[  SKIPPED \] \(.*\) ([0-9]* ms)\$/$suite.\1 skipped/p" \
            -e "s/^.*\[  FAILED  \] \([^ ,]*\).* ([0-9]* ms)\$/$suite.\1 failed/p"
    done <suites | sort
}

linked_results() {
    sed -n -e '/"cause":"disabled"/d' -e 's/^  {"id":"\([^"]*\)",.*"outcome":"\([a-z_]*\)".*/\1 \2/p' \
        Testing/ParallelFixtures/latest/summary.json | sort
}

cd "$work/build"
plain_results >plain
"$work/installed/bin/parallel-fixtures" run . >"$work/log" 2>&1 || true
linked_results >linked
if ! diff -u plain linked || [ "$(wc -l <linked)" -lt 300 ]; then
    cat "$work/log"
    exit 1
fi
tail -n 1 "$work/log"
echo "$(wc -l <linked) tests in $(wc -l <suites) suites: as in their own programs"
