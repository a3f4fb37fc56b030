#!/bin/sh
# memcheck_checks.sh <helper> <repository> <work directory> <ctest> <check>: what a memory checker of `ctest -T memcheck`
# sees of tasks that are commands. ../linked/cases_checks.sh has those of linked programs.
set -eu
. "$(dirname "$0")/support.sh"

build () {
    project checked
    cmake --build "$build" >"$output" 2>&1 || fail "building"
}
# check <status> <checker> [<ctest argument>...]
check () {  # The status is 16 where a test has failed.
    expected=$1 checker=$2
    shift 2
    run "$expected" --overwrite "MemoryCheckCommand=$checker" -T memcheck "$@"
}
# defects <number> <test>...: so many are counted for each.
defects () {
    number=$1
    shift
    for test; do
        found=$(sed -n "s/^ *[0-9]*\/[0-9]* MemCheck: #[0-9]*: $test \.* *Defects: \([0-9]*\)\$/\1/p" "$output")
        [ "${found:-0}" = "$number" ] || fail "$test has ${found:-0} defects, not $number"
    done
}
# passes <test>...
passes () {
    for test; do
        grep -E "^ *[0-9]+/[0-9]+ MemCheck" "$output" | grep -F " $test ." | grep -qF Passed || fail "$test did not pass"
    done
}
with_valgrind () {
    command -v valgrind || {
        echo "skipped: there is no valgrind"
        exit 77
    }
}
# tool <name>: a memory checker that stays above the command, and writes its log when the command has ended.
tool () {
    cat >"$work/$1" <<'SH'
#!/bin/sh
for word; do
    case $word in -log-file=*) log=${word#-log-file=} ;; /*|[!-]*) break ;; esac
    shift
done
status=0
"$@" || status=$?
echo "[I] looked at $1" >"$log"
case $1-$2 in *faulty-too-far) echo "[E] ABW: too far" >>"$log" ;; esac
exit $status
SH
    chmod +x "$work/$1"
    echo "$work/$1"
}

valgrind_checks_the_command_and_nothing_else() {
    valgrind=$(with_valgrind)
    build
    check 16 "$valgrind" -R '^(g|plain)[.]'
    defects 0 db.setup db.teardown g.fine plain.fine g.fails
    defects 1 g.too-far plain.too-far g.leaks plain.leaks
    passes db.setup db.teardown g.fine g.too-far g.leaks
    logged 1 up
    logged 1 down
    complete_account
    has_outcome passed completed g.fine g.too-far
    has_outcome failed completed g.fails
    gone_soon
}

valgrind_may_trace_children() {
    valgrind=$(with_valgrind)
    build
    check 0 "$valgrind" -R '^g[.](fine|too)' --overwrite \
        "MemoryCheckCommandOptions=-q --trace-children=yes --error-exitcode=0 --leak-check=full" -j2
    defects 0 db.setup db.teardown g.fine
    defects 1 g.too-far
    passes db.setup db.teardown g.fine g.too-far
    gone_soon
}

a_script_checks_after_it_has_tested() {
    valgrind=$(with_valgrind)
    build
    cat >"$work/script.cmake" <<END
set(CTEST_SOURCE_DIRECTORY "$here/projects/checked")
set(CTEST_BINARY_DIRECTORY "$build")
set(CTEST_MEMORYCHECK_COMMAND "$valgrind")
ctest_start(Experimental)
ctest_test(INCLUDE "^g.(fine|too)")
ctest_memcheck(INCLUDE "^g.(fine|too)" DEFECT_COUNT count)
message("count \${count}")
END
    "$ctest" -S "$work/script.cmake" >"$output" 2>&1 || fail "the script"
    says "count 1"
    logged 2 up
    logged 2 down
    gone_soon
}

another_memory_checker_checks_the_command() {
    build
    check 16 "$(tool purify)" -R '^(g|plain)[.]'
    defects 0 db.setup db.teardown g.fine plain.fine
    defects 1 g.too-far plain.too-far
    passes db.setup db.teardown g.fine g.too-far
    gone_soon
}

what_would_not_be_checked_fails() {
    build
    # A memory checker that does not stay.
    printf '#!/bin/sh\nwhile [ "${1#-}" != "$1" ]; do shift; done\nexec "$@"\n' >"$work/purify"
    chmod +x "$work/purify"
    check 16 "$work/purify" -R '^g.too-far$'
    grep -qF "the task would not be checked" "$build"/Testing/Temporary/LastDynamicAnalysis*.log || fail "it does not say why"
    # Several tasks in one test.
    check 16 "$(tool purify)" -R '^(unit|alone|made.maker)$'
    for test in unit alone made.maker; do
        grep -E "^ *[0-9]+/[0-9]+ MemCheck" "$output" | grep -F " $test ." | grep -qF "***" || fail "$test has passed"
    done
    gone_soon
}

"$check"
