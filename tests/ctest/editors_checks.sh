#!/bin/sh
# editors_checks.sh <helper> <repository> <work directory> <ctest> <check>: what editors do with the tests of commands
# (docs/editors.md).
set -eu
. "$(dirname "$0")/support.sh"

# editor <seconds>: the project, whose fixture lingers for so long. $names are its tests on the fixture.
editor () {
    project editor -D "SECONDS=$1"
    trap '"$helper" stop "$build" >/dev/null 2>&1 || true' EXIT
    names=$("$ctest" --test-dir "$build" --show-only=json-v1 | jq -r '.tests[].name' | grep -E '^(db|g)[.]' | sort)
    [ "$(echo "$names" | wc -l)" = 12 ] || fail "the tests are $names"
}
# Each of these tests in a ctest of its own, as VS Code runs a selection without allowParallelJobs.
one_by_one () {
    for name in $names; do
        run 0 -T test --output-on-failure -R "^$(echo "$name" | sed 's/[.]/\\./g')\$"
    done
}

vs_code_sets_up_for_each_test() {
    editor 0
    one_by_one
    [ "$(grep -cx up "$log")" = 11 ] || fail "there are $(grep -cx up "$log") set-ups"
}

vs_code_sets_up_once_with_linger() {
    editor 60
    one_by_one
    [ "$(grep -cx up "$log")" = 1 ] || fail "there are $(grep -cx up "$log") set-ups"
}

vs_code_sets_up_once_with_parallel_jobs() {
    editor 0
    run 0 -T test --output-on-failure -j2 -R '^(db|g)\.'
    [ "$(grep -cx up "$log")" = 1 ] || fail "there are $(grep -cx up "$log") set-ups"
}

# neotest-ctest compares the names with Suite.Name in the source, runs tests by their numbers and reads the JUnit file.
neotest_finds_tests_without_a_prefix() {
    editor 0
    cmake --build "$build" >"$output" 2>&1 || fail "it cannot be built"
    numbers=$("$ctest" --test-dir "$build" --show-only=json-v1 |
        jq -r '.tests | to_entries[] | select(.value.name | IN("Suite.Passes", "Suite.Fails")) | .key + 1' | paste -sd,)
    run 8 --quiet --output-on-failure -I "0,0,0,$numbers"
    for pair in Passes=run Fails=fail; do
        [ "$(xmllint --xpath "string(//testcase[@name = 'Suite.${pair%=*}']/@status)" "$work/ctest.xml")" = "${pair#*=}" ] ||
            fail "${pair%=*} is not ${pair#*=}"
    done
    [ "$(grep -cx up "$log")" = 1 ] || fail "there are $(grep -cx up "$log") set-ups"
}

"$check"
