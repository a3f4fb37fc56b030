#!/bin/sh
# doctest_checks.sh <program> <check>
set -eu
program=$1
. "$(dirname "$0")/support/checks.sh"

lists_tests_with_fixture_labels_and_place() {
    list
    has "framework doctest 2."
    has "fixture schema parent={database} scope=worker at sample_fixtures.h:"
    has "test {plain} fixture={} labels= disabled={} at doctest_sample.cc:11"
    has "test {database/one} fixture={database} labels=[database] disabled={} at doctest_sample.cc:13"
    has "test {schema/one} fixture={schema} labels=[schema] "
    has "test {no fixture/asks for nothing} fixture={} labels=[no fixture] "
    has "test {skipped} fixture={} labels= disabled={marked skip()} "
    has "test {template<int>} "
    count 1 "test {twin} "
    count 1 "test {twin #2} "
    lacks "[doctest]"
    steps ""
    list --no-skip
    has "test {skipped} fixture={} labels= disabled={} "
}

a_filter_selects() {
    list --test-suite=database,schema --test-case-exclude=two --first=2 --last=2
    has "{database/one}"
    has "{schema/one}"
    count 2 "test {"
    run schema/one --test-suite=database,schema
    has_line "test passed reason={}"
    steps "<database up><schema up><schema down><database down>"
}

a_name_means_one_test() {
    run "a,b"; ran 1
    run "a"; ran 2
    run "*star*"; ran 3
    run "a star b"; ran 4
    run 'back\slash\'; ran 5
    run " leading and trailing "; ran 6
    run "leading and trailing"; ran 7
    run "CASE"; ran 8
    run "case"; ran 9
    run '"quoted"'; ran 10
    run "case" --order-by=rand --rand-seed=3; ran 9
    run "template<char>"
    has "test cases: 1 | 1 passed | 0 failed"
    has "assertions: 1 | 1 passed"
}

failures_are_reported_with_all_they_say() {
    run "fails twice"
    has "test failed reason={2 of 2 assertions failed}"
    has "failure doctest_sample.cc:32 {CHECK( answer == 42 )"
    has_line "with values: 41 == 42"
    has_line "looking at 7}"
    has "failure doctest_sample.cc:33 {said so"
    count 2 "failure doctest_sample.cc:"
    has "doctest_sample.cc:32: ERROR: CHECK( answer == 42 ) is NOT correct!"
    run throws
    has "failure doctest_sample.cc:35 {unexpected exception: thrown thing}"
}

subcases_all_run() {
    run subcases
    steps "<a><b>"
    has "test failed reason={2 of 2 assertions failed}"
    count 2 "failure doctest_sample.cc:40 {CHECK_THROWS"
    count 2 "threw nothing}"
}

verdicts_are_the_frameworks() {
    run "may fail"
    has "test passed reason={failed, as its decorator allows}"
    lacks "failure "
    run "should fail and does"
    has "test passed reason={failed, as its decorator allows}"
    run "should fail and passes"
    has "test failed reason={passed, but is marked should_fail()}"
    run "expected two"
    has "test passed"
    run "expected two, got one"
    has "test failed reason={failed assertions: 1, expected_failures() says 2}"
    run "too slow"
    has "test failed reason={took "
    has "longer than its timeout of 0.001 s}"
    run crashes
    has "child crashed with 6"
    run exits
    lacks "test passed"
}

tests_can_share_a_process() {
    twice "fails twice"
    count 2 "test failed reason={2 of 2 assertions failed}"
}

a_set_up_fails_or_skips() {
    run "on-broken/broken 2"
    has "setup broken failed reason={no disk}"
    lacks "<body ran>"
    run absent/absent
    has "setup absent skipped reason={no server here}"
    lacks "<body ran>"
}

get_names_what_the_test_lacks() {
    message='test "no fixture/asks for nothing" does not require fixture "schema"; add it to TEST_SUITE("schema")'
    run "no fixture/asks for nothing"
    has "failure doctest_sample.cc:26 {unexpected exception: parallel_fixtures::get<Schema>(): $message}"
    by_itself "--test-case=asks for nothing"
    status_is 1
    has "$message"
}

alone_it_is_an_ordinary_program() {
    by_itself --test-case-exclude=crashes,exits
    status_is 1
    case $(grep -o '^<.*>$' "$output" | tr -d '\n') in
        "<database up><schema up><schema down><database down><other up><other down><a><b><broken tried><ran 1>"*) ;;
        *) fail "not these steps" ;;
    esac
    lacks "foreign"
    by_itself --test-suite=database,schema,other
    status_is 0
    has "4 passed"
    by_itself --list-test-cases
    has "fails twice"
    steps ""
    by_itself --reporters=xml --test-case=plain
    has '<TestCase name="plain"'
}

alone_a_broken_fixture_is_tried_once() {
    by_itself "--test-case=broken *"
    status_is 1
    count 1 "<broken tried>"
    count 2 'fixture "broken": set-up failed: no disk'
    lacks "<body ran>"
    by_itself --test-case=absent
    status_is 0
    has "skipped: no server here"
    lacks "<body ran>"
}

alone_the_last_fixture_is_torn_down() {
    by_itself --test-suite=schema
    status_is 0
    steps "<database up><schema up><schema down><database down>"
}

a_missing_parent_is_a_mistake() {
    message="its parent Unknown is not registered: PARALLEL_FIXTURE(Unknown, \"...\")"
    list
    status_is 96
    has "$message"
    by_itself
    status_is 1
    has "error: fixture \"orphan\""
    has "$message"
    lacks "<body ran>"
}

own_main_is_served_and_runs_alone() {
    run schema/one
    has "<own main>"
    has_line "test passed reason={}"
    by_itself --test-suite=schema
    has "<own main>"
    has "SUCCESS"
    status_is 0
}

$2
