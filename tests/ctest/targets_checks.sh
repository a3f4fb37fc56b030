#!/bin/sh
# targets_checks.sh <helper> <repository> <work directory> <ctest> <check>: one group of programs of three frameworks.
set -eu
. "$(dirname "$0")/support.sh"

# built [<cmake argument>...]
built () {
    project targets "$@"
    cmake --build "$build" >"$output" 2>&1 || fail "it cannot be built"
}

# fixture_once <name>: it was set up once and torn down once.
fixture_once () {
    logged 1 "up $1"
    logged 1 "down $1"
}

all_of_unit () {
    has_outcome passed completed unit.g.Unit.HasDatabase unit.g.Unit.HasState unit.g.Unit.Meets \
        "unit.c.has the database" unit.c.meets "unit.c.is alone" "unit.c.only Catch2" \
        "unit.d.has the database" unit.d.meets "unit.d.is alone" "unit.d.only doctest"
    jq -e '[.tasks[] | .group] | unique == ["unit.c", "unit.d", "unit.g"]' "$results/summary.json" >"$work/account" ||
        fail "other groups"
    fixture_once db
}

# A case of each program waits for one of each other, so the programs run beside each other.
programs_share_one_fixture_under_ctest() {
    built -D LINKED=ON
    export MEET=1
    run 0 -j6 -L '^unit$'
    shows Passed db.setup db.teardown unit.g.setup unit.g.teardown unit.g.Unit.Meets unit.c.meets unit.d.meets
    complete_account
    all_of_unit
    "$ctest" --test-dir "$build" --show-only=json-v1 >"$work/tests"
    jq -e --arg g "$build/g" '[.tests[] | select(.name | startswith("unit.g.Unit.")) | .command[0] == $g] == [true, true, true]' \
        "$work/tests" >"$output" || fail "the command of a linked program's test is not the program"
    jq -e '[.tests[].name | select(test("^(unit|db)[^/]*[.](setup|teardown)$"))] | sort ==
        ["db.setup", "db.teardown", "unit.g.setup", "unit.g.teardown"]' "$work/tests" >"$output" || fail "other set-ups"
    jq -e '[.tests[] | select(any(.properties[]; .name == "LABELS" and (.value | sort) ==
        ["meeting", "parallel", "unit", "unit.d"])) | .name] == ["unit.d.meets"]' "$work/tests" >"$output" || fail "the labels"
    gone_soon
    run 0 -L parallel -R '^unit[.]'
    complete_account
    gone_soon
}

programs_share_one_fixture_in_a_run() {
    built -D LINKED=ON
    export MEET=1
    "$helper" run "$build" -j6 --group unit >"$output" 2>&1 || fail "the run failed"
    complete_account
    all_of_unit
    "$helper" run "$build" -L '^unit.c$' --group unit >"$output" 2>&1 || fail "one program by its label"
    jq -e '[.tasks[] | .group] | unique == ["unit.c"]' "$results/summary.json" >"$work/account" || fail "not only c"
    "$helper" run "$build" --group unit.d >"$output" 2>&1 || fail "one program by its name"
    jq -e '[.tasks[] | .group] | unique == ["unit.d"]' "$results/summary.json" >"$work/account" || fail "not only d"
    "$helper" list "$build" --json >"$work/list" || fail "list"
    for pair in "unit.g.Unit.HasState:gtest.cc:" "unit.c.only Catch2:catch2.cc:" "unit.d.only doctest:doctest.cc:"; do
        jq -e --arg id "${pair%%:*}" --arg at "/${pair#*:}" '[.tasks[] | select(.id == $id) | tostring | contains($at)] == [true]' \
            "$work/list" >"$output" || fail "no file and line of $pair"
    done
    gone_soon
}

programs_share_the_workers() {
    built
    export ALONE=1
    "$helper" run "$build" -j6 --group one >"$output" 2>&1 || fail "two cases were there at a time"
    has_outcome passed completed "one/c/is alone" "one/c/only Catch2" "one/d/is alone" "one/d/only doctest"
    fixture_once one
    : >"$log"
    run 0 -j6 -L '^one$'
    shows Passed one.setup one.teardown "one/d/only doctest"
    fixture_once one
    gone_soon
    run 0 -L '^one$'
    gone_soon
}

one_test_ends_the_workers_of_all_programs() {
    built
    export ENDS=0
    run 0 -j6 -L '^narrow$'
    shows Passed narrow.teardown
    [ "$(grep -cx "up narrow" "$log")" = "$(grep -cx "down narrow" "$log")" ] || fail "not each worker was torn down"
    jq -e '[.tasks[] | .group] | unique == ["narrow.c", "narrow.d"]' "$results/summary.json" >"$work/account" || fail "groups"
    export ENDS=4
    run 8 -j6 -R '^narrow[.]d' --output-on-failure
    shows "***Failed" narrow.teardown
    says "exit code 4"
    gone_soon
}

a_program_that_cannot_be_listed_is_named() {
    built -D CLASH=ON
    run 8 -R '^clash/' --output-on-failure
    says 'two tasks have the id "clash/meets", one of the group "clash.c" and one of "clash.d"'
    shows Passed "clash/only Catch2" "clash/only doctest"
    has_outcome failed discovery clash/meets
    rm "$build/d"
    run 8 -R '^unit[.]' --output-on-failure
    shows "***Not Run" unit.d.DISCOVERY_FAILED
    shows Passed unit.c.meets unit.g.Unit.Meets
    "$helper" run "$build" --group unit >"$output" 2>&1 && fail "the run passed"
    has_outcome failed discovery unit.d.DISCOVERY_FAILED
    says "$build/d"
    has_outcome passed completed unit.c.meets unit.g.Unit.Meets
    gone_soon
}

"$check"
