#!/bin/sh
# commands_checks.sh <helper> <repository> <work directory> <ctest> <check>: several commands for one set-up or teardown.
set -eu
. "$(dirname "$0")/support.sh"

as_declared () {
    printf '%s\n' create "load db two words " unload "drop db" >"$work/expected"
    grep -v '^bad' "$log" >"$work/db" || true
    cmp "$work/expected" "$work/db" || fail "db: its commands did not run in order"
    logged 1 "bad first"
    logged 0 "bad third"
    logged 1 "bad down"
    complete_account
    has_outcome passed completed g.one
    jq -r '.reason // empty' "$results/journal.jsonl" >"$work/reasons"
    grep -qF "SETUP 2 of 3 (sh -c exit 5): exit code 5" "$work/reasons" || fail "the set-up command is not named"
    grep -qF "TEARDOWN 1 of 2 (sh -c exit 6): exit code 6" "$work/reasons" || fail "the teardown command is not named"
    grep -qF "SETUP 2 of 2 ($work/hang 1000)" "$work/reasons" || fail "the command that took too long is not named"
}

in_order_under_ctest() {
    project commands
    run 8 -j4
    as_declared
    shows "***Not Run" bad.one slow.one
    gone_soon
}

in_order_in_a_run() {
    project commands
    "$helper" run "$build" >"$output" 2>&1 && fail "it passed"
    as_declared
    has_outcome not_run fixture_failed bad.one slow.one
    grep -qF "SETUP 2 of 3 (sh -c exit 5): exit code 5" "$output" || fail "the terminal does not name the command"
}

"$check"
