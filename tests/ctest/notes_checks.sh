#!/bin/sh
# notes_checks.sh <helper> <repository> <work directory> <ctest> <check>: what a run tells beside its results.
set -eu
. "$(dirname "$0")/support.sh"

fixtures_of_ctest_are_noted_once() {
    project notes
    "$helper" run "$build" -j2 >"$output" 2>&1 && fail "it passed"
    complete_account
    has_outcome failed completed g.one g.two
    [ "$(grep -c "2 tasks that did not pass require CTest fixtures, which only ctest sets up: data[.]" "$output")" = 1 ] ||
        fail "there is not one note"
    "$helper" run "$build" -R h.fine >"$output" 2>&1 || fail "it did not pass"
    says_not "CTest fixtures"
}

unknown_names_are_noted_once() {
    project notes
    run 0 -j2
    complete_account
    has_outcome passed completed g.one g.two
    grep -F '"warning"' "$results/journal.jsonl" >"$output" || true
    [ "$(grep -cF 'ENVIRONMENT: @WEB_PROT@ stays as it is, because no fixture hands down WEB_PROT; did you mean @WEB_PORT@?' "$output")" = 1 ] ||
        fail "there is not one warning"
    [ "$(wc -l <"$output")" = 1 ] || fail "there are others"
}

results_tell_how_ctest_was_called() {
    project notes
    run 0 -j3 -R g
    jq -e --arg ctest "$ctest" '.run.command[0] == $ctest and .run.command[-2:] == ["-R", "g"] and .run.jobs == 3' "$results/summary.json" \
        >"$output" || fail "the command or the number of jobs is another one: $(jq -c .run "$results/summary.json")"
    CTEST_PARALLEL_LEVEL=2 run 0 -R g
    jq -e '.run.jobs == 2' "$results/summary.json" >"$output" || fail "the number of jobs is not that of the variable"
}

a_list_has_commands_and_fixtures() {
    project notes
    "$helper" list "$build" -V >"$output" 2>&1 || fail "it does not list"
    grep -A2 'g.one$' "$output" | grep -qx ' *on web' || fail "the fixture is missing"
    grep -A1 'h.fine$' "$output" | grep -qx ' *true' || fail "the command is missing"
}

"$check"
