#!/bin/sh
# gtest_checks.sh <helper> <build of project/> <work> <check>: GoogleTest programs, served by the real helper.
set -eu
helper=$1 build=$2 work=$3
mkdir -p "$work"
. "$(dirname "$0")/support.sh"

every_kind_of_test_comes_to_what_it_must() {
    run 1 --group g
    has_outcome passed completed g.Shared.First g.Shared.Second g.Shared.Retried g.Other.SeesNothingOfShared \
        g.Plain.Passes g.Plain.Records g.Plain.Hangs g.Typed/0.HasASize g.Typed/1.HasASize \
        g.Values/Param.IsSmall/0 g.Values/Param.IsSmall/1
    has_outcome failed framework g.Plain.Fails g.Values/Param.IsSmall/2 g.Plain.Throws g.Plain.Retried \
        g.Plain.FailsAndSkips
    has_outcome skipped framework g.Plain.Skips
    has_outcome skipped disabled g.Plain.DISABLED_Never
    has_outcome crashed signal g.Plain.Crashes
    has_outcome crashed no_result g.Plain.Exits
    reason g.Plain.Skips "no reason to run"
    reason g.Plain.FailsAndSkips "this has failed"
    reason g.Plain.Throws "thrown by a test"
    reason g.Plain.Crashes SIGSEGV
    [ "$(jq .counts.declared "$results/summary.json")" = 25 ] || fail "not 25 tasks"
}

# A forked test is inspected as any other process: the runtime in its program is no sanitizer.
a_test_that_hangs_says_where() {
    printf '#!/bin/sh\necho "stack of $*"\n' >"$work/eu-stack"
    chmod +x "$work/eu-stack"
    HANG=1 PATH=$work:$PATH run 1 -R '^g\.Plain\.Hangs$'
    has_outcome timeout timeout g.Plain.Hangs
    says "stack of -s -n 64 -p "
}

set_ups_run_once_and_tear_down_where_they_ran() {
    run 0 --group g -R "Shared|Other|Typed|Plain.Passes"
    for line in "environment up" "environment down" "Shared up" "Shared down fresh" "Other up" "static destructor"; do
        logged 1 "$line"
    done
    logged 2 "Typed up"
    logged 3 "Shared constructed" # For the tests that ran, and nowhere else.
    for name in g g/Shared g/Other g/Typed/0 g/Typed/1; do
        fixture $name passed 1 1
    done
    [ "$(tail -n 2 "$LOG" | head -n 1)" = "environment down" ] || fail "the environment was not the last to leave"
    nothing_alive
}

a_retry_starts_from_the_pristine_state() {
    run 0 --group g-retry
    all_are passed completed
    [ "$(jq -c '[.tasks[] | [.id, .attempts, .flaky]]' "$results/summary.json")" = \
        '[["g-retry.Shared.Retried",1,false],["g-retry.Plain.Retried",2,true]]' ] || fail "not the attempts"
    logged 1 "Shared up"
}

death_tests_work_in_both_styles() {
    run 0 --group g -R DeathTest
    all_are passed completed
    nothing_alive
}

a_failed_environment_fails_once_and_runs_no_test() {
    export FAIL_ENVIRONMENT=1
    run 3 --group g
    jq -e '[.tasks[] | select(.outcome != "not_run" and .cause != "disabled")] == []' "$results/summary.json" \
        >"$work/account" || fail "something ran"
    fixture g failed 1 0
    fixture g/Shared not_run 0 0
    fixture_reason g "the environment cannot stand"
    reason g.Plain.Passes "gtest.cc:"
    logged 1 "environment down"
    logged 0 "Shared up"
}

a_failed_suite_fails_once_and_others_run() {
    export FAIL_SUITE=1
    run 3 --group g -R "Shared|Other|Plain.Passes"
    has_outcome not_run fixture_failed g.Shared.First g.Shared.Second g.Shared.Retried
    has_outcome passed completed g.Other.SeesNothingOfShared g.Plain.Passes
    fixture g/Shared failed 1 0
    fixture_reason g/Shared "the suite cannot stand"
    logged 1 "Shared up"
    logged 1 "Shared down fresh"
    logged 0 "Shared constructed"
    in_junit "//testcase[contains(@name, 'Shared')]/*[contains(., 'the suite cannot stand')]"
}

an_exception_in_a_suite_set_up_is_its_failure() {
    export THROW_SUITE=1
    run 3 --group g -R "Shared|Plain.Passes"
    has_outcome not_run fixture_failed g.Shared.First
    has_outcome passed completed g.Plain.Passes
    fixture_reason g/Shared "the suite throws"
    logged 1 "Shared down fresh"
}

a_skip_in_set_up_skips_its_tests() {
    SKIP_SUITE=1 run 0 --group g -R "Shared|Plain.Passes"
    has_outcome skipped fixture_skipped g.Shared.First g.Shared.Second
    has_outcome passed completed g.Plain.Passes
    reason g.Shared.First "no suite today"
    logged 0 "Shared constructed"
    export SKIP_ENVIRONMENT=1
    run 0 --group g -R "Shared|Plain.Passes"
    all_are skipped fixture_skipped
    reason g.Plain.Passes "not on this machine"
    logged 1 "environment down"
}

a_failed_teardown_fails_the_run_and_no_test() {
    FAIL_SUITE_DOWN=1 run 3 --group g -R "Shared"
    all_are passed completed
    fixture g/Shared failed 1 1
    fixture_reason g/Shared "the suite cannot leave"
    says "the suite cannot leave"
    FAIL_ENVIRONMENT_DOWN=1 run 3 --group g -R "Shared"
    all_are passed completed
    fixture g failed 1 1
    fixture_reason g "the environment cannot leave"
}

a_set_up_that_ends_its_process_is_one_failed_fixture() {
    run 3 --group g-fragile
    has_outcome not_run fixture_failed g-fragile.Raises.Never g-fragile.Exits.Never
    has_outcome passed completed g-fragile.FallsDown.Passes g-fragile.Bystander.Passes
    fixture_reason g-fragile/Raises SIGSEGV
    fixture_reason g-fragile/Exits "before its set-up had"
    fixture_reason g-fragile/FallsDown SIGABRT
    logged 1 "Raises up"
}

failures_and_properties_are_in_junit() {
    run 1 --group g -R "Plain.(Fails|Records)"
    in_junit "//testcase[@name='Plain.Fails']/failure[contains(., 'gtest.cc:') and contains(., 'one is not two')]"
    in_junit "//testcase[@name='Plain.Fails']/failure[contains(., 'and a second thing')]"
    in_junit "//property[@name='Plain.Records.answer' and @value='42']"
    in_junit "//property[@name='Plain.Records.unit' and @value='m < s']"
    for measured in "answer' and Value='42" "unit' and Value='m < s"; do
        [ "$(xmllint --xpath "boolean(//Test[contains(Name, 'Plain.Records')]//NamedMeasurement[@name='$measured'])" \
            "$results/Test.xml")" = true ] || fail "not in Test.xml: $measured"
    done
}

filters_and_arguments_select() {
    run 0 --group g-filter
    [ "$(jq -c '[.tasks[].id]' "$results/summary.json")" = \
        '["g-filter.Shared.First","g-filter.Shared.Retried","g-filter.Plain.Passes"]' ] || fail "not those tests"
    run 1 --group g-disabled
    has_outcome failed framework g-disabled.Plain.DISABLED_Never
    [ "$(jq .counts.declared "$results/summary.json")" = 1 ] || fail "not one test"
}

a_working_directory_that_is_gone_fails_the_set_up() {
    mkdir -p "$build/vanishes"
    REMOVE="$build/vanishes" run 3 --group g-directory
    all_are not_run fixture_failed
    for name in Shared Other; do
        fixture g-directory/$name failed 1 0
        fixture_reason g-directory/$name "cannot enter its working directory $build/vanishes: No such file or directory"
    done
    fixture g-directory passed 1 1
    logged 0 "Shared up"
    mkdir "$build/vanishes"
    run 0 --group g-directory
    all_are passed completed
}

the_callers_settings_do_not_leak_in() {
    export GTEST_OUTPUT="xml:$work/leaked.xml" GTEST_TOTAL_SHARDS=7 GTEST_SHARD_INDEX=3 GTEST_REPEAT=3 GTEST_SHUFFLE=1
    export GTEST_FILTER="Nothing*" GTEST_FAIL_FAST=1 GTEST_RANDOM_SEED=5 GTEST_BRIEF=1 TEST_TOTAL_SHARDS=3
    export GTEST_ALSO_RUN_DISABLED_TESTS=1 TESTBRIDGE_TEST_ONLY="Nothing*" XML_OUTPUT_FILE="$work/leaked.xml"
    export GTEST_FLAGFILE="$work/flags" GTEST_STREAM_RESULT_TO=localhost:1 TEST_SHARD_INDEX=2
    export GTEST_SHARD_STATUS_FILE="$work/shard" GTEST_RECREATE_ENVIRONMENTS_WHEN_REPEATING=1
    echo "--gtest_filter=Nothing*" >"$work/flags"
    run 1 --group g -R "Shared|Plain.(Passes|Fails|Knows)"
    has_outcome passed completed g.Shared.First g.Plain.Passes g.Plain.KnowsNothingOfTheCaller
    has_outcome failed framework g.Plain.Fails
    [ "$(jq .counts.declared "$results/summary.json")" = 8 ] || fail "not 8 tasks"
    logged 3 "Shared constructed"
    [ ! -e "$work/leaked.xml" ] || fail "GTEST_OUTPUT was heeded"
}

what_a_failed_assertion_does_is_the_callers_to_say() {
    GTEST_BREAK_ON_FAILURE=1 run 1 --group g -R "Shared|Plain.(Passes|Fails)"
    has_outcome crashed signal g.Plain.Fails
    has_outcome passed completed g.Shared.First g.Plain.Passes
    printed g.Plain.Fails | grep -q "one is not two" || fail "what failed is not told"
    GTEST_THROW_ON_FAILURE=1 run 1 --group g -R "Plain.(Passes|Fails)"
    has_outcome failed framework g.Plain.Fails
    reason g.Plain.Fails "one is not two"
    has_outcome passed completed g.Plain.Passes
    GTEST_CATCH_EXCEPTIONS=0 run 1 --group g -R "Plain.(Passes|Throws)"
    has_outcome failed framework g.Plain.Throws
    reason g.Plain.Throws "thrown by a test"
    has_outcome passed completed g.Plain.Passes
}

a_main_of_its_own_serves() {
    run 0 --group g-main
    all_are passed completed
    [ "$(tr '\n' ',' <"$LOG")" = "up 1,up 2,down 2,down 1," ] || fail "not those set-ups"
    printed g-main.Main.Again | grep -q "<listener: Again>" || fail "its listener was not called"
    status=0
    "$build/g-main" --gtest_filter=Main.Again >"$output" 2>&1 || fail "alone"
    says "[       OK ] Main.Again"
}

"$4"
