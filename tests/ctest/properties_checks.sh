#!/bin/sh
# properties_checks.sh <helper> <repository> <work directory> <ctest> <check>: what projects set on CTest's tests.
set -eu
. "$(dirname "$0")/support.sh"

outcomes_as_set() {
    has_outcome passed completed g.first g.plain g.directory g.environment g.modified g.data requires.data unit.data
    has_outcome passed regex g.pass_regex
    has_outcome failed regex g.fail_regex
    has_outcome passed will_fail g.will_fail
    has_outcome skipped skip_code g.skip_code
    has_outcome skipped skip_regex g.skip_regex
    has_outcome timeout timeout g.hangs
    has_outcome timeout timeout g.limited
    logged 1 signalled
    logged 1 up
    logged 1 down
}

set_afterwards_under_ctest() {
    project afterwards
    run 8 -j4
    shows Passed g.first g.plain g.pass_regex g.will_fail g.directory g.environment g.modified g.data requires.data unit
    shows "***Failed" g.fail_regex
    shows "***Skipped" g.skip_code g.skip_regex
    shows "***Not Run" g.required g.disabled
    shows "***Timeout" g.hangs g.limited
    complete_account
    outcomes_as_set
    gone_soon
}

set_afterwards_in_a_run() {
    project afterwards
    : >"$work/flag"  # CTest's own fixtures are ctest's.
    "$helper" run "$build" >"$output" 2>&1 && fail "it passed"
    complete_account
    outcomes_as_set
    has_outcome skipped disabled g.disabled
    has_outcome not_run required_files g.required
}

"$check"
