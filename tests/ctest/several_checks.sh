#!/bin/sh
# several_checks.sh <helper> <repository> <work directory> <ctest> <check>: groups and fixtures that require several fixtures.
set -eu
. "$(dirname "$0")/support.sh"

# before <line> <line>: in the log.
before () {
    [ "$(grep -nxF -e "$1" "$log" | cut -d: -f1 | head -n 1)" -lt "$(grep -nxF -e "$2" "$log" | cut -d: -f1 | head -n 1)" ] ||
        fail "\"$1\" is not before \"$2\""
}

# Each of these fixtures was set up once, and torn down after what requires it.
each_once () {
    for line in "up db" "up broker" "up queue on there here" "up own" "down queue" "down own" "down db" \
        "one on there here" "worker on there here mine" "up dir" "up schema on there mine" "down schema" "down dir"; do
        logged 1 "$line"
    done
    before "down queue" "down db"
    before "down own" "down db"
    before "down schema" "down dir"
    before "down schema" "down db"
    jq -e '[.fixtures[] | select(.name == "queue")] == [.fixtures[] | select(.parents == ["db", "broker"] and .setups == 1 and
        .teardowns == 1 and .name == "queue")]' "$results/summary.json" >"$work/account" || fail "not the parents"
    jq -e '[.fixtures[] | select(.setups == 1 and .teardowns == 1) | .name] - ["bad"] | length == 6' "$results/summary.json" \
        >"$work/account" || fail "not all fixtures were set up and torn down once"
}

# The set-ups of db and broker wait for each other, so they end only if both run at a time.
set_ups_are_beside_each_other_under_ctest() {
    project several
    export MEET=1
    run 0 -j4 -E '^(b[.]|bad)'
    complete_account
    each_once
    gone_soon
}

set_ups_are_beside_each_other_in_a_run() {
    project several
    export MEET=1
    "$helper" run "$build" -j2 -E '^b[.]' >"$output" 2>&1 || fail "the run failed"
    complete_account
    each_once
    has_outcome passed completed g.one g.two w.one own.one
    gone_soon
}

one_test_alone_sets_up_all_that_it_requires() {
    project several
    run 0 -R '^g[.]one$'
    shows Passed g.one db.setup broker.setup queue.setup queue.teardown broker.teardown db.teardown
    logged 1 "one on there here"
    logged 0 "up dir"
    beside_ctest "$helper" exec --test-dir "$build" --fixture queue -- sh -c "echo exec with \$DB \$BROKER"
    grep -qx "exec with there here" "$output" || fail "exec has not the variables"
    gone_soon
    logged 2 "down queue"
}

a_list_names_all_of_them() {
    project several
    "$helper" list "$build" --json >"$work/list" || fail "list"
    jq -e '[.tasks[] | select(.id == "w.one") | .fixtures] == [["db", "broker", "dir", "schema"]]' "$work/list" >"$output" ||
        fail "w.one has other fixtures"
}

a_set_up_that_fails_is_the_reason() {
    project several
    "$helper" run "$build" -j2 -R '^[bg][.]' >"$output" 2>&1 && fail "the run passed"
    complete_account
    has_outcome not_run fixture_failed b.one
    has_outcome passed completed g.one g.two
    jq -e '[.tasks[] | select(.id == "b.one") | .reason] == ["fixture bad failed: exit code 3"]' "$results/summary.json" \
        >"$work/account" || fail "the reason does not name the fixture"
    logged 0 never
    logged 1 "down bad"
    logged 1 "down db"
    run 8 -R '^b[.]'
    shows "***Failed" bad.setup
    shows "***Not Run" b.one
    shows Passed db.setup db.teardown
    complete_account
    has_outcome not_run fixture_failed b.one
}

# The fixture dir is nested in none that has a test of its own.
a_worker_fixture_beside_others_that_does_not_end_well_is_red() {
    project several
    export DIR_ENDS=4
    run 8 -j4 -R '^w[.]'
    shows Passed w.one db.setup broker.setup
    shows "***Failed" db.teardown broker.teardown
    logged 1 "down dir"
    gone_soon
}

"$check"
