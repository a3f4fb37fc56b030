#!/bin/sh
# resources_checks.sh <helper> <repository> <work directory> <ctest> <check>: tasks with RESOURCE_GROUPS, by ctest and by `run`.
set -eu
. "$(dirname "$0")/support.sh"

built () {
    project resources "$@"
    cmake --build "$build" >"$output" 2>&1 || fail "it cannot be built"
}

# spec <units of gpus> <units of cpus>: writes $work/spec.json.
spec () {
    echo '{"version": {"major": 1, "minor": 0}, "local": [{"gpus": ['"$1"'], "cpus": ['"$2"'],
           "seats": [{"id": "a"}, {"id": "b"}, {"id": "c"}]}]}' >"$work/spec.json"
}

# in_directory <name>: what follows writes there.
in_directory () {
    HERE=$work/$1
    export HERE
    rm -rf "$HERE"
    mkdir "$HERE"
}

# The tasks, the cases of the linked program and the plain tests of ctest have got the same.
all_like_plain () {
    for plain in "$1"/plain.*; do
        name=${plain##*/plain.}
        for own in "$2/$name" "$2/program.$name"; do
            diff -u "$plain" "$own" >"$output" 2>&1 || fail "$own differs from $plain"
        done
    done
    for own in "$2"/*; do
        name=${own##*/}
        [ "$name" = db ] || [ -e "$1/plain.${name#program.}" ] || [ "${name#plain.}" != "$name" ] || fail "$name ran, and not plain.$name"
    done
}

ctest_and_run_allocate_alike() {
    built
    lacking='"id": "0", "slots": 2'
    for gpus in '{"id": "0", "slots": 4}, {"id": "1", "slots": 4}' '{"id": "b"}, {"id": "a"}, {"id": "c"}, {"id": "d", "slots": 4}' \
        '{"id": "big", "slots": 9}' "{$lacking}, {\"id\": \"1\", \"slots\": 2}, {\"id\": \"2\", \"slots\": 2}" ''; do
        spec "$gpus" '{"id": "x", "slots": 3}, {"id": "y"}'
        in_directory by_ctest
        status=0
        "$ctest" --test-dir "$build" --resource-spec-file "$work/spec.json" -j1 -E '^alone' >"$work/ctest.log" 2>&1 || status=$?
        wait_for_results
        cp "$work/ctest.log" "$output"
        [ "$status" -eq 8 ] || fail "ctest: $status"
        gone_soon
        in_directory by_run
        status=0
        "$helper" run "$build" --resource-spec-file "$work/spec.json" -j1 -E '^alone' >"$output" 2>&1 || status=$?
        [ "$status" -eq 1 ] || fail "run: $status"
        complete_account
        has_outcome not_run insufficient_resources g.other program.Program.other
        jq -e '.tasks[] | select(.id == "g.other") | .reason == "the machine has no disks"' "$results/summary.json" \
            >"$work/reason" || fail "the reason is another one"
        sed -n 's/.*- plain[.]\([a-z]*\) (Not Run).*/\1/p' "$work/ctest.log" | sort >"$work/not_run"
        jq -r '.tasks[] | select(.outcome == "not_run" and .group == "g") | .id[2:]' "$results/summary.json" | sort >"$work/not_run.run"
        diff -u "$work/not_run" "$work/not_run.run" >"$output" || fail "others are not run than with ctest"
        all_like_plain "$work/by_ctest" "$work/by_ctest"
        all_like_plain "$work/by_ctest" "$work/by_run"
        for by in by_ctest by_run; do
            [ "$(cat "$work/$by/db")" = CTEST_RESOURCE_GROUP_COUNT=0 ] || fail "$by: the set-up has $(cat "$work/$by/db")"
        done
    done
}

without_a_file_nothing_is_allocated() {
    built
    CTEST_RESOURCE_GROUP_COUNT=7
    CTEST_RESOURCE_GROUP_3=left
    export CTEST_RESOURCE_GROUP_COUNT CTEST_RESOURCE_GROUP_3
    in_directory by_ctest
    run 0 -j1 -E '^alone'
    gone_soon
    in_directory by_run
    "$helper" run "$build" -j1 -E '^alone' >"$output" 2>&1 || fail "it did not pass"
    complete_account
    [ "$(cat "$work/by_ctest/plain.both")" = CTEST_RESOURCE_GROUP_3=left ] || fail "ctest has changed"
    all_like_plain "$work/by_ctest" "$work/by_ctest"
    all_like_plain "$work/by_ctest" "$work/by_run"
}

a_unit_has_one_task_at_a_time() {
    spec '' ''
    built
    in_directory by_run
    "$helper" run "$build" --resource-spec-file "$work/spec.json" -j9 -R '^alone' >"$output" 2>&1 || fail "it did not pass"
    complete_account
    in_directory by_ctest
    run 0 --resource-spec-file "$work/spec.json" -j9 -R '^alone'
    complete_account
}

the_file_of_the_project_is_used() {
    spec '{"id": "0", "slots": 5}' '{"id": "x"}'
    built -D "SPEC=$work/spec.json"
    in_directory by_ctest
    run 8 -j1 -E '^alone'
    gone_soon
    in_directory by_run
    "$helper" run "$build" -j1 -R '[.](both|one|none)$' >"$output" 2>&1 || fail "it did not pass"
    all_like_plain "$work/by_ctest" "$work/by_ctest"
    diff "$work/by_ctest/both" "$work/by_run/both" >"$output" || fail "run has other resources"
    in_directory by_run
    echo '{"version": {"major": 1, "minor": 0}, "local": []}' >"$work/other.json"
    "$helper" run "$build" --resource-spec-file "$work/other.json" -R 'g.one' >"$output" 2>&1 && fail "it passed"
    has_outcome not_run insufficient_resources g.one
}

reports_have_the_allocation() {
    spec '{"id": "0", "slots": 5}' '{"id": "x"}'
    built
    in_directory by_run
    "$helper" run "$build" --resource-spec-file "$work/spec.json" -R 'g.(one|other)' >"$output" 2>&1 && fail "it passed"
    grep -qF '"resources":["CTEST_RESOURCE_GROUP_COUNT=1","CTEST_RESOURCE_GROUP_0_GPUS=id:0,slots:1","CTEST_RESOURCE_GROUP_0=gpus"]' \
        "$results/journal.jsonl" || fail "the journal does not have it"
    grep -qF 'CTEST_RESOURCE_GROUP_0_GPUS=id:0,slots:1' "$results/report.html" || fail "report.html does not have it"
    grep -qF 'CTEST_RESOURCE_GROUP_0_GPUS=id:0,slots:1' "$results"/Test.xml || fail "Test.xml does not have it"
    grep -qF 'Insufficient resources' "$results"/Test.xml || fail "Test.xml does not say why"
}

what_ctest_holds_back_does_not_run_ahead() {
    spec '{"id": "0", "slots": 5}' '{"id": "x"}'
    built -D "SPEC=$work/spec.json"
    in_directory by_ctest
    status=0
    "$ctest" --test-dir "$build" -L parallel -E '^alone|[.](large|other)$' >"$output" 2>&1 || status=$?
    wait_for_results
    [ "$status" -eq 0 ] || fail "ctest: $status"
    complete_account
    jq -e '[.tasks[] | select(.ahead) | .id] == ["g.none"] or [.tasks[] | select(.ahead) | .id] - ["g.none", "program.Program.none"] == []' \
        "$results/summary.json" >"$work/ahead" || fail "one with resources ran ahead"
    jq -e '[.tasks[] | select(.attempts != 1)] == []' "$results/summary.json" >"$work/ahead" || fail "one ran twice"
    [ "$(cat "$HERE/both")" = "CTEST_RESOURCE_GROUP_0=cpus,gpus
CTEST_RESOURCE_GROUP_0_CPUS=id:x,slots:1
CTEST_RESOURCE_GROUP_0_GPUS=id:0,slots:4;id:0,slots:1
CTEST_RESOURCE_GROUP_COUNT=1" ] || fail "g.both has other resources"
    for name in none program.none; do
        [ "$(cat "$HERE/$name")" = CTEST_RESOURCE_GROUP_COUNT=0 ] || fail "$name has resources"
    done
}

bad_files_and_properties_are_named() {
    built
    in_directory by_run
    for content in '{' '{}' '{"version": {"major": 2, "minor": 0}, "local": []}' \
        '{"version": {"major": 1, "minor": 0}, "local": [{"gpus": [{"id": "A"}]}]}'; do
        echo "$content" >"$work/spec.json"
        "$helper" run "$build" --resource-spec-file "$work/spec.json" -R g.none >"$output" 2>&1 && fail "it ran" || status=$?
        [ "$status" -eq 2 ] || fail "status $status"
        says "--resource-spec-file $work/spec.json: "
        "$ctest" --test-dir "$build" --resource-spec-file "$work/spec.json" -R g.none >"$output" 2>&1 && fail "ctest accepts it"
    done
    "$helper" run "$build" --resource-spec-file "$work/none" -R g.none >"$output" 2>&1 && fail "it ran" || status=$?
    [ "$status" -eq 2 ] || fail "status $status"
    says "--resource-spec-file $work/none: "
    [ ! -e "$HERE/none" ] || fail "something ran"
    built -D BAD=ON
    "$helper" run "$build" -R g.one >"$output" 2>&1 && fail "it ran" || status=$?
    [ "$status" -eq 2 ] || fail "status $status"
    says 'task g.one: RESOURCE_GROUPS "Gpus:1": no resource type'
}

"$check"
