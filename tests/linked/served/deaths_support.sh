# For deaths_checks.sh.
# Starts the group `deaths` and waits until its two tests that wait are running.
start() { start_until both_wait -E deep "$@"; }
start_until() {
    condition=$1
    shift
    rm -f "$LOG" "$GO"
    # Without what earlier runs took, tests run as declared: those that wait first, so that others are left to run.
    rm -f "$build/Testing/ParallelFixtures/history"
    : >"$LOG"
    "$helper" run "$build" --group deaths "$@" >"$output" 2>&1 &
    run_pid=$!
    trap 'kill -9 $run_pid 2>/dev/null || true' EXIT
    until_true "$condition" "$condition"
}
one_is_deep() { grep -q "test=deep" "$LOG"; }
second_set_up_is_asked_for() { [ "$(grep -c '"e":"setup_started".*deep' "$results/journal.jsonl")" = 2 ]; }
both_wait() { grep -q "test=waits1" "$LOG" && grep -q "test=waits2" "$LOG"; }
# who <test> <process>: its pid, of the first time.
who() { grep "test=$1 " "$LOG" | head -n 1 | tr ' ' '\n' | grep "^$2=" | cut -d= -f2; }
finish() {
    expected=$1
    status=0
    wait "$run_pid" || status=$?
    trap - EXIT
    [ "$status" = "$expected" ] || fail "the status is $status, not $expected"
    nothing_alive
    account
}
go() { : >"$GO"; }

# The process, what it is called, and which fixture dies.
fixture_dies() {
    start
    kill -9 "$(who waits1 "$1")"
    until_true "its tests are gone" test ! -e "/proc/$(who waits1 task)" -a ! -e "/proc/$(who waits2 task)"
    go
    finish 3
    has_outcome crashed fixture_died "deaths.waits 1" "deaths.waits 2"
    has_outcome passed completed "deaths.nested 1" "deaths.nested 2" deaths.plain
    reason "deaths.waits 1" "$2"
    # The one before may still be about to remove its own.
    [ "$(sed -n 's/^tmp=\(.*\) of=.*/\1/p' "$LOG" | sort -u | wc -l)" = "$(sed -n 's/^tmp=.* of=//p' "$LOG" | sort -u | wc -l)" ] ||
        fail "two workers have one private directory"
}
