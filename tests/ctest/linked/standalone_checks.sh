#!/bin/sh
# standalone_checks.sh <helper> <repository> <work directory> <ctest> <check> <build of project/> <package>: the command of
# the test of a case as an IDE, a debugger, a memory checker or a shell starts it.
set -eu
. "$(dirname "$0")/../support.sh"
. "$(dirname "$0")/cases_support.sh"

# beside [<argument>...] : the command of the test, as an IDE starts it; with ctest no ancestor.
beside () {
    cp /bin/sh "$work/parallel-fixtures"
    status=0
    "$work/parallel-fixtures" -c '"$@"; exit $?' sh "$@" >"$output" 2>&1 || status=$?
}
# alone <status> <id> [<word before the command>...]
alone () {
    wanted=$1 id=$2
    shift 2
    words_of "$id"
    while IFS= read -r word; do
        set -- "$@" "$word"
    done <"$work/words"
    beside "$@"
    [ "$status" = "$wanted" ] || fail "the status is $status, not $wanted: $*"
}

an_ide_runs_a_test() {
    alone 0 g.Shared.First
    [ "$(tr '\n' ',' <"$log")" = "constructed,up everything,up shared,down shared,down everything," ] || fail "another order"
    says "[       OK ] Shared.First"
    alone 1 g.Shared.Fails
    alone 139 g.Shared.Crashes
    alone 1 "c.it fails"
    alone 0 "odd.ends\\"
    logged 1 "odd ends\\"
    gone_soon
}

an_ide_runs_a_test_on_its_fixtures() {
    alone 0 on.Table.Inserts
    [ "$(tr '\n' ',' <"$log")" = "up db,up table on there,inserts on there,down table,down db," ] || fail "another order"
    : >"$log"
    alone 1 on.Table.Fails
    alone 139 on.Table.Crashes
    logged 2 "down db"
    alone 0 worker.Table.Inserts
    logged 1 "down each"
    gone_soon
}

# recorded <status> <outcome> <cause> <id> [<word before the command>...]: by a process that need not be the caller's child.
recorded () {
    outcome=$2 cause=$3 id=$4 status_wanted=$1
    shift 4
    rm -f "$results"
    alone "$status_wanted" "$id" "$@"
    until_true "its results are written" [ -e "$results/summary.json" ]
    has_outcome "$outcome" "$cause" "$id"
    complete_account
}

a_test_by_itself_is_recorded_as_it_ended() {
    for group in on own; do
        recorded 0 passed completed $group.Table.Inserts
        recorded 1 failed framework $group.Table.Fails
        recorded 139 crashed signal $group.Table.Crashes
        recorded 134 crashed no_result $group.Table.ExitsEarly
        recorded 134 crashed no_result $group.Table.CallsExit
        recorded 137 crashed signal $group.Table.IsKilled
        recorded 0 skipped framework $group.Table.Skips
        recorded 0 passed completed $group.Alone.HasNoChild
    done
    logged 8 "down db"
    logged 8 "down own"
    recorded 1 failed framework g.Shared.Fails
    recorded 134 crashed no_result g.Shared.ExitsEarly
    gone_soon
}

# The words before the command of a test under gdb, which ends with the exit code of the program.
under_gdb () {
    command -v gdb >/dev/null || {
        echo "skipped: there is no gdb"
        exit 77
    }
    recorded "$@" gdb -nx -batch --return-child-result -ex run --args
}

a_test_in_a_debugger_is_recorded_as_it_ended() {
    under_gdb 0 passed completed on.Table.Inserts
    under_gdb 1 failed framework on.Table.Fails
    under_gdb 255 crashed signal on.Table.Crashes  # gdb kills what has not ended.
    under_gdb 255 crashed signal on.Table.IsKilled
    under_gdb 0 crashed no_result on.Table.ExitsEarly
    under_gdb 0 crashed no_result on.Table.CallsExit
    under_gdb 0 passed completed on.Table.FailsAtExit
    export FAIL_AT_EXIT=yes
    under_gdb 7 crashed no_result on.Table.FailsAtExit
    unset FAIL_AT_EXIT
    under_gdb 0 passed completed on.Alone.HasNoChild
    logged 9 "down db"
    under_gdb 0 passed completed g.Shared.First
    under_gdb 1 failed framework g.Shared.Fails
    gone_soon
}

a_test_by_itself_has_its_environment() {
    source=$here/linked/project
    alone 0 on.Alone.HasItsEnvironment
    logged 1 "group  case on in $build"
    alone 0 bare.Alone.HasItsEnvironment
    logged 1 "group bare case bare in $source"
    under_gdb 0 passed completed on.Alone.HasItsEnvironment
    under_gdb 0 passed completed bare.Alone.HasItsEnvironment
    logged 2 "group  case on in $build"
    logged 2 "group bare case bare in $source"
    gone_soon
}

# The process that an editor has started and stops.
a_test_by_itself_that_is_killed_has_crashed() {
    words_of on.Table.Hangs
    set --
    while IFS= read -r word; do
        set -- "$@" "$word"
    done <"$work/words"
    rm -f "$results"
    beside sh -c '"$@" & echo $! >"$0"; wait' "$work/pid" "$@" &
    until_true "it hangs" in_log "hangs on there"
    kill -KILL "$(cat "$work/pid")"
    wait
    until_true "its results are written" [ -e "$results/summary.json" ]
    has_outcome crashed signal on.Table.Hangs
    complete_account
    logged 1 "down db"
    gone_soon
}

# As an IDE stops it. TMPDIR is too long for the address of a socket.
a_test_that_is_killed_while_its_fixtures_are_set_up_leaves_nothing() {
    export TMPDIR="$work/directory_for_temporary_files"
    mkdir "$TMPDIR"
    XDG_RUNTIME_DIR=$(env -u TMPDIR mktemp -d)
    export XDG_RUNTIME_DIR
    trap 'rm -r "$XDG_RUNTIME_DIR"' EXIT
    export LOG="$work/fifo"
    mkfifo "$LOG"  # So long as nobody reads it the set-up does not end.
    stopped_while_set_up
    if command -v gdb >/dev/null; then
        stopped_while_set_up gdb -nx -batch -ex run --args
    fi
}
# stopped_while_set_up [<word before the command>...]
stopped_while_set_up () {
    words_of on.Table.Inserts
    while IFS= read -r word; do
        set -- "$@" "$word"
    done <"$work/words"
    beside sh -c '"$@" & echo $! >"$0"; wait' "$work/pid" "$@" &
    until_true "its set-up waits" pgrep -f "echo up db"
    kill -KILL "$(cat "$work/pid")"
    wait
    exec 9<>"$LOG"
    until_true "what it has made is gone" sh -c '[ -z "$(find "$TMPDIR" "$XDG_RUNTIME_DIR"/pf-* -mindepth 1)" ]'
    gone_soon
    exec 9>&-
}

a_debugger_stops_in_the_test() {
    command -v gdb >/dev/null || {
        echo "skipped: there is no gdb"
        exit 77
    }
    for id in g.Shared.First on.Table.Inserts; do
        alone 0 $id gdb -nx -batch -ex 'set breakpoint pending on' -ex 'break log_line' -ex run -ex bt -ex 'delete' \
            -ex 'set confirm off' -ex continue --args
        says "Breakpoint 1"
        says "exited normally"
    done
    until_true "its fixture is torn down" in_log "down db"  # The helper outlives the program.
    gone_soon
}

valgrind_sees_the_test() {
    command -v valgrind >/dev/null || {
        echo "skipped: there is no valgrind"
        exit 77
    }
    alone 0 g.Shared.First valgrind -q --error-exitcode=9
    logged 1 "up shared"
    alone 0 "c.it has entries" valgrind -q --error-exitcode=9
    alone 0 on.Table.Inserts valgrind -q --error-exitcode=9
    logged 1 "inserts on there"
    logged 1 "down db"
    recorded 9 crashed no_result on.Alone.WritesTooFar valgrind -q --error-exitcode=9
    recorded 1 failed framework on.Table.Fails valgrind -q --error-exitcode=9 --trace-children=yes
    recorded 139 crashed signal on.Table.Crashes valgrind -q
    gone_soon
}

# CMake 4.4 has `ctest -- <words>`, which appends words to the command of each test; here a test of a directory above does.
words_behind_a_command_reach_the_program() {
    words_of on.Table.Inserts
    {
        printf 'subdirs("%s")\nadd_test(worded' "$build"
        sed 's/.*/ "&"/' "$work/words"
        printf ' "--gtest_brief=1")\n'
    } >"$work/CTestTestfile.cmake"
    (cd "$work" && "$ctest" -V -R worded) >"$output" 2>&1 || fail "the test has failed"
    wait_for_results
    says "1 test from 1 test suite ran"
    if grep -qF "[ RUN" "$output"; then fail "the word has not reached the program"; fi
    if grep -q "^[0-9]*: parallel-fixtures" "$output"; then fail "a line of ours is in the output"; fi
    logged 1 "inserts on there"
    complete_account
}

memcheck_starts_the_program_for_each_test() {
    valgrind=$(command -v valgrind) || {
        echo "skipped: there is no valgrind"
        exit 77
    }
    run 16 -R '^on[.](Table[.](Inserts|Fails)$|Alone[.](Has|Writes))|^bare.Alone.Writes' -T memcheck \
        --overwrite "MemoryCheckCommand=$valgrind"
    grep -F "Defects:" "$output" | sed 's/.*: \([a-z].*\) \.\.*  *Defects: /\1 /' | sort >"$work/defects"
    [ "$(paste -sd, "$work/defects")" = "bare.Alone.WritesTooFar 1,on.Alone.WritesTooFar 1" ] || fail "other defects"
    complete_account
    has_outcome passed completed on.Table.Inserts on.Alone.HasItsEnvironment on.Alone.HasNoChild on.Alone.WritesTooFar
    has_outcome failed framework on.Table.Fails
    logged 1 "up db"
    logged 1 "down db"
    logged 2 "up table on there"
    logged 1 "group  case on in $build"
    gone_soon
}

# Of each framework, the tests that leave memory behind have one defect, and the others have none.
memcheck_finds_only_what_the_tests_leave() {
    valgrind=$(command -v valgrind) || {
        echo "skipped: there is no valgrind"
        exit 77
    }
    compiler=$(sed -n 's/^CMAKE_CXX_COMPILER:[A-Z]*=//p' "$build/CMakeCache.txt")
    build=$work/memory
    {
        cmake -S "$(dirname "$0")/memory" -B "$build" -D CMAKE_BUILD_TYPE=None -D CMAKE_CXX_FLAGS=-g1 \
            -D "CMAKE_CXX_COMPILER=$compiler" -D "CMAKE_PREFIX_PATH=$package" && cmake --build "$build"
    } >"$output" 2>&1 || fail "building"
    "$ctest" --test-dir "$build" --overwrite "MemoryCheckCommand=$valgrind" -T memcheck -E '[.]setup$|[.]teardown$' -j2 \
        >"$output" 2>&1 || fail "a test has failed"
    says "gtest.Suite.Passes" && says "gmock.Suite.HasStaticMock" && says "catch2.Uses"
    sed -n 's/^ *[0-9]*\/[0-9]* MemCheck: #[0-9]*: \(.*\) \.\.*  *Defects: /\1 /p' "$output" | sort >"$work/defects"
    sed -n 's/^ *[0-9]*\/[0-9]* MemCheck *#[0-9]*: \(.*\(Leaks\|Keeps\)\) \.\.*  *Passed .*/\1 1/p' "$output" |
        sort >"$work/wanted"
    [ "$(grep -c . "$work/wanted")" -ge 6 ] || fail "tests are missing"
    diff "$work/wanted" "$work/defects" || fail "other defects"
    grep -qF "definitely lost" "$build"/Testing/Temporary/MemoryChecker.*.log || fail "no leak is reported as one"
}

"$check"
