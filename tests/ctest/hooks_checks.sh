#!/bin/sh
# hooks_checks.sh <helper> <repository> <work directory> <ctest> <check>: commands that follow a ctest, launchers, and stacks.
set -eu
. "$(dirname "$0")/support.sh"

finish_passed () {
    [ "$(jq -c '[.run.finish[].passed]' "$results/summary.json")" = '[true]' ] || fail "the command has not followed the run once"
}

a_command_follows_each_ctest() {
    project hooks
    run 0 -R g.quick
    logged 1 "finish 0"
    finish_passed
    complete_account
    [ "$(tail -n 1 "$log")" = "finish 0" ] || fail "it did not follow the teardown"
    run 8 -R g.bad
    logged 1 "finish 1"
    finish_passed
}

a_command_follows_a_ctest_of_groups() {
    project hooks
    run 0 -R '^whole$'
    logged 1 "finish 0"
    finish_passed
    run 8 -R '^(whole|broken)$' -j2
    logged 1 "finish 1"
    finish_passed
}

a_command_follows_an_interrupted_ctest() {
    project hooks
    start -R g.endless
    until_true "the task hangs" in_log "launched $work/hang 2000"
    kill -INT -"$ctest_pid"
    wait "$ctest_pid" 2>/dev/null || true
    gone_soon
    logged 1 down
    [ "$(grep -c '^finish' "$log")" = 1 ] || fail "not one command has followed"
    finish_passed
}

a_launcher_stands_before_a_task_in_every_way_to_run_it() {
    project hooks
    run 0 -R g.quick
    "$helper" run "$build" -R '^g\.quick$' >"$work/by_run" || fail "run"
    words=$("$ctest" --test-dir "$build" --show-only=json-v1 | jq -r '.tests[] | select(.name == "g.quick").command | @sh')
    eval "$words" >"$output" 2>&1 || fail "by itself"
    logged 3 "launched $work/say quick"
    logged 3 quick
}

a_launcher_of_a_target_is_read_with_every_cmake() {
    project hooks
    run 0 -R launched.one
    logged 1 "by target"
    logged 1 itself
}

a_test_that_hangs_says_where() {
    printf '#!/bin/sh\necho "stack of $*"\n' >"$work/eu-stack"
    chmod +x "$work/eu-stack"
    PATH=$work:$PATH
    project hooks
    run 8 -R g.hangs -V
    grep -q 'where its processes were when it timed out' "$output" || fail "the output has no stacks"
    grep -q 'stack of' "$output" || fail "the output has no stacks"
    grep -q 'Timeout' "$output" || fail "ctest shows no timeout"
    has_outcome timeout timeout g.hangs
    grep -q 'name="Stacks"' "$results/Test.xml" || fail "Test.xml has no stacks"
}

the_variable_turns_stacks_off() {
    printf '#!/bin/sh\necho "stack of $*"\n' >"$work/eu-stack"
    chmod +x "$work/eu-stack"
    PATH=$work:$PATH
    export PARALLEL_FIXTURES_STACK_TRACES=off
    project hooks
    run 8 -R g.hangs -V
    ! grep -q 'stack of' "$output" || fail "the output has stacks"
}

an_unknown_value_of_the_variable_fails_every_test() {
    export PARALLEL_FIXTURES_STACK_TRACES=bad
    project hooks
    run 8 -R g.hangs --output-on-failure
    says "PARALLEL_FIXTURES_STACK_TRACES: "
    gone_soon
}

"$check"
