#!/bin/sh
# units_checks.sh <helper> <build of project/> <work> <check>: units that run in one process, with their fixtures.
set -eu
helper=$1 build=$2 work=$3
mkdir -p "$work"
. "$(dirname "$0")/support.sh"

# The log without processes, on one line.
steps() { sed 's/ [0-9]*$//' "$LOG" | tr '\n' ',' | sed 's/ *,/,/g'; }

# set_ups_are <expected>
set_ups_are() { [ "$(steps)" = "$1" ] || fail "not those steps: $(steps)"; }

teardown_sees_what_tests_changed() {
    run 0 --group unit-alone
    all_are passed completed
    set_ups_are "environment up,First up,hook,A A,B AB,First down AB,Second up AB,C ABC,Second down ABC,P ABCP,environment down ABCP,"
    [ "$(sed 's/.* //' "$LOG" | sort -u | wc -l)" = 1 ] || fail "not one process"
    for name in unit-alone unit-alone/First unit-alone/Second; do
        fixture $name passed 1 1
    done
    nothing_alive
}

output_belongs_to_what_printed_it() {
    run 0 --group unit-alone -R First
    for test in A B; do
        [ "$(printed unit-alone.First.$test | grep -c "printed by")" = 1 ] || fail "not its output alone: $test"
        printed unit-alone.First.$test | grep -q "printed by $test" || fail "not its output: $test"
    done
    jq -er 'select(.e == "setup_ended" and .fixture == "unit-alone/First") | .output.text' "$results/journal.jsonl" |
        grep -q "printed by First" || fail "the output of the set-up is lost"
}

a_crash_ends_the_whole_unit() {
    CRASH=B run 3 --group unit-alone
    has_outcome passed completed unit-alone.First.A
    has_outcome crashed signal unit-alone.First.B
    has_outcome not_run unit_ended unit-alone.Second.C unit-alone.Plain.P
    reason unit-alone.Second.C "unit-alone.First.B"
    set_ups_are "environment up,First up,hook,A A,B AB,"
    for name in unit-alone unit-alone/First; do
        fixture $name failed 1 0
        fixture_reason $name "its teardown did not run, for its process had ended: killed by SIGSEGV"
    done
    fixture unit-alone/Second not_run 0 0
    EXIT=A run 3 --group unit-alone
    has_outcome crashed no_result unit-alone.First.A
    has_outcome not_run unit_ended unit-alone.First.B unit-alone.Second.C unit-alone.Plain.P
    nothing_alive
}

a_timeout_ends_the_whole_unit() {
    HANG=C run 3 --group unit-alone
    has_outcome passed completed unit-alone.First.A unit-alone.First.B
    has_outcome timeout timeout unit-alone.Second.C
    has_outcome not_run unit_ended unit-alone.Plain.P
    fixture unit-alone/First passed 1 1
    fixture unit-alone/Second failed 1 0
    fixture unit-alone failed 1 0
    nothing_alive
}

ctrl_c_ends_the_unit_and_says_that_it_was_not_torn_down() {
    rm -f "$LOG"
    : >"$LOG"
    HANG=B "$helper" run "$build" --group unit-alone --timeout 30 >"$output" 2>&1 &
    run_pid=$!
    until_true "B runs" grep -q "^B" "$LOG"
    kill -INT $run_pid
    status=0
    wait $run_pid || status=$?
    [ "$status" = 130 ] || fail "the status is $status, not 130"
    account
    has_outcome not_run interrupted unit-alone.First.B unit-alone.Plain.P
    fixture unit-alone/First failed 1 0
    nothing_alive
}

a_test_that_fails_ends_nothing_and_is_tried_again_in_place() {
    FAIL_AT_FIRST=B run 0 --group unit-retried
    all_are passed completed
    set_ups_are "environment up,First up,hook,A A,B AB,B ABB,First down ABB,Second up ABB,C ABBC,Second down ABBC,P ABBCP,environment down ABBCP,"
    FAIL_AT_FIRST=B run 1 --group unit-alone
    has_outcome failed framework unit-alone.First.B
    has_outcome passed completed unit-alone.First.A unit-alone.Second.C unit-alone.Plain.P
    for name in unit-alone unit-alone/First; do
        fixture $name passed 1 1
    done
}

a_set_up_that_fails_costs_its_suite_alone() {
    FAIL_SUITE=1 run 3 --group unit-alone
    has_outcome not_run fixture_failed unit-alone.First.A unit-alone.First.B
    has_outcome passed completed unit-alone.Second.C unit-alone.Plain.P
    fixture unit-alone/First failed 1 0
    fixture unit-alone passed 1 1
    set_ups_are "environment up,First up,First down,Second up,C C,Second down C,P CP,environment down CP,"
}

a_set_up_that_crashes_ends_the_unit() {
    CRASH_SUITE=1 run 3 --group unit-alone
    all_are not_run fixture_died
    fixture unit-alone/First failed 1 0
    fixture unit-alone failed 1 0
    fixture_reason unit-alone "killed by SIGSEGV"
    set_ups_are "environment up,First up,"
}

destructors_see_what_tests_changed() {
    for framework in catch2 doctest; do
        run 0 --group unit-$framework
        all_are passed completed
        [ "$(tr '\n' ',' <"$LOG")" = "other down,page down 1,page down 2,ledger down 123," ] ||
            fail "not those steps with $framework: $(cat "$LOG")"
        fixture unit-$framework/ledger passed 1 1
        fixture unit-$framework/other passed 1 1
        fixture unit-$framework/page passed 2 2
    done
}

"$4"
