#!/bin/sh
# scripts_checks.sh <helper> <repository> <work directory> <ctest> <check>: properties that a script of the project
# (TEST_INCLUDE_FILES) sets on the tests of a program's cases.
set -eu
. "$(dirname "$0")/support.sh"
WORDS=a
export WORDS

built () {
    project scripts "$@"
    cmake --build "$build" >"$output" 2>&1 || fail "it cannot be built"
}

outcomes () {
    has_outcome passed completed g.S.Directory g.S.Environment g.S.Modified g.S.Both g.S.Untouched
    has_outcome passed will_fail g.S.Fails
    has_outcome failed regex g.S.PrintsBad g.S.PrintsNothing
    has_outcome skipped skip_regex g.S.Skips
    has_outcome skipped skip_code g.S.Exits
    has_outcome timeout timeout g.S.Hangs
}

ctest_and_its_session_obey_them() {
    built
    run 8 -j4
    shows Passed g.S.Directory g.S.Environment g.S.Modified g.S.Both g.S.Untouched g.S.Fails
    shows "***Failed" g.S.PrintsBad g.S.PrintsNothing
    shows "***Skipped" g.S.Skips g.S.Exits
    shows "***Timeout" g.S.Hangs
    shows "***Not Run" g.S.Disabled g.S.Misses
    complete_account
    outcomes
    "$ctest" --test-dir "$build" --show-only=json-v1 >"$work/list.json"
    jq -e '[.tests[] | select(any(.properties[]; .name == "MEASUREMENT")) | .name] | length == 13' "$work/list.json" \
        >"$work/account" || fail "the list of its tests is not whole"
    gone_soon
}

what_runs_ahead_obeys_them() {
    built
    run 8 -L '^parallel$'
    complete_account
    outcomes
    jq -e '[.tasks[].id] | contains(["g.S.Untouched"]) and (contains(["g.S.Disabled"]) or contains(["g.S.Misses"]) | not)' \
        "$results/summary.json" >/dev/null || fail "what must not run has run"
    [ "$(nproc)" = 1 ] || jq -e '[.tasks[] | select(.ahead)] | length > 0' "$results/summary.json" >/dev/null ||
        fail "nothing ran ahead"
    gone_soon
}

run_obeys_them() {
    built
    status=0
    "$helper" run "$build" >"$output" 2>&1 || status=$?
    [ "$status" = 1 ] || fail "the status is $status, not 1"
    outcomes
    has_outcome skipped disabled g.S.Disabled
    has_outcome not_run required_files g.S.Misses
    says_not "are not known"
}

several_configurations_obey_them() {
    built -G "Ninja Multi-Config"
    run 8 -j4 -C Debug
    complete_account
    outcomes
    run 0 -j4 -C debug -R 'Directory|Disabled'
    gone_soon
}

a_list_that_fails_is_said() {
    built
    echo 'message(FATAL_ERROR "broken")' >>"$build/more.cmake"
    "$helper" run "$build" -R Untouched >"$output" 2>&1 || fail "it does not pass"
    says "properties that scripts of TEST_INCLUDE_FILES set on tests are not known"
}

"$check"
