#!/bin/sh
# shards_checks.sh <helper> <repository> <work directory> <ctest> <check>: parts of a run, and the run that they make.
set -eu
. "$(dirname "$0")/support.sh"

# Every machine has the same history: slow takes long to set up, and the tasks of other take long.
set_history () {
    printf 'parallel-fixtures-history 1\nfixture\t1\t20\tslow\nfixture\t1\t0.1\tother\n' >"$work/history"
    for number in 1 2 3 4 5 6; do
        printf 'task\t1\t1\t0\tg.%s\t\ntask\t1\t10\t0\th.%s\t\n' $number $number >>"$work/history"
    done
}

# part <i> <status> [<option>...]: runs shard i of 3 as if on a machine of its own, and keeps its results in $work/s<i>.
part () {
    number=$1
    expected=$2
    shift 2
    "$helper" history import "$work/history" --test-dir "$build" || fail "the history cannot be imported"
    status=0
    "$helper" run "$build" --shard "$number/3" "$@" >"$output" 2>&1 || status=$?
    [ "$status" = "$expected" ] || fail "shard $number ends with $status"
    rm -rf "$work/s$number"
    cp -RL "$results" "$work/s$number"
}

merge () {
    expected=$1
    shift
    status=0
    "$helper" merge "$@" --output "$work/merged" >"$output" 2>&1 || status=$?
    results=$work/merged
    [ "$status" = "$expected" ] || fail "merge ends with $status"
    [ "$expected" = 5 ] || account
    jq -e '.counts.declared == 12' "$results/summary.json" >/dev/null || fail "not all tasks are there"
}

an_expensive_fixture_is_set_up_in_one_shard() {
    project shards
    set_history
    for number in 1 2 3; do part $number 0; done
    logged 1 "up slow"
    logged 2 "up other"
    for id in g.1 g.2 g.3 g.4 g.5 g.6 h.1 h.2 h.3 h.4 h.5 h.6; do logged 1 $id; done
    merge 0 "$work/s1" "$work/s2" "$work/s3"
    complete_account
    says "12/12 tasks run: 12 passed"
    grep -q "Results .*/merged$" "$output" || fail "it does not say where the results are"
    for file in Test.xml junit.xml report.html trace.json history; do
        [ -s "$results/$file" ] || fail "$file is missing"
    done
    grep -q "^task.*h.6" "$results/history" || fail "the history is not whole"
}

a_missing_shard_is_told_with_its_tasks() {
    project shards
    set_history
    for number in 1 2 3; do part $number 0; done
    merge 5 "$work/s2" "$work/s3/journal.jsonl"
    lost=$(jq -r '[.tasks[] | select(.cause == "shard_missing" and .outcome == "not_run")] | length' "$results/summary.json")
    own=$(jq -r '.counts.declared' "$work/s1/summary.json")
    [ "$lost" = "$own" ] && [ "$own" -gt 0 ] || fail "$lost tasks are missing, not $own"
    says "shard 1/3 has no results"
}

a_killed_shard_and_its_repetition() {
    project shards
    set_history
    for number in 1 2 3; do part $number 0; done
    of_h2=$(grep -l '"e":"task_declared".*"id":"h.2"' "$work"/s?/journal.jsonl)
    killed=${of_h2%/journal.jsonl}
    number=${killed##*s}
    touch "$work/wait"
    "$helper" history import "$work/history" --test-dir "$build"
    : >"$log"
    "$helper" run "$build" --shard "$number/3" >"$output" 2>&1 &
    ctest_pid=$!
    until_true "h.2 runs" grep -qx h.2 "$log"
    kill -KILL $ctest_pid
    wait $ctest_pid || true
    ctest_pid=
    touch "$work/go"
    cp -RL "$results" "$work/lost"
    others=$(for i in 1 2 3; do [ $i = "$number" ] || echo "$work/s$i"; done)
    # shellcheck disable=SC2086 # Two words.
    merge 5 $others "$work/lost"
    has_outcome crashed unreported h.2
    results=$build/Testing/ParallelFixtures/latest
    part "$number" 0
    # shellcheck disable=SC2086
    merge 0 "$work/s$number" "$work/lost" $others
    has_outcome passed completed h.2
    says "12/12 tasks run: 12 passed"
}

a_failure_is_run_again_elsewhere() {
    project shards
    set_history
    touch "$work/break"
    for number in 1 2 3; do part $number "$([ "$number" = "$(shard_of g.3)" ] && echo 1 || echo 0)"; done
    merge 1 "$work/s1" "$work/s2" "$work/s3"
    has_outcome failed completed g.3
    rm "$work/break"
    results=$build/Testing/ParallelFixtures/latest
    "$helper" run "$build" -R '^g[.]3$' >"$output" 2>&1 || fail "it fails still"
    merge 0 "$work/s1" "$work/s2" "$work/s3" "$results/"
    has_outcome passed completed g.3
    jq -e '.tasks[] | select(.id == "g.3") | .flaky and .attempts == 2' "$work/merged/summary.json" >/dev/null ||
        fail "the first attempt is lost"
    says "12/12 tasks run: 12 passed (1 flaky)"
}

# shard_of <id>: the number of its shard.
shard_of () {
    "$helper" history import "$work/history" --test-dir "$build"
    for i in 1 2 3; do
        ! "$helper" list "$build" --shard $i/3 | grep -q ": $1\$" || echo $i
    done
}

shards_of_different_histories_do_not_merge() {
    project shards
    set_history
    part 1 0
    sed 's/20\tslow/0.1\tslow/' "$work/history" >"$work/history.new"
    mv "$work/history.new" "$work/history"
    for number in 2 3; do part $number 0; done
    "$helper" merge "$work/s1" "$work/s2" "$work/s3" --output "$work/merged" >"$output" 2>&1 && fail "it merges"
    says "Give all shards the same build, options and history"
    [ ! -e "$work/merged" ] || fail "something was written"
}

what_prints_tasks_and_what_runs_one_keeps_to_the_shard() {
    project shards
    set_history
    "$helper" history import "$work/history" --test-dir "$build"
    own=$(shard_of g.1)
    other=$((own % 3 + 1))
    "$helper" run "$build" --shard "$own/3" -N >"$output"
    says ": g.1"
    "$helper" run "$build" --shard "$other/3" -N >"$output"
    says_not ": g.1"
    "$helper" run "$build" -R '^g[.]1$' --shard 1/2 --print-labels >"$work/first"
    "$helper" run "$build" -R '^g[.]1$' --shard 2/2 --print-labels >"$work/second"
    ! cmp -s "$work/first" "$work/second" || fail "both shards have the labels of the one task"
    "$helper" run "$build" -R '^g[.]1$' --shard 2/2 --no-fork >"$output" 2>&1 && fail "it runs a task of the other shard"
    "$helper" run "$build" -R '^g[.]1$' --shard 1/2 --no-fork >"$output" 2>&1 || fail "it does not run its own"
    logged 1 g.1
}

an_empty_shard_passes_and_is_merged() {
    project shards
    set_history
    for number in 1 2 3; do part $number 0 -R '^g[.]1$'; done
    says "Starting 0 tasks"
    status=0
    "$helper" merge "$work/s1" "$work/s2" "$work/s3" --output "$work/merged" >"$output" 2>&1 || status=$?
    [ "$status" = 0 ] || fail "merge ends with $status"
    says "1/1 tasks run: 1 passed"
}

a_merge_of_shards_is_not_merged_again() {
    project shards
    set_history
    for number in 1 2 3; do part $number 0; done
    merge 5 "$work/s1" "$work/s2"
    mv "$work/merged" "$work/two"
    status=0
    "$helper" merge "$work/two" "$work/s1" "$work/s3" --output "$work/again" >"$output" 2>&1 || status=$?
    [ "$status" = 5 ] || fail "merge of a merged run ends with $status"
    says "has several shards already"
    status=0
    "$helper" merge "$work/s1" "$work/s2" --output "$work/s1" >"$output" 2>&1 || status=$?
    [ "$status" = 2 ] || fail "merge into one of the runs ends with $status"
    says "is one of the runs"
    merge 0 "$work/s1" "$work/s2" "$work/s3"
}

ctest_runs_a_shard_by_numbers() {
    project shards
    set_history
    "$helper" history import "$work/history" --test-dir "$build"
    for number in 1 2 3; do
        "$helper" list "$build" --shard $number/3 --ctest-numbers >"$work/numbers$number" || fail "no numbers"
    done
    for number in 1 2; do run 0 -j2 -I "$work/numbers$number"; done
    cp "$work/numbers3" "$build/shard.txt"
    run 0 -j2 -I shard.txt  # As in docs/shards.md: relative to the build tree.
    for id in g.1 g.2 g.3 g.4 g.5 g.6 h.1 h.2 h.3 h.4 h.5 h.6; do logged 1 $id; done
    "$helper" list "$build" -R '^g[.]1$' --shard 3/3 --ctest-numbers >"$work/none"
    run 0 -I "$work/none"
    says "No tests were found"
}

a_group_that_is_one_test_is_in_one_shard() {
    project shards -D WHOLE=ON
    set_history
    "$helper" history import "$work/history" --test-dir "$build"
    for number in 1 2 3; do
        "$helper" list "$build" --shard $number/3 --ctest-numbers >"$work/numbers$number" || fail "no numbers"
    done
    for number in 1 2 3; do run 0 -j2 -I "$work/numbers$number"; done
    for group in one unit; do
        for number in 1 2 3 4 5; do logged 1 $group.$number; done
    done
    for id in g.1 g.6 h.1 h.6; do logged 1 $id; done
}

a_history_goes_from_one_tree_to_another() {
    project shards
    "$helper" run "$build" -R '^g[.]1$' >"$output" 2>&1 || fail "the run fails"
    "$helper" history export "$work/exported" --test-dir "$build" || fail "it is not exported"
    cmp "$work/exported" "$build/Testing/ParallelFixtures/history" || fail "it is another one"
    cmake -S "$here/projects/shards" -B "$work/second" -D "ROOT=$root" -D "HELPER=$helper" -D "WORK=$work" >"$output" 2>&1
    "$helper" history import "$work/exported" --test-dir "$work/second" || fail "it is not imported"
    cmp "$work/exported" "$work/second/Testing/ParallelFixtures/history" || fail "it has changed"
    echo nonsense >"$work/bad"
    "$helper" history import "$work/bad" --test-dir "$work/second" >"$output" 2>&1 && fail "nonsense is taken"
    says "$work/bad is damaged"
    cmp "$work/exported" "$work/second/Testing/ParallelFixtures/history" || fail "nonsense has changed it"
}

"$check"
