#!/bin/sh
# ahead_checks.sh <helper> <repository> <work directory> <ctest> <check>: what runs before ctest asks for it, and what must not.
set -eu
. "$(dirname "$0")/support.sh"
[ "$(nproc)" -gt 1 ] || {
    echo "skipped: one CPU"
    exit 77
}
MEET=$work/met SAY=$work/say
mkdir "$MEET"
export MEET SAY

# certain [<code of CMake>]: the project with what it sets afterwards, and nothing that ran before.
certain () {
    : >"$log"
    printf '%s\n' "${1:-}" >"$work/more.cmake"
    project certain
}
ran () { for task; do logged 1 "ran $task"; done; }
not_ran () { for task; do logged 0 "ran $task"; done; }
beside () { in_log "$1 beside $2" || in_log "$2 beside $1" || fail "$1 and $2 did not run at one time"; }
not_beside () { ! in_log "$1 beside $2" && ! in_log "$2 beside $1" || fail "$1 and $2 ran at one time"; }
one_at_a_time () { ! grep -q beside "$log" || fail "some ran at one time"; }

a_selection_runs_ahead_and_nothing_else() {
    certain
    run 0 -L '^parallel$' -E 'below|g.c'
    ran a b
    not_ran c d e
    beside a b
    : >"$log"
    run 0 -L parallel -R '^g.(b|c)$'
    ran b c
    not_ran a d e
    beside b c
    : >"$log"
    run 0 -L parallel -LE below -I 3,4
    ran a b
    not_ran c d e
    beside a b
    gone_soon
}

a_subdirectory_runs_ahead_and_nothing_else() {
    certain
    build=$work/build/sub
    run 0 -L parallel
    build=$work/build
    ran d e
    not_ran a b c
    beside d e
    gone_soon
}

what_ctest_leaves_out_does_not_run() {
    TRIES=20
    export TRIES
    for code in 'set_tests_properties(g.b PROPERTIES DISABLED TRUE)' 'set_tests_properties(g.b PROPERTIES LABELS manual)' \
        'file(WRITE "${CMAKE_BINARY_DIR}/CTestCustom.cmake" "set(CTEST_CUSTOM_TESTS_IGNORE g.b)")'; do
        certain "$code"
        run 0 -L '^parallel$'
        ran a c d e
        not_ran b
        [ "$(wc -l <"$build/Testing/Temporary/LastTest.log")" -gt 20 ] || fail "the log of ctest is not whole"
        gone_soon
    done
}

what_excludes_another_runs_alone() {
    TRIES=20 STAY=1
    export TRIES STAY
    certain 'set_tests_properties(g.a g.b PROPERTIES RESOURCE_LOCK l)'
    run 0 -L parallel
    ran a b c d e
    not_beside a b
    beside a c  # Nothing is said of these.
    gone_soon
    for code in 'set_tests_properties(g.b PROPERTIES RUN_SERIAL TRUE)' \
        'set_tests_properties(g.b PROPERTIES PROCESSORS 2)' \
        'add_test(NAME plain COMMAND sh "${WORK}/look" plain)
set_tests_properties(plain PROPERTIES RUN_SERIAL TRUE LABELS parallel)'; do
        certain "$code"
        run 0 -L parallel
        ran a b c d e
        one_at_a_time
        gone_soon
    done
    # A plain test that holds the lock of a task.
    certain 'set_tests_properties(g.b PROPERTIES RESOURCE_LOCK l)
        add_test(NAME plain COMMAND sh "${WORK}/look" plain)
        set_tests_properties(plain PROPERTIES RESOURCE_LOCK l LABELS parallel)'
    run 0 -L parallel
    ran a b c plain
    not_beside b plain
    gone_soon
}

what_depends_on_another_runs_after_it() {
    certain 'set_tests_properties(g.a PROPERTIES DEPENDS g.c)
        set_tests_properties(g.b PROPERTIES DEPENDS g.a)'
    TRIES=20 STAY=1
    export TRIES STAY
    run 0 -L parallel
    ran a b c d e
    not_beside a c
    not_beside a b
    [ "$(grep -x 'ran [ac]' "$log" | tr '\n' ' ')" = "ran c ran a " ] || fail "a ran before c"
    certain 'add_test(NAME make COMMAND "${say}" made)
        set_tests_properties(make PROPERTIES FIXTURES_SETUP data LABELS parallel)
        set_property(TEST g.b APPEND PROPERTY FIXTURES_REQUIRED data)'
    run 0 -L parallel
    ran a b c d e
    [ "$(grep -nx made "$log" | cut -d: -f1)" -lt "$(grep -nx 'ran b' "$log" | cut -d: -f1)" ] || fail "b ran before its set-up"
    gone_soon
}

without_a_label_or_with_more_tests_at_a_time_nothing_runs_ahead() {
    TRIES=20
    export TRIES
    certain
    for words in '-R g' '-L parallel --repeat until-fail:1' '-L parallel --schedule-random'; do
        : >"$log"
        run 0 $words
        one_at_a_time
    done
    gone_soon
}

a_list_that_does_not_come_delays_nothing() {
    TRIES=20
    export TRIES
    certain "file(WRITE \"\${WORK}/more-tests.cmake\" [=[
if(EXISTS \"$work/first\")
    file(TOUCH \"$work/second\")
    execute_process(COMMAND \"$work/hang\" 1000)
endif()
file(TOUCH \"$work/first\")]=])
set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES \"\${WORK}/more-tests.cmake\")"
    run 0 -L parallel
    [ -e "$work/second" ] || fail "nobody asked ctest"
    ran a b c d e
    one_at_a_time
    gone_soon
    logged 1 down
}

the_results_say_what_ran_ahead() {
    certain
    run 0 -L parallel -R '^g.(a|b)$' -V
    beside a b
    jq -e '[.tasks[] | select(.ahead) | .id] == ["g.b"]' "$results/summary.json" >/dev/null || fail "g.b alone ran ahead"
    grep -q '"Ran ahead"' "$results/Test.xml" || fail "Test.xml does not say it"
    grep -q '"b.ran_ahead"' "$results/junit.xml" || fail "junit.xml does not say it"
    says "1 ran ahead of ctest"
    gone_soon
}

"$check"
