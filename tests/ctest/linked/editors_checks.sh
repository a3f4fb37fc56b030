#!/bin/sh
# editors_checks.sh <helper> <repository> <work directory> <ctest> <check> <build of project/> <package>: how editors
# list and run the cases of test programs.
set -eu
. "$(dirname "$0")/../support.sh"
. "$(dirname "$0")/cases_support.sh"

vs_code_lists_and_runs_single_tests() {
    (cd "$build" && "$ctest" --show-only=json-v1 -j2 -C Debug -T test --output-on-failure) >"$work/code" 2>"$output" ||
        fail "it cannot list"
    sed -n '/^{/,$p' "$work/code" | jq -e '[.tests[].name] | index("g.Shared.First") != null' >/dev/null || fail "no list"
    for test in g.Shared.First g.Shared.Second; do
        status=0
        (cd "$build" && "$ctest" -j2 -C Debug -T test --output-on-failure -R "^$test\$") >"$output" 2>&1 || status=$?
        [ "$status" = 0 ] || fail "the status is $status"
        tag=$(head -1 "$build/Testing/TAG")
        [ "$(xmllint --xpath "string(//Test[Name = '$test']/@Status)" "$build/Testing/$tag/Test.xml")" = passed ] ||
            fail "Test.xml does not say that $test passed"
    done
    logged 2 "up shared"  # Each is a ctest of its own.
    logged 2 "down shared"
    (cd "$build" && "$ctest" -j2 -C Debug -T test --output-on-failure -R "^g.Shared.Skips\$") >"$output" 2>&1
    [ "$(xmllint --xpath "string(//Test[Name = 'g.Shared.Skips']/Results/NamedMeasurement[@name = 'Completion Status']/Value)" \
        "$build/Testing/$tag/Test.xml")" = SKIP_REGULAR_EXPRESSION_MATCHED ] || fail "it is not skipped for the editor"
}

# The numbers of tests as their place in the list: numbers_of <regex>
numbers_of () {
    jq -r --arg r "$1" '.tests | to_entries[] | select(.value.name | test($r)) | .key + 1' "$work/list.json" | paste -sd,
}

vs_code_runs_all_in_one_ctest() {
    (cd "$build" && "$ctest" -j2 -C Debug -T test --output-on-failure -R '^g\.Shared\.(F|S)|^on\.Table\.I') >"$output" 2>&1 || true
    logged 1 "up shared"
    shows Passed g.Shared.First on.Table.Inserts
    shows "***Failed" g.Shared.Fails
}

qt_creator_runs_by_number() {
    (cd "$build" && "$ctest" -N --show-only=json-v1) >"$work/list.json" 2>"$output" || fail "it cannot list"
    status=0
    (cd "$build" && "$ctest" --timeout 60 --output-on-failure -I "0,0,0,$(numbers_of '^g.Shared.(First|Fails)$')") >"$output" 2>&1 ||
        status=$?
    [ "$status" = 8 ] || fail "the status is $status"
    shows Passed g.Shared.First
    shows "***Failed" g.Shared.Fails
    logged 1 "up shared"
}

neotest_runs_by_number() {
    (cd "$build" && "$ctest" --show-only=json-v1) >"$work/list.json" 2>"$output" || fail "it cannot list"
    "$ctest" --test-dir "$build" --quiet --output-on-failure --output-junit "$work/neotest.xml" --output-log "$work/neotest.log" \
        -I "0,0,0,$(numbers_of '^g.Shared.(First|Fails|Skips)$')" >"$output" 2>&1 || true
    for pair in First=run Fails=fail Skips=notrun; do
        [ "$(xmllint --xpath "string(//testcase[@name = 'g.Shared.${pair%=*}']/@status)" "$work/neotest.xml")" = "${pair#*=}" ] ||
            fail "${pair%=*} is not ${pair#*=}"
    done
}

"$check"
