#!/bin/sh
# session_checks.sh <helper> <repository> <work directory> <ctest> <check>: the session itself, and doing without one.
set -eu
. "$(dirname "$0")/support.sh"

# hosts <status> <id>
hosts () {
    beside_ctest sh -c '"$@"; exit $?' sh "$helper" task "$build" --id "$2" --
    [ "$status" = "$1" ] || fail "the status is $status, not $1"
}

ide_runs_a_task() {
    project chain
    hosts 0 sql.t1
    logged 1 "up schema on there"
    logged 1 "task 1 on there"
    logged 1 "down db"
    hosts 1 sql.fails
    logged 2 "down db"
    gone_soon
}

ide_sees_how_it_ended() {
    project outcomes
    hosts 3 task.exit3
    hosts 139 task.segv
    hosts 134 task.abort
    logged 3 down
}

# As when ctest is killed before the test has looked for it: by itself it would set up, and run, for nobody.
a_test_that_nobody_reads_does_not_run() {
    project chain
    beside_ctest python3 -c 'import os, sys
read, write = os.pipe()
os.close(read)
os.dup2(write, 1)
os.execv(sys.argv[1], sys.argv[1:])' "$helper-task" "$build/ParallelFixtures/default" sql.t1
    [ "$status" = 134 ] || fail "the status is $status"
    logged 0 "task 1 on there"
    logged 0 "up db"
}

# The same below another ctest, whose test started the one that was killed: it must not be taken for that one.
a_set_up_that_nobody_reads_opens_no_session() {
    project chain
    cp /bin/sh "$work/ctest"
    for words in "$helper session set-up $build --name db --" "$helper task $build --id sql.t1 --" \
        "$helper-task $build/ParallelFixtures/default sql.t1"; do
        status=0
        "$work/ctest" -c '"$@"; exit $?' sh python3 -c 'import os, sys
read, write = os.pipe()
os.close(read)
os.dup2(write, 1)
os.execv(sys.argv[1], sys.argv[1:])' $words >"$output" 2>&1 || status=$?
        [ "$status" != 0 ] || fail "it has passed: $words"
        [ -z "$(session_pid)" ] || fail "a session was opened: $words"
    done
    logged 0 "up db"
}

# Whoever asked has found the same session.
has_one_session () {
    wait_for_results
    logged 1 "up db"
    logged 1 "down db"
    [ "$(find "$build/Testing/ParallelFixtures" -mindepth 1 -maxdepth 1 -type d | wc -l)" = 1 ] || fail "not one set of results"
    complete_account
    gone_soon
}

# As in a container whose command is ctest. Nobody waits there for what has lost its parent.
ctest_is_the_first_process() {
    unshare --map-root-user --pid --fork --mount-proc true 2>/dev/null || {
        echo "skipped: no namespaces of processes"
        exit 77
    }
    project chain
    status=0
    unshare --map-root-user --pid --fork --mount-proc "$ctest" --test-dir "$build" -j3 -R '^sql[.]t|^alone' >"$output" 2>&1 ||
        status=$?
    [ "$status" = 0 ] || fail "the status is $status"
    has_one_session
}

ctest_has_another_name() {
    project chain
    cp "$ctest" "$work/ctest3"
    status=0
    "$work/ctest3" --test-dir "$build" -j3 -R '^sql[.]t|^alone' >"$output" 2>&1 || status=$?
    [ "$status" = 0 ] || fail "the status is $status"
    has_one_session
}

a_ctest_that_cannot_be_seen_is_said() {
    hidden='mount -t tmpfs none /proc && exec "$@"'
    unshare --map-root-user --mount sh -c "$hidden" sh true 2>/dev/null || {
        echo "skipped: no namespaces of mounts"
        exit 77
    }
    project chain
    status=0
    unshare --map-root-user --mount sh -c "$hidden" sh "$ctest" --test-dir "$build" -R '^sql.t1' -V >"$output" 2>&1 || status=$?
    [ "$status" = 0 ] || fail "the status is $status"
    says "ctest seems to run this test, but is not found above it"
    logged 1 "task 1 on there"
    logged 1 "down db"
}

beside_ctest_nothing_is_set_up() {
    project chain
    beside_ctest "$helper" session set-up "$build" --name db --
    [ "$status" = 0 ] || fail "the status is $status"
    logged 0 "up db"
}

output_is_whole() {
    project lives
    run 0 -R talk.much -V
    [ "$(tr -dc x <"$output" | wc -c)" -ge 30000000 ] || fail "output is missing"
    says end
    complete_account
}

environment_is_the_tests() {
    project lives
    FROM_CTEST=no
    export FROM_CTEST
    run 0 -R 'talk.env'
    logged 1 "env yes"
}

it_is_detached() {
    hanging
    [ "$(ps -o sid= -p "$session" | tr -d ' ')" != "$(ps -o sid= -p $$ | tr -d ' ')" ] || fail "it is in our session"
    [ "$(ps -o tty= -p "$session" | tr -d ' ')" = "?" ] || fail "it has a terminal"
    [ "$(readlink "/proc/$session/cwd")" = / ] || fail "it holds a directory"
    for fd in 0 1 2; do
        [ "$(readlink "/proc/$session/fd/$fd")" = /dev/null ] || fail "its descriptor $fd is not /dev/null"
    done
    ! ls -l "/proc/$session/fd" | grep -q "LastTest" || fail "it holds a file of ctest's"
    grep -q "^SigIgn:.*0000000001001000$" "/proc/$session/status" || fail "it ignores other signals than SIGPIPE and SIGXFSZ"
    end_hanging
}

only_for_this_user() {
    hanging
    [ "$(stat -c %a "$(dirname "$socket")")" = 700 ] || fail "the directory is open"
    [ "$(stat -c %a "$socket")" = 600 ] || fail "the socket is open"
    end_hanging
}

strangers_are_turned_away() {
    hanging
    for word in garbage huge version unknown twice half; do
        python3 "$here/talk.py" "$socket" "$word" >"$work/answer" 2>&1 || fail "$word: $(cat "$work/answer")"
    done
    # One that says nothing holds nobody up.
    python3 "$here/talk.py" "$socket" stall &
    stalling=$!
    python3 "$here/talk.py" "$socket" unknown >"$work/answer" 2>&1 || fail "behind one that stalls: $(cat "$work/answer")"
    kill "$stalling" 2>/dev/null || true
    kill -0 "$session" || fail "the session has gone"
    end_hanging
}

peak_kb () { sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$session/status"; }

slow_reader_fills_no_memory() {
    hanging
    before=$(peak_kb)
    python3 "$here/talk.py" "$socket" slow 30000005 >"$work/answer" 2>&1 || fail "$(cat "$work/answer")"
    # A sanitizer keeps what was freed.
    grep -qa __asan_init "$helper" || [ $(($(peak_kb) - before)) -lt 15000 ] || fail "it grew from $before to $(peak_kb) kB"
    end_hanging
}

unsafe_directory() {
    project chain
    mkdir -m 755 "$work/runtime"
    mkdir -m 777 "$work/runtime/pf-$(id -u)"
    chmod 777 "$work/runtime/pf-$(id -u)"
    XDG_RUNTIME_DIR=$work/runtime
    export XDG_RUNTIME_DIR
    run 0 -R 'alone.one'
    [ -z "$(ls "$work/runtime/pf-$(id -u)")" ] || fail "it was used"
    gone_soon
}

plan_is_missing() {
    project chain
    rm "$build/ParallelFixtures/default/plan"
    run 8 -R '^sql.t1$|^alone.one$' --output-on-failure
    shows "***Failed" db.setup
    shows "***Exception" alone.one
    says "has no plan of ParallelFixtures"
    gone_soon
}

temporary_directory_is_missing() {
    XDG_RUNTIME_DIR=$(mktemp -d /tmp/pf-check.XXXXXX)
    TMPDIR=$work/none
    export XDG_RUNTIME_DIR TMPDIR
    trap 'rm -rf "$XDG_RUNTIME_DIR"' EXIT
    project chain
    run 8 -R '^sql.t1$|^alone.one$' --output-on-failure
    shows "***Failed" db.setup
    shows "***Exception" alone.one
    [ "$(grep -c "cannot make the temporary directory $work/none" "$output")" = 2 ] || fail "it is not said of each"
    shows Passed db.teardown
    gone_soon
    [ -z "$(find "$XDG_RUNTIME_DIR" ! -type d)" ] || fail "the socket or its lock is left"
    [ "$(jq .run.exit_code "$results/summary.json")" = 5 ] || fail "not 5"
}

unknown_task_beside_ctest() {
    project chain
    beside_ctest "$helper" task "$build" --id sql.nonexistent --
    [ "$status" != 0 ] || fail "a task that is not there has passed"
}

"$check"
