#!/bin/sh
# depends_checks.sh <helper> <repository> <work directory> <ctest> <check>: tests that depend on others.
set -eu
. "$(dirname "$0")/support.sh"

ordered () {
    project ordered "$@"
    cmake --build "$build" >"$output" 2>&1 || fail "it cannot be built"
}

in_order () {
    has_outcome failed completed g.first
    has_outcome passed will_fail g.second g.third
    has_outcome passed completed program.After.Group program.After.Matched program.After.Script
}

a_run_keeps_the_order() {
    ordered
    "$helper" run "$build" -j4 >"$output" 2>&1 && fail "it passed"
    complete_account
    in_order
}

ctest_keeps_the_order() {
    ordered
    run 8 -j4
    complete_account
    in_order
    gone_soon
}

what_is_not_selected_is_ignored() {
    ordered
    touch "$work/first" "$work/second" "$work/third"
    "$helper" run "$build" -R 'g.third|After' >"$output" 2>&1 || fail "it did not pass"
    complete_account
    has_outcome passed completed program.After.Group program.After.Matched program.After.Script
}

a_cycle_is_named_and_nothing_runs() {
    ordered -D CYCLE=ON
    "$helper" run "$build" >"$output" 2>&1 && fail "it ran" || status=$?
    [ "$status" -eq 2 ] || fail "status $status"
    grep -qF "g.third depends on g.second depends on g.first depends on g.third" "$output" || fail "the cycle is not named"
    [ ! -e "$work/first" ] || fail "something ran"
    # Without a task of it there is no cycle.
    "$helper" run "$build" -R 'g.first' -E 'g.second' >"$output" 2>&1 && fail "it passed" || status=$?
    [ "$status" -eq 1 ] || fail "status $status without the cycle"
}

"$check"
