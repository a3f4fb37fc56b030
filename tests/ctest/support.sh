# For checks under a real ctest: sourced with the words of the command line of a check. A check calls `project`, then `run`.
helper=$1 root=$2 work=$3 ctest=$4 check=$5
here=$root/tests/ctest
build=$work/build
output=$work/output
log=$work/log
results=$build/Testing/ParallelFixtures/latest
deadline_s=20
status=0
ctest_pid=
unset CTEST_PARALLEL_LEVEL CTEST_OUTPUT_ON_FAILURE

rm -rf "$work"
mkdir -p "$work"
if [ -n "${VERSION:-}" ]; then
    if [ -e "$VERSION/skipped" ]; then
        cat "$VERSION/skipped"
        exit 77
    fi
    ctest=$VERSION/prefix/bin/ctest
    PATH=$VERSION/prefix/bin:$PATH
fi
: >"$log"
printf '#!/bin/sh\necho "$*" >>"%s"\n' "$log" >"$work/say"
chmod +x "$work/say"
cp "$(command -v sleep)" "$work/hang"

fail() {
    [ -z "$ctest_pid" ] || kill -KILL "$ctest_pid" 2>/dev/null || true
    echo "FAILED: $1"
    echo "--- ctest, status $status:"
    cat "$output" 2>/dev/null
    echo "--- log:"
    cat "$log"
    show_results
    exit 1
}

. "$root/tests/support/results.sh"

# Also: written to the end.
complete_account() {
    account
    jq -e .run.complete "$results/summary.json" >"$work/account" || fail "the results are not complete"
}

# project <name> [<cmake argument>...]
project() {
    name=$1
    shift
    cmake -S "$here/projects/$name" -B "$build" -D "ROOT=$root" -D "HELPER=$helper" -D "WORK=$work" "$@" >"$output" 2>&1 ||
        fail "cmake"
}

# The results are complete when the session has left.
wait_for_results() {
    [ ! -e "$results/journal.jsonl" ] || "$helper" report "$build" --wait >"$work/report" 2>&1 || true
}

# run <status> [<ctest argument>...]: returns when the results are complete.
run() {
    expected=$1
    shift
    status=0
    "$ctest" --test-dir "$build" --output-junit "$work/ctest.xml" "$@" >"$output" 2>&1 || status=$?
    wait_for_results
    [ "$status" = "$expected" ] || fail "the status is $status, not $expected: $*"
}

# start [<ctest argument>...]: in a process group of its own and with the usual signals, as a shell does for a job.
start() {
    python3 -c 'import os, signal, sys
os.setsid()
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])' "$ctest" --test-dir "$build" "$@" >"$output" 2>&1 &
    ctest_pid=$!
}

# shows <word of ctest> <test>...: on its line.
shows() {
    word=$1
    shift
    for test; do
        grep -E "^ *[0-9]+/[0-9]+ Test" "$output" | grep -F " $test ." | grep -qF "$word" || fail "$test is not shown as $word"
    done
}

# With ctest no ancestor: a program called as the helper lies between.
beside_ctest () {
    cp /bin/sh "$work/parallel-fixtures"
    status=0
    "$work/parallel-fixtures" -c '"$@"; exit $?' sh "$@" >"$output" 2>&1 || status=$?
}

in_log() { grep -qxF -e "$1" "$log"; }

# Everything that a run of this check started and that is not ctest has the check's directory in its command line.
alive() {
    find /proc -maxdepth 2 -path '/proc/[0-9]*/exe' \( -lname "$helper" -o -lname "$helper-task" -o -lname "$work/*" -o -lname "$build/*" \) 2>/dev/null |
        while IFS=/ read -r _ _ pid _; do
            words=$(tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline") || continue
            case $words in *"$work"* | *"$build"*) echo "$pid $words" ;; esac
        done
}
nothing_alive() { [ -z "$(alive)" ]; }
gone_soon() { until_true "nothing is alive: $(alive)" nothing_alive; }
# Its supervisors have the same command line: it is the one whose parent is none of them.
session_pid() {
    pids=$(alive | sed -n "s/^\([0-9]*\) .* session serve .*/\1/p")
    for pid in $pids; do
        parent=$(sed -n 's/^PPid:[^0-9]*//p' "/proc/$pid/status" 2>/dev/null) || continue  # It has gone.
        echo "$pids" | grep -qx "$parent" || echo "$pid"
    done
}

# The session of a run that hangs, as `session`, its socket as `socket`.
hanging() {
    XDG_RUNTIME_DIR=$(mktemp -d /tmp/pf-check.XXXXXX)  # A short path, with one session in it.
    export XDG_RUNTIME_DIR
    trap 'rm -rf "$XDG_RUNTIME_DIR"' EXIT
    project lives
    start -R 'g.hangs'
    until_true "the task hangs" in_log hangs
    session=$(session_pid)
    socket=$(find "$XDG_RUNTIME_DIR" -name '*.socket')
    [ -S "$socket" ] || fail "there is not one socket: $socket"
}
end_hanging() {
    kill -KILL "$ctest_pid"
    wait "$ctest_pid" 2>/dev/null || true
    gone_soon
    logged 1 down
    [ ! -e "$socket" ] || fail "the socket is left"
}
