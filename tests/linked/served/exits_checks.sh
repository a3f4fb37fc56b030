#!/bin/sh
# exits_checks.sh <helper> <build of project/> <work> <check>: what frameworks and the C library do when a program ends.
set -eu
helper=$1 build=$2 work=$3
mkdir -p "$work"
. "$(dirname "$0")/support.sh"

a_leaked_mock_fails_its_test_and_no_other() {
    run 1 --group exits -R "Leaks|Mocked"
    has_outcome failed framework exits.Mocked.Leaks exits.Leaks.WithUnmetExpectation exits.Leaks.WithNothingMissing \
        exits.Leaks.InADeathTest
    has_outcome passed completed exits.Mocked.Passes exits.Mocked.DeletesWhatIsTheSuites exits.Leaks.Allowed \
        exits.Leaks.NothingInStaticObjects exits.Leaks.Nothing exits.Leaks.DeathTestDeletesIt
    reason exits.Leaks.WithUnmetExpectation "mock objects that were never deleted"
    printed exits.Leaks.WithUnmetExpectation | grep -q "1 leaked mock object found" || fail "GoogleMock's words are missing"
    printed exits.Mocked.Leaks | grep -q "1 leaked mock object found" || fail "not its own alone"
    fixture exits passed 1 1
    fixture exits/Mocked passed 1 1
}

a_mock_that_set_up_leaks_fails_the_teardown_and_no_test() {
    LEAK_SUITE=1 run 3 --group exits -R "Mocked.Passes|Leaks.Nothing$"
    all_are passed completed
    fixture exits/Mocked failed 1 1
    fixture exits passed 1 1
    says "1 leaked mock object found"
    LEAK_ENVIRONMENT=1 run 3 --group exits -R "Mocked.Passes|Leaks.Nothing$"
    all_are passed completed
    fixture exits/Mocked passed 1 1
    fixture exits failed 1 1
}

a_leaked_mock_fails_its_test_in_a_process_that_is_used_again() {
    run 1 --group exits-reused
    has_outcome failed framework exits-reused.Mocked.Leaks exits-reused.Leaks.WithUnmetExpectation \
        exits-reused.Leaks.WithNothingMissing
    has_outcome passed completed exits-reused.Mocked.Passes exits-reused.Leaks.Allowed exits-reused.Leaks.Nothing
}

a_leaked_mock_fails_the_teardown_of_a_unit_with_one_process() {
    run 3 --group exits-unit
    all_are passed completed
    fixture exits-unit failed 1 1
    says "2 leaked mock objects found"
    run 0 --group exits-clean
    all_are passed completed
}

a_leaked_mock_fails_the_one_test_alone() {
    status=0
    "$helper" run "$build" --no-fork -R "^exits.Leaks.WithUnmetExpectation$" >"$output" 2>&1 </dev/null || status=$?
    [ "$status" = 1 ] || fail "the status is $status, not 1"
    says "1 leaked mock object found"
    status=0
    "$build/exits" "--gtest_filter=Leaks.WithUnmetExpectation" >"$output" 2>&1 || status=$?
    [ "$status" = 1 ] || fail "the status is $status, not 1"
}

a_test_ends_with_what_it_registered_to_run_at_exit() {
    run 1 --group exits -R "AtExit"
    has_outcome passed completed exits.AtExit.RunsWhatIsTheTests
    printed exits.AtExit.RunsWhatIsTheTests | grep -q "printed by a handler" || fail "the handler printed nothing"
    logged 1 "atexit of a test"
    logged 2 "static of a test"
    has_outcome crashed signal exits.AtExit.HandlerCrashes
    has_outcome crashed no_result exits.AtExit.HandlerExits
}

what_set_up_registered_runs_once_in_its_own_process() {
    run 0 --group exits -R "Nothing$|Passes"
    logged 1 "environment down"
    logged 1 "program end"
    logged 1 "static of the program"
    logged 1 "thread of set-up"
}

listeners_see_the_end_of_a_run_in_each_test() {
    for framework in catch2 doctest; do
        run 0 --group exits-$framework
        all_are passed completed
        logged 2 "run end"
        logged 1 "atexit of a test"
        EXIT_AT_END=1 run 1 --group exits-$framework
        all_are crashed no_result
    done
}

"$4"
