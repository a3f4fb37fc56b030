#!/bin/sh
# deaths_checks.sh <helper> <repository> <work directory> <ctest> <check>: whoever dies, everything is torn down, nothing is
# left and the results are complete.
set -eu
. "$(dirname "$0")/support.sh"

# ends_ctest <signal> [-]: ctest gets it in the middle of a task, alone or with its process group.
ends_ctest () {
    project lives
    start -R 'g.hangs|g.quick' -j4
    until_true "the task hangs" in_log hangs
    kill -"$1" "${2:-}$ctest_pid"
    wait "$ctest_pid" 2>/dev/null || true
    gone_soon
    logged 1 up
    logged 1 down
    complete_account
    fixture db passed 1 1
    has_outcome not_run interrupted g.hangs
}

ctest_is_killed() {
    ends_ctest KILL
}

ctest_is_terminated() {
    ends_ctest TERM
}

ctrl_c() {
    ends_ctest INT -
}

# On a loaded machine ctest ends long after its tests.
ctrl_c_ends_the_test_long_before_ctest() {
    project lives
    start -R g.hangs
    until_true "the task hangs" in_log hangs
    client=$(pgrep -P "$ctest_pid" -f g.hangs)
    kill -STOP "$ctest_pid"
    kill -INT "$client"
    tries=0
    while [ $tries -lt 5 ] && ! grep -q '"e":"task_ended"' "$results/journal.jsonl"; do
        tries=$((tries + 1))
        sleep 0.01
    done
    kill -KILL "$ctest_pid"
    wait "$ctest_pid" 2>/dev/null || true
    gone_soon
    logged 1 down
    complete_account
    has_outcome not_run interrupted g.hangs
}

# What stops with ctest tears down meanwhile.
report_waits_for_the_session() {
    project lives
    start -R g.hangs
    until_true "the task hangs" in_log hangs
    printf '#!/bin/sh\necho "$*" >>"%s"\nuntil [ -e "%s/go" ]; do sleep 0.01; done\n' "$log" "$work" >"$work/say.new"
    chmod +x "$work/say.new"
    mv "$work/say.new" "$work/say"
    kill -KILL "$ctest_pid"
    wait "$ctest_pid" 2>/dev/null || true
    until_true "the teardown has begun" in_log down
    "$helper" report "$build" --wait >"$work/report" &
    report_pid=$!
    until_true "the report waits" grep -q -e "-> FLOCK .* $report_pid " /proc/locks
    [ ! -s "$work/report" ] || fail "it did not wait"
    touch "$work/go"
    wait "$report_pid" && fail "the report is good of a run that was stopped"
    grep -q "1 not run" "$work/report" || fail "the report says: $(cat "$work/report")"
    complete_account
    fixture db passed 1 1
}

# Nobody waits for them, and they say that it is not over.
reports_are_made_while_ctest_goes_on() {
    project lives
    start -R 'g.quick|reader'
    wait "$ctest_pid" || fail "the reader did not find any"
    gone_soon
    complete_account
    has_outcome passed completed g.quick
}

ctest_is_killed_during_set_up() {
    project lives
    start -R slow.one
    until_true "the set-up hangs" in_log "setting up"
    kill -KILL "$ctest_pid"
    wait "$ctest_pid" 2>/dev/null || true
    gone_soon
    logged 1 "down slow"
    logged 0 never
    complete_account
}

test_is_killed() {
    project lives
    start -R 'g.hangs'
    until_true "the task hangs" in_log hangs
    client=$(pgrep -P "$ctest_pid" -f g.hangs)
    kill -KILL "$client"
    wait "$ctest_pid" 2>/dev/null || true
    says "Subprocess killed"
    gone_soon
    logged 1 down
    complete_account
    has_outcome timeout timeout g.hangs
}

# ctest does not read, so the test waits in the middle of what it has to print when its task has ended already.
test_is_killed_after_its_task_has_passed() {
    project lives
    start -R 'loud.one'
    until_true "the task runs" in_log loud
    client=$(pgrep -P "$ctest_pid" -f loud.one)
    kill -STOP "$ctest_pid"
    touch "$work/go"
    until_true "the task has passed" grep -q '"e":"task_ended".*"outcome":"passed"' "$results/journal.jsonl"
    kill -KILL "$client"
    kill -CONT "$ctest_pid"
    status=0
    wait "$ctest_pid" || status=$?
    [ "$status" = 8 ] || fail "the status is $status"
    says "Subprocess killed"
    gone_soon
    complete_account
    has_outcome crashed test_killed loud.one
    [ "$(jq .run.exit_code "$results/summary.json")" = 1 ] || fail "the run was good"
}

# Its task is being killed when the next one comes.
the_same_test_comes_again_at_once() {
    project lives
    run 8 -R 'g.hangs' --timeout 1 --repeat after-timeout:2
    shows "***Timeout" g.hangs
    says_not "aborted"
    logged 2 hangs
    gone_soon
    logged 1 down
    complete_account
    has_outcome timeout timeout g.hangs
}

# By ctest's own limit, of which we know nothing.
ctest_times_out() {
    project lives
    run 8 -R 'g.hangs' --timeout 1
    shows "***Timeout" g.hangs
    gone_soon
    logged 1 down
    complete_account
    has_outcome timeout timeout g.hangs
}

task_times_out() {
    project lives
    run 8 -R 'g.limited|g.quick' -j2
    shows "***Timeout" g.limited
    shows Passed g.quick
    logged 1 down
    complete_account
    has_outcome timeout timeout g.limited
}

# It waits for ctest to show it as a timeout, but not for a ctest that has ended.
a_test_past_its_limit_goes_with_ctest() {
    project lives
    start -R 'g.limited'
    until_true "its time is over" grep -q '"task_ended".*"id":"g.limited"' "$results/journal.jsonl"
    kill -KILL "$ctest_pid"
    wait "$ctest_pid" 2>/dev/null || true
    gone_soon
    logged 1 down
    complete_account
    has_outcome timeout timeout g.limited
}

waiting_is_not_the_tasks_time() {
    project lives
    run 0 -R '^one\.' -j3
    shows Passed one.a one.b one.c
    complete_account
}

session_is_killed() {
    project lives
    start -R 'g.hangs'
    until_true "the task hangs" in_log hangs
    kill -KILL "$(session_pid)"
    status=0
    wait "$ctest_pid" || status=$?
    [ "$status" = 8 ] || fail "the status is $status"
    shows "***Exception" g.hangs
    shows "***Failed" db.teardown
    gone_soon
    "$helper" report "$build" >"$work/report" 2>&1 || true
    has_outcome crashed unreported g.hangs
    fixture db passed 1 0
}

session_is_terminated() {
    project lives
    start -R 'g.hangs'
    until_true "the task hangs" in_log hangs
    kill -TERM "$(session_pid)"
    status=0
    wait "$ctest_pid" || status=$?
    [ "$status" = 8 ] || fail "the status is $status"
    shows "***Exception" g.hangs
    gone_soon
    logged 1 down
    complete_account
    has_outcome not_run interrupted g.hangs
}

# It has begun its results, and listens for no signals yet. (On a machine that is slow here it does, and ends as above.)
session_is_terminated_while_it_begins() {
    project lives
    # What takes time there: an old run that is removed, for there are more.
    for old in a b c d e f g h i j k; do
        mkdir -p "$build/Testing/ParallelFixtures/$old"
        : >"$build/Testing/ParallelFixtures/$old/lock"
    done
    (cd "$build/Testing/ParallelFixtures/a" && seq 20000 | xargs touch)
    start -R 'g.hangs'
    until_true "its results have begun" [ -L "$results" ]
    kill -TERM "$(session_pid)"
    status=0
    wait "$ctest_pid" || status=$?
    [ "$status" = 8 ] || fail "the status is $status"
    gone_soon
    complete_account
}

# `say` waits, called as "down": the next ctest must not set up beside that.
holds_its_teardown () {
    printf '#!/bin/sh\necho "$*" >>"%s"\n[ "$*" != down ] || until [ -e "%s/go" ]; do sleep 0.01; done\n' \
        "$log" "$work" >"$work/say.new"
    chmod +x "$work/say.new"
    mv "$work/say.new" "$work/say"
}

a_ctest_waits_for_the_session_before_it_that_tears_down() {
    project lives
    holds_its_teardown
    start -R 'g.hangs'
    until_true "the task hangs" in_log hangs
    kill -KILL "$ctest_pid"
    wait "$ctest_pid" 2>/dev/null || true
    until_true "the teardown has begun" in_log down
    start -R 'g.quick' -V
    until_true "it waits" grep -q '"e":"message".*waits until the run' "$build"/Testing/ParallelFixtures/*/journal.jsonl
    logged 1 up
    touch "$work/go"
    wait "$ctest_pid" || fail "it failed"
    says "waited until the run"
    [ "$(grep -n '^up$' "$log" | tail -1 | cut -d: -f1)" -gt "$(grep -n '^down$' "$log" | head -1 | cut -d: -f1)" ] ||
        fail "it set up before the other one had begun to tear down"
    logged 2 up
    logged 2 down
    gone_soon
    complete_account
}

a_run_waits_for_a_run_that_tears_down() {
    project lives
    holds_its_teardown
    "$helper" run "$build" -R 'g.hangs' --grace 0 >"$work/first" 2>&1 &
    first=$!
    until_true "the task hangs" in_log hangs
    kill -TERM "$first"
    until_true "the teardown has begun" in_log down
    "$helper" run "$build" -R 'g.quick' >"$output" 2>&1 &
    second=$!
    until_true "it waits" grep -qF "waits until the run" "$output"
    logged 1 up
    touch "$work/go"
    wait "$second" || fail "it failed"
    wait "$first" && fail "the first one was good"
    logged 2 up
    logged 2 down
    complete_account
}

two_ctests_at_once() {
    project lives
    start -R 'g.hangs'
    first=$ctest_pid
    until_true "the task hangs" in_log hangs
    run 0 -R 'g.quick'
    logged 2 up
    logged 1 down
    complete_account
    kill -KILL "$first"
    wait "$first" 2>/dev/null || true
    gone_soon
    logged 2 down
    [ "$(ls "$build/Testing/ParallelFixtures" | grep -c Z-)" = 2 ] || fail "there are not two sets of results"
}

"$check"
