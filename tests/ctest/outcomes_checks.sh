#!/bin/sh
# outcomes_checks.sh <helper> <repository> <work directory> <ctest> <check>: how ctest shows the outcomes of tasks.
set -eu
. "$(dirname "$0")/support.sh"

as_plain_tests() {
    project outcomes
    run 8 -j4 -R '^(task|plain)\.'
    python3 "$here/compare_twins.py" "$output" "$work/ctest.xml" >"$work/compared" || fail "$(cat "$work/compared")"
    logged 1 up
    logged 1 down
    complete_account
    fixture db passed 1 1
    has_outcome passed completed task.pass
    has_outcome failed completed task.exit3 task.exit77
    has_outcome crashed signal task.segv task.will_fail_crashes
    has_outcome skipped skip_code task.skip_code
    has_outcome timeout timeout task.timeout task.timeout_ignored
    has_outcome passed will_fail task.will_fail
    shows "***Exception" task.missing_in_path task.missing_will_fail
    nothing_alive || gone_soon
}

timeout_after_a_wait() {
    project outcomes
    run 8 -j4 -R '^waits\.'
    shows "***Timeout" waits.timeout
    shows Passed waits.clean
    complete_account
    has_outcome timeout timeout waits.timeout
    has_outcome passed regex waits.clean
}

# CTest applies the expression that ends such a test once: the second attempt is no timeout for it, and no pass either.
second_timeout_after_a_wait_is_no_pass() {
    project outcomes
    run 8 -R '^waits\.timeout$' --repeat after-timeout:3 --output-on-failure
    shows "***Timeout" waits.timeout
    says "its status is Timeout"
    says "(Subprocess aborted)"
    complete_account
    has_outcome timeout timeout waits.timeout
}

repeated_after_timeouts() {
    project outcomes
    run 0 -j2 -R '^repeats\.' --repeat after-timeout:3
    [ "$(grep -c 'Test .*repeats.third.*Timeout' "$output")" = 2 ] || fail "it did not time out twice"
    complete_account
    has_outcome passed completed repeats.third
}

the_last_attempt_counts() {
    project outcomes
    run 8 -R '^again\.'
    shows Passed again.bad_first
    shows "***Failed" again.good_first
    complete_account
    has_outcome passed completed again.bad_first
    has_outcome failed regex again.good_first
}

# Measurements, files, details and labels in the output, PROCESSORS.
what_a_test_says_to_ctest() {
    project tags
    printf 'BuildDirectory: %s\nSite: here\nBuildName: build\n' "$build" >"$build/DartConfiguration.tcl"
    run 0 -T Test -j2
    python3 "$here/compare_tags.py" "$build"/Testing/*/Test.xml "$results/Test.xml" >"$work/compared" ||
        fail "$(cat "$work/compared")"
    complete_account
    xmllint --noout --schema "$root/tests/unit/report/schemas/Test.xsd" "$results/Test.xml" || fail "Test.xml is not valid"
}

failed_set_up() {
    project broken
    run 8 -R on_bad
    shows "***Failed" bad.setup
    shows "***Not Run" on_bad.setup on_bad_tests.one on_bad.teardown
    shows "Passed" bad.teardown
    grep -q "its last words" "$build/Testing/Temporary/LastTest.log" || fail "its output is not in ctest's log"
    logged 1 "down bad"
    logged 0 "down on_bad"
    logged 0 never
    complete_account
    fixture bad failed 1 1
    has_outcome not_run fixture_failed on_bad_tests.one on_bad_unit.first on_bad_unit.second
    jq -e '.counts == (.counts + {declared: 3, not_run: 3, unreported: 0}) and .run.exit_code == 3' "$results/summary.json" \
        >"$work/account" || fail "the results have other tasks"
    jq -e '[.tasks[].reason] | unique == ["fixture bad failed: exit code 3"]' "$results/summary.json" >"$work/account" ||
        fail "the reason does not name the fixture"
}

# With -j, no program is linked here, so nobody has asked ctest before the set-up fails.
tasks_that_ctest_does_not_start_are_those_that_it_selected() {
    project broken
    for more in -j1 -j4; do
        run 8 "$more" -R '^on_bad_unit$'
        complete_account
        has_outcome not_run fixture_failed on_bad_unit.first on_bad_unit.second
        jq -e '.counts.declared == 2' "$results/summary.json" >"$work/account" || fail "$more: more was declared"
    done
    run 8 -j4 -R '^(on_bad_tests|untidy|absent)\.'
    complete_account
    has_outcome not_run fixture_failed on_bad_tests.one
    has_outcome passed completed untidy.one
    has_outcome skipped fixture_skipped absent.one absent.two
    jq -e '.counts.declared == 4' "$results/summary.json" >"$work/account" || fail "more was declared"
    gone_soon
}

# end_of <Test.xml> <test>: what it says of how the command of the test ended.
end_of () {
    xmllint --xpath "concat(//Test[Name='$2']/@Status, ' ', //Test[Name='$2']//NamedMeasurement[@name='Exit Code']/Value, ' ',
        //Test[Name='$2']//NamedMeasurement[@name='Exit Value']/Value)" "$1"
}

# CTest shows them as it would show their commands, and so do our own files.
ends_of_set_ups_and_teardowns() {
    project broken
    run 8 -R '^(on_bad_tests|untidy|crashing)\.' -T Test
    shows "***Failed" bad.setup untidy.teardown
    shows "***Exception: SegFault" crashing.setup
    shows "SIGUSR1***Exception" crashing.teardown
    for file in "$results/Test.xml" "$build/Testing/$(head -n 1 "$build/Testing/TAG")/Test.xml"; do
        for end in "bad.setup=failed Failed 3" "untidy.teardown=failed Failed 4" "crashing.setup=failed SEGFAULT 0" \
            "crashing.teardown=failed SIGUSR1 0"; do
            found=$(end_of "$file" "${end%%=*}")
            [ "$found" = "${end#*=}" ] || fail "$file says of ${end%%=*} \"$found\", not \"${end#*=}\""
        done
    done
    complete_account
}

a_set_up_that_is_not_there_is_shown_as_a_plain_one() {
    project broken
    run 8 -R '^(unbuilt|plain)\.'
    shows "***Not Run" unbuilt.setup unbuilt.one plain.setup plain.one
    shows Passed unbuilt.teardown
    logged 0 never
}

set_up_takes_too_long() {
    project broken
    run 8 -R '^slow\.'
    shows "***Failed" slow.setup
    shows "***Not Run" slow.one
    logged 1 "down slow"
    complete_account
    fixture slow timeout 1 1
    has_outcome not_run fixture_failed slow.one
    gone_soon
}

skipped_set_up() {
    project broken
    run 0 -R '^absent\.'
    shows "***Skipped" absent.setup absent.one absent.two
    logged 0 never
    logged 0 "down absent"
    complete_account
    has_outcome skipped fixture_skipped absent.one absent.two
}

failed_teardown() {
    project broken
    run 8 -R '^untidy\.'
    shows "Passed" untidy.one
    shows "***Failed" untidy.teardown
    complete_account
    fixture untidy failed 1 1
}

# It was torn down once; to ask again makes nothing good.
failed_teardown_is_not_good_when_asked_again() {
    project broken
    run 8 -R '^untidy\.' --repeat until-pass:2
    shows "***Failed" untidy.teardown
    complete_account
    fixture untidy failed 1 1
}

service_dies() {
    project broken
    run 8 -R '^mortal\.'
    shows "***Exception" mortal.kills
    shows "***Failed" mortal.teardown
    complete_account
    has_outcome failed service_died mortal.kills
    gone_soon
}

a_teardown_that_fails_is_red_whatever_its_scope() {
    project teardowns
    for group in worker-fails.TASKS worker-on-db-fails.TASKS worker-fails.UNIT worker-on-db-fails.UNIT \
        task-fails.TASKS task-on-db-fails.TASKS task-fails.UNIT task-on-db-fails.UNIT; do
        run 8 -R "^$group" --output-on-failure
        says "${group%%-*} is dirty"
        complete_account
        gone_soon
    done
}

"$check"
