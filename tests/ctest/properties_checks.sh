#!/bin/sh
# properties_checks.sh <helper> <repository> <work directory> <ctest> <check>: what projects set on CTest's tests.
set -eu
. "$(dirname "$0")/support.sh"

outcomes_as_set () {
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

plain_tests_on_fixtures() {
    project migrating
    run 8 -j4
    shows Passed old plain requires_alone asks asks_again new.one missing
    shows "***Failed" fails
    shows "***Exception" crashes no_program on_broken on_unknown
    shows "***Skipped" skipped
    for name in db schema alone asked; do
        logged 1 "up $name"
        logged 1 "down $name"
    done
    logged 4 ran
    logged 0 never
    # Down comes after the last test, from the inner fixture to the outer one.
    [ "$(grep -nxF ran "$log" | tail -1 | cut -d: -f1)" -lt "$(grep -nxF "down schema" "$log" | cut -d: -f1)" ] ||
        fail "the fixture was torn down too early"
    [ "$(grep -nxF "down schema" "$log" | cut -d: -f1)" -lt "$(grep -nxF "down db" "$log" | cut -d: -f1)" ] ||
        fail "the outer fixture was torn down first"
    complete_account
    gone_soon
}

plain_test_alone() {
    project migrating
    run 0 -R '^old$'
    shows Passed old
    for name in db schema; do
        logged 1 "up $name"
        logged 1 "down $name"
    done
    gone_soon
}

plain_command_beside_ctest() {
    project migrating
    # shellcheck disable=SC2016
    beside_ctest "$helper" exec --test-dir "$build" --fixture schema -- \
        sh -c 'test $SIDE$LEVEL = madeschema && exit 4'
    [ "$status" = 4 ] || fail "the status is $status"
    for name in db schema; do
        logged 1 "up $name"
        logged 1 "down $name"
    done
    beside_ctest "$helper" exec --test-dir "$build" --fixture nothing -- true
    [ "$status" = 2 ] || fail "the status is $status"
    says 'there is no fixture of scope RUN called "nothing"'
    gone_soon
}

cases_are_judged_by_properties() {
    project judged
    run 8 -j4
    shows Passed g.S.Passes g.S.Fails2 g.S.Says g.S.Modified
    shows "***Failed" g.S.Fails g.S.Passes2 g.S.SaysError
    shows "***Skipped" g.S.SaysSkip g.S.Skips
    shows "***Not Run" g.S.Needs none.DISCOVERY_FAILED
    complete_account
    for how in ctest run; do
        [ $how = ctest ] || "$helper" run "$build" --group g >"$output" 2>&1 || true
        has_outcome passed completed g.S.Passes g.S.Modified
        has_outcome passed will_fail g.S.Fails2
        has_outcome failed will_fail g.S.Passes2
        has_outcome passed regex g.S.Says
        has_outcome failed regex g.S.SaysError
        has_outcome skipped skip_regex g.S.SaysSkip
        has_outcome skipped skip_code g.S.Skips
    done
    has_outcome not_run required_files g.S.Needs
}

set_by_a_directory_above() {
    case $("$ctest" --version) in *" 3.25."* | *" 3.26."* | *" 3.27."*) exit 77 ;; esac
    project above
    run 8 -j2
    shows Passed g.first g.set
    shows "***Failed" g.set_twice
    logged 1 up
    for how in ctest run; do
        [ $how = ctest ] || "$helper" run "$build" >"$output" 2>&1 || true
        has_outcome passed regex g.set
        has_outcome failed regex g.set_twice
    done
}

"$check"
