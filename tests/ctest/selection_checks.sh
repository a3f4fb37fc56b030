#!/bin/sh
# selection_checks.sh <helper> <repository> <work directory> <ctest> <check>: whatever ctest selects, each fixture is set up
# once and torn down once.
set -eu
. "$(dirname "$0")/support.sh"

# both <times>: each fixture of the chain was set up and torn down so often.
both () {
    logged "$1" "up db"
    logged "$1" "up schema on there"
    logged "$1" "down schema"
    logged "$1" "down db"
    [ "$(grep -n "down schema" "$log" | tail -1 | cut -d: -f1)" -lt "$(grep -n "down db" "$log" | tail -1 | cut -d: -f1)" ] ||
        fail "the outer one went first"
}

everything() {
    project chain
    run 8 -j8
    both 1
    logged 1 "raw on there"
    logged 1 alone
    logged 1 "up worker"
    logged 1 "down worker"
    shows Passed sql.t1 raw.one alone.one worker.one worker.two worker.teardown db.setup schema.teardown
    says_not alone.teardown
    shows "***Failed" sql.fails
    says "94% tests passed, 1 tests failed out of 17"
    complete_account
    jq -e '.counts.declared == 12 and .counts.passed == 11' "$results/summary.json" >/dev/null || fail "the counts are wrong"
    [ "$(ls "$build/Testing/ParallelFixtures" | grep -c Z-)" = 1 ] || fail "there is not one set of results"
    gone_soon
}

one_after_the_other() {
    project chain
    run 8 -j1
    both 1
    complete_account
}

one_task() {
    project chain
    run 0 -R '^sql.t3$' -j8
    both 1
    [ "$(grep -c "^task" "$log")" = 1 ] || fail "not one task"
    says "100% tests passed, 0 tests failed out of 5"
    complete_account
    jq -e '.counts.declared == 1' "$results/summary.json" >/dev/null || fail "more was declared"
}

by_label() {
    project chain
    run 8 -L '^sql$' -j4
    both 1
    logged 0 alone
    run 8 -L '^slow$'
    run 8 -L '^parallel$'
    logged 1 alone
}

rerun_failed() {
    project chain
    run 8 -j4
    : >"$log"
    run 8 --rerun-failed
    both 1
    logged 1 fails
    [ "$(grep -c "^task" "$log")" = 0 ] || fail "what had passed ran again"
}

repeat_until_fail() {
    project chain
    run 0 -R '^sql.t' --repeat until-fail:3 -j2
    [ "$(grep -c "^task 1 " "$log")" = 3 ] || fail "not three times"
    both 1
    complete_account
    has_outcome passed completed sql.t1 sql.t6
}

repeat_until_pass() {
    project chain
    run 8 -R '^sql.fails' --repeat until-pass:2
    logged 2 fails
    both 1
    complete_account
}

stop_on_failure() {
    project chain
    run 8 -R '^sql' -j1 --stop-on-failure
    # ctest starts no teardown test then: the session sees ctest end.
    gone_soon
    both 1
    complete_account
    has_outcome failed completed sql.fails
}

without_set_up_tests() {
    project chain
    run 0 -R '^sql.t[12]$' -FS '.*'
    gone_soon
    both 1
    complete_account
    : >"$log"
    run 0 -R '^sql.t[12]$' -FA '.*' -j2
    gone_soon
    both 1
    complete_account
    : >"$log"
    run 0 -L '^sql$' -E '[.]setup$|fails' -j1
    gone_soon
    both 1
    complete_account
}

without_set_up_tests_each_repetition_is_on_the_same_fixture() {
    project chain
    run 0 -R '^sql.t[12]$' -FA '.*' --repeat until-fail:3
    gone_soon
    both 1
    logged 3 "task 1 on there"
    logged 3 "task 2 on there"
    complete_account
}

# ctest knows no set-up test of the directory above.
a_subdirectory_sets_up_once() {
    MEET=$work/met SAY=$work/say TRIES=1
    mkdir "$MEET"
    export MEET SAY TRIES
    project certain
    build=$work/build/sub
    run 0
    build=$work/build
    gone_soon
    logged 1 "ran d"
    logged 1 "ran e"
    logged 1 up
    logged 1 down
    complete_account
    fixture db passed 1 1
}

a_teardown_without_a_test_is_in_the_results() {
    echo 'add_parallel_fixture_tests(bad SETUP true TEARDOWN false)
add_parallel_fixture_task(bad one COMMAND true)
add_parallel_fixture_task(bad two COMMAND true)' >"$work/more.cmake"
    project certain
    run 0 -R '^bad[.](one|two)' -FA '.*'
    gone_soon
    complete_account
    fixture bad failed 1 1
    jq -e '.run.exit_code == 3 and .counts.passed == 2' "$results/summary.json" >/dev/null || fail "it is not said"
}

# Its teardown test never comes, and what it stands on goes all the same.
an_excluded_teardown_holds_nothing_up() {
    project chain
    run 0 -R '^sql.t1$' -FC '\.schema$'
    shows Passed db.teardown
    logged 1 "down schema"
    logged 1 "down db"
    gone_soon
    complete_account
}

hostile_names() {
    project hostile
    run 0 -j4
    logged 1 up
    logged 1 down
    [ "$(grep -c "^task " "$log")" = 12 ] || fail "not all tasks have run"
    logged 1 'task g $HOME.semi;colon'
    logged 1 'task g $HOME.double "quotes"'
    logged 1 'task g $HOME.open [bracket'
    logged 1 'task g $HOME.dollar $ ${x}'
    logged 1 'task g $HOME.back\slash\'
    logged 1 'task g $HOME.umlaut äöü ☃'
    logged 1 'task g $HOME.expression $<1:x>'
    complete_account
    jq -e '.counts.passed == 12' "$results/summary.json" >/dev/null || fail "the counts are wrong"
}

long_path() {
    build="$work/$(printf 'a long %0100d' 7)/$(printf 'and deep %0100d' 7)/build"
    results=$build/Testing/ParallelFixtures/latest
    project chain
    run 8 -j4
    both 1
    complete_account
}

a_generator_runs_what_it_makes() {
    project makers
    GOOD=yes
    export GOOD
    run 0 -R '^made.makes$' -V
    logged 1 up
    logged 1 "made a"
    logged 1 "made b"
    logged 0 other
    logged 1 down
    says "passed"
    says "made.c"
    complete_account
    jq -e '.counts.declared == 4 and .counts.passed == 4' "$results/summary.json" >/dev/null || fail "not four tasks"
    run 0 -R '^made' -j4 --repeat until-fail:2
    logged 2 other
    logged 3 "made a"
    unset GOOD
    run 8 -R '^made' --output-on-failure
    shows "***Failed" made.makes
    shows Passed made.other
    says "failed"
    says "it is not"
    gone_soon
}

a_unit_is_one_test() {
    project makers
    GOOD=yes
    export GOOD
    run 0 -R '^unit$'
    [ "$(tr '\n' ',' <"$log")" = "up,first,second,third,down," ] || fail "another order"
    says "100% tests passed, 0 tests failed out of 3"
    complete_account
    unset GOOD
    run 8 -R '^unit$' --output-on-failure
    says "failed"
    says "unit.second: exit code 1"
    logged 2 third
    run 0 -R '^skipped$'
    shows "***Skipped" skipped
    gone_soon
}

without_j_a_whole_group_runs_ahead() {
    [ "$(nproc)" -gt 1 ] || {
        echo "skipped: one CPU"
        exit 77
    }
    MEET=$work/met
    mkdir "$MEET"
    export MEET
    project ahead
    run 8 -L '^parallel$' --output-on-failure
    shows Passed met.a met.b off.a off.b off.c locked.t1 locked.t4 locked.own
    shows "***Failed" locked.fails
    shows "***Timeout" locked.limited
    says "it fails"
    logged 4 locked
    logged 1 "own yes"
    logged 1 up
    logged 1 down
    complete_account
    jq -e '.counts.declared == 12 and .counts.passed == 10' "$results/summary.json" >/dev/null || fail "the counts are wrong"
    gone_soon
}

in_doubt_nothing_runs_ahead() {
    MEET=$work/met TRIES=20
    mkdir "$MEET"
    export MEET TRIES
    project ahead
    run 8 -R '^met'
    shows "***Failed" met.a
    shows Passed met.b  # The other one has left its mark.
    gone_soon
}

"$check"
