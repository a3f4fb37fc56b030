#!/bin/sh
# cross.sh <cmake> <repository> <installed> <folder>: a project that is compiled for aarch64, with the helper of this machine and
# qemu-aarch64 as its emulator, and then with the fallback.
set -u
cmake=$1 root=$2 installed=$3 folder=$4
for tool in aarch64-linux-gnu-g++ qemu-aarch64; do
    command -v $tool >/dev/null || {
        echo "all skipped: there is no $tool (scripts/setup.sh cross)"
        exit 0
    }
done
[ -e /usr/include/doctest/doctest.h ] || {
    echo "all skipped: there is no doctest"
    exit 0
}
rm -rf "$folder"
mkdir -p "$folder"
export LOG="$folder/log"
unset CMAKE_CXX_COMPILER_LAUNCHER
cat >"$folder/toolchain.cmake" <<END
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-aarch64 -L /usr/aarch64-linux-gnu)
END

fail() {
    echo "FAILED: $1"
    cat "$folder/output"
    exit 1
}

# cross <set-ups of the linked fixture> <cmake argument>...
cross() {
    setups=$1
    shift
    rm -rf "$folder/build" "$LOG"
    "$cmake" -S "$root/tests/fallback/cross" -B "$folder/build" -D "CMAKE_TOOLCHAIN_FILE=$folder/toolchain.cmake" \
        -D "DOCTEST=/usr/include" "$@" >"$folder/output" 2>&1 || fail "it cannot be configured"
    "$cmake" --build "$folder/build" --parallel 2 >"$folder/output" 2>&1 || fail "it cannot be built"
    ctest --test-dir "$folder/build" --output-on-failure >"$folder/output" 2>&1
    sed -n -e 's/^ *[0-9]*\/[0-9]* Test *#[0-9]*: \(.*[^ .]\) \.*\(\*\*\*\| *\)\([A-Z][a-z]*\).*/\1: \3/p' "$folder/output" |
        grep -v '^linked[.]\(setup\|teardown\):' | sort >"$folder/results"
    diff -u - "$folder/results" <<END || fail "these are other results"
db.setup: Passed
db.teardown: Passed
linked.changes: Passed
linked.does not see the change: Passed
linked.it fails: Failed
linked.it has the variable of the fixture: Passed
tools.tool: Passed
unchanged.it fails: Failed
unchanged.it has the variable of the fixture: Passed
END
    [ "$(wc -l <"$LOG")" = "$setups" ] || fail "the fixture was set up $(wc -l <"$LOG") times"
}
cross 1 -D "CMAKE_PREFIX_PATH=$installed"
cross 2 -D "CMAKE_PREFIX_PATH=$installed" -D PARALLEL_FIXTURES_FALLBACK=ON
cross 2 -D "SUBDIRECTORY=$root"
ctest --test-dir "$folder/build" -N >/dev/null && "$cmake" "$folder/build" | grep -q "no helper for the host of this cross build" ||
    fail "it does not say why it uses the fallback"
