# For instrumented_checks.sh.

# compile <flags> <target> [<compiler>]: `build` is then where it is.
compile() {
    build=$work/build
    results=$build/Testing/ParallelFixtures/latest
    cmake -S "$source" -B "$build" -D "CMAKE_PREFIX_PATH=$package" -D INSTRUMENTED=ON -D "CMAKE_CXX_FLAGS=$1" \
        -D "CMAKE_CXX_COMPILER=${3:-c++}" >"$output" 2>&1 || fail "configure"
    cmake --build "$build" --target "$2" >"$output" 2>&1 || fail "build"
}

# Count and text of each line of counted.cc that is code. gcov runs where the compiler did: the name of a source may be
# relative to that.
gcov_counts() {
    counts=$(find "$build" -name 'counted.cc.gcda')
    (cd "$build" && gcov --stdout "$counts") >"$work/gcov" 2>&1 ||
        fail "gcov of \"$counts\": $(tail -n 3 "$work/gcov")" >&2
    awk '/-:    0:Source:/ { mine = /counted\.cc$/ } mine' "$work/gcov" | grep -E '^ *[0-9#]+\*?: ' ||
        fail "no counts of counted.cc: $(tail -n 3 "$work/gcov")" >&2
}

clang_counts() {
    "$profdata" merge -o "$work/$1.profdata" "$work/$1"-*.profraw || fail "no profile"
    "$profdata" show --all-functions --counts "$work/$1.profdata" | grep -A 4 -E 'counted|Counted|Plain_Three'
}
