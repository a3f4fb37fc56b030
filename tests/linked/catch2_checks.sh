#!/bin/sh
# catch2_checks.sh <program> <check>
set -eu
program=$1
. "$(dirname "$0")/support/checks.sh"

# Catch2 wraps its lines: makes one of all.
unwrap() {
    tr -s ' \n' '  ' <"$output" >"$output.flat" && mv "$output.flat" "$output"
}

lists_tests_with_fixture_labels_and_place() {
    list
    has "framework Catch2 "
    has "fixture schema parent={database} scope=worker at sample_fixtures.h:"
    has "test {plain} fixture={} labels= disabled={} at catch2_sample.cc:12"
    has "test {on database} fixture={database} labels=[database][fast] disabled={} at catch2_sample.cc:13"
    has "test {both} fixture={schema} labels=[database][schema]"
    has "test {may fail} fixture={} labels= "
    has "test {should fail and does} fixture={} labels= "
    order=$(grep '^fixture' "$output" | cut -d' ' -f2 | tr '\n' ' ')
    [ "$order" = "database schema other broken on-broken absent " ] || fail "fixtures are out of order: $order"
    steps ""
}

hidden_tests_are_listed_and_run_when_named() {
    list
    lacks "{hidden}"
    list "[slow]"
    has "test {hidden} fixture={} labels=[slow] "
    count 1 "test {"
    run hidden "[slow]"
    has_line "test passed reason={}"
}

a_test_spec_selects() {
    list "on d*,plain"
    has "{on database}"
    has "{plain}"
    lacks "{on other}"
    lacks "{throws}"
    run plain "plain,throws"
    has_line "test passed reason={}"
    lacks "No test cases matched"
}

a_chain_is_set_up_once_and_torn_down_in_its_own_processes() {
    run both
    steps "<database up><schema up><schema down><database down>"
    has_line "test passed reason={}"
    run "on database"
    steps "<database up><database down>"
}

a_name_means_one_test() {
    run "a,b"; ran 1
    run "a"; ran 2
    run "x [schema] y"; ran 3
    run '"quoted"'; ran 4
    run "quoted"; ran 5
    run "*star*"; ran 6
    run "a star b"; ran 7
    run 'back\slash\'; ran 8
    run " leading and trailing "; ran 9
    run "leading and trailing"; ran 10
    run "CASE"; ran 11
    run "case"; ran 12
    run "~not"; ran 13
    run "exclude:a"; ran 14
    run "-dash"; ran 15
}

failures_are_reported_with_all_they_say() {
    run "fails twice"
    has "test failed reason={3 of 3 assertions failed}"
    has "failure catch2_sample.cc:22 {CHECK( answer == 42 )"
    has_line "with expansion: 41 == 42"
    has_line "looking at 7}"
    has "failure catch2_sample.cc:23 {looking at 7"
    has_line "said so}"
    count 3 "failure catch2_sample.cc:"
    # The reporter's own output is there as ever.
    has "catch2_sample.cc:22: FAILED:"
    run throws
    has "failure catch2_sample.cc:25 {unexpected exception:"
    has_line "thrown thing}"
}

sections_and_generators_all_run() {
    run sections
    for step in "<a1>" "<b1>" "<a2>" "<b2>" "<a3>" "<b3>"; do count 1 "$step"; done
    has "test failed reason={2 of 6 assertions failed}"
}

verdicts_are_the_frameworks() {
    run "no assertions"
    has_line "test passed reason={}"
    run "no assertions" -w NoAssertions
    has "test failed"
    has 'no assertions in "no assertions"'
    run "should fail and does"
    has "test passed reason={failed, as its tag allows}"
    lacks "failure "
    run "should fail and passes"
    has "test failed reason={passed, but is tagged [!shouldfail]}"
    run "may fail"
    has "test passed reason={failed, as its tag allows}"
    lacks "failure "
    run crashes
    has "child crashed with 6"
    run exits
    lacks "test passed"
    list
    if grep -qF '{skips}' "$output"; then
        run skips
        has "test skipped reason={not today}"
    fi
}

objects_kept_between_sections_have_their_fixture() {
    list
    if grep -qF '{keeps its object}' "$output"; then
        by_itself "keeps its object,broken object"
        steps "<database up><kept 1><kept 2><database down><broken tried>"
        has "1 passed | 1 failed"
        run "keeps its object"
        has_line "test passed reason={}"
    fi
}

tests_can_share_a_process() {
    twice sections
    count 2 "test failed reason={2 of 6 assertions failed}"
    count 2 "<b3>"
    twice hidden "[slow]"
    count 2 "test passed reason={}"
}

a_set_up_fails_or_skips() {
    run "broken 2"
    has "setup broken failed reason={no disk}"
    has "failure sample_fixtures.h:"
    lacks "<body ran>"
    run absent
    has "setup absent skipped reason={no server here}"
    lacks "<body ran>"
}

get_names_what_the_test_lacks() {
    message='parallel_fixtures::get<Schema>(): test "asks for nothing" does not require fixture "schema"; add the tag'
    run "asks for nothing"
    has "failure catch2_sample.cc:17 {unexpected exception:"
    has "$message [schema]"
    by_itself "asks for nothing"
    fails
    unwrap
    has "$message [schema]"
}

alone_it_is_an_ordinary_program() {
    by_itself "~crashes" "~exits" -r compact
    fails
    steps_alone="<database up><schema up><schema down><database down><other up><other down><a1>"
    case $(grep -o '^<.*>$' "$output" | tr -d '\n') in
        "$steps_alone"*) ;;
        *) fail "the steps do not begin with $steps_alone" ;;
    esac
    lacks "foreign"
    by_itself "plain,both,on *"
    status_is 0
    has "All tests passed"
    by_itself --list-tests
    has "on database"
    steps ""
    by_itself -r xml plain
    has "<TestCase name=\"plain\""
    by_itself "no such test"
    has "No test cases matched"
}

alone_a_broken_fixture_is_tried_once() {
    by_itself "broken 1,broken 2"
    fails
    count 1 "<broken tried>"
    count 2 'fixture "broken": set-up failed: no disk'
    lacks "<body ran>"
    by_itself absent
    has "no server here"
    lacks "<body ran>"
    lacks "FAILED"
}

alone_the_last_fixture_is_torn_down() {
    by_itself "on schema"
    status_is 0
    steps "<database up><schema up><schema down><database down>"
}

two_fixtures_side_by_side_are_a_mistake() {
    list
    status_is 96
    has 'test "asks for two" requires two fixtures, "schema" and "other", and neither is nested in the other'
    by_itself "asks for *"
    fails
    lacks "<body ran>"
    steps "<database up><schema up><schema down><database down>"
    unwrap
    has 'test "asks for two" requires two fixtures'
    has "1 passed | 1 failed"
}

own_main_is_served_and_runs_alone() {
    run both
    has "<own main>"
    has_line "test passed reason={}"
    by_itself both
    has "<own main>"
    has "All tests passed"
}

$2
