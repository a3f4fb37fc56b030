#!/bin/sh
# discovery_checks.sh <helper> <repository> <work directory> <ctest> <check>: the calls that take the place of
# gtest_discover_tests, catch_discover_tests and doctest_discover_tests.
set -eu
. "$(dirname "$0")/support.sh"

# built <directory> [<cmake argument>...]
built () {
    build=$work/$1
    results=$build/Testing/ParallelFixtures/latest
    shift
    project discovery "$@"
    cmake --build "$build" >"$output" 2>&1 || fail "it cannot be built"
}

# listed <directory>: writes what ctest says of the tests, in a file beside the build directory.
listed () {
    "$ctest" --test-dir "$work/$1" --show-only=json-v1 >"$work/$1.json"
}

names_and_properties_are_those_of_the_frameworks_calls() {
    for by in FRAMEWORK PLAIN LINKED; do
        built $by -D BY=$by
        listed $by
        status=0
        "$ctest" --test-dir "$build" -j4 --output-junit "$work/$by.xml" >"$output" 2>&1 || status=$?
        [ $status = 8 ] || fail "the status is $status, not 8"
    done
    for by in PLAIN LINKED; do
        python3 "$here/compare_discovery.py" "$work/FRAMEWORK" "$work/$by" 165 >"$output" 2>&1 || fail "$by is not the same"
    done
}

one_name_selects_a_test_everywhere() {
    built PLAIN -D BY=PLAIN
    run 0 -R '^Plain\.Passes$'
    shows Passed Plain.Passes
    has_outcome passed completed Plain.Passes
    status=0
    "$helper" run "$build" -R '^(Few/Numbers\.IsOdd/2|tagged:tagged\.)$' >"$output" 2>&1 || status=$?
    [ "$status" = 1 ] || fail "the status is $status, not 1"
    has_outcome passed completed tagged:tagged.
    has_outcome failed framework Few/Numbers.IsOdd/2
    "$helper" list "$build" -E ':' >"$output" || fail "list"
    grep -q '^  Task.*: Typed.IsSmall<int>$' "$output" || fail "the type is not in the name"
    "$helper" run "$build" -R '^Plain\.Skips$' >"$output" 2>&1
    says "no printer here"
}

# A program that is not linked reports in a file (GoogleTest) or in its output, and a linked one to the session.
assertions_and_properties_are_in_the_reports() {
    for by in PLAIN LINKED; do
        built $by -D BY=$by
        "$helper" run "$build" -R '^(Plain\.(Fails|Passes)|([^:]*:)?fails)$' --output-junit-ci "$work/ci.xml" >"$output" 2>&1 || true
        has_outcome failed framework Plain.Fails
        for program in gtest catch2 doctest; do
            grep -E "file=\"$program.cc\" line=\"[0-9]+\"" "$work/ci.xml" >"$output" || fail "$program has no place"
            grep -E "<failure type=\"framework\" message=\"$program.cc:[0-9]+: " "$work/ci.xml" >"$output" ||
                fail "$program has no assertion as its message ($by)"
            grep -E "message=\"[^\"]*/$program.cc:[0-9]+: " "$results/junit.xml" >"$output" ||
                fail "$program has no assertion as its message in junit.xml ($by)"
        done
        grep -q '<property name="ticket" value="#7"/>' "$work/ci.xml" || fail "no property of the test ($by)"
        grep -q '<property name="[^"]*Plain.Passes.ticket" value="#7"/>' "$results/junit.xml" || fail "no property ($by)"
        grep -q '<Value>#7</Value>' "$results/Test.xml" || fail "no measurement ($by)"
    done
}

programs_that_share_a_name_say_so() {
    built PLAIN -D BY=PLAIN -D CLASH=ON
    run 8 -R 'Plain|Other' --output-on-failure
    shows "Subprocess aborted" Plain.Passes
    shows Passed Other.Passes
    says 'two tasks have the id "Plain.Passes", one of the group "g" and one of "g.2"; rename one, or give a group a TEST_PREFIX'
    has_outcome failed discovery Plain.Passes
    has_outcome passed completed Other.Passes
    run 0 -R Other
}
"$check"
