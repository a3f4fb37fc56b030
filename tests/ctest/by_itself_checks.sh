#!/bin/sh
# by_itself_checks.sh <helper> <repository> <work directory> <ctest> <check>: the command of a test of a command, started
# by an editor, a shell or a script.
set -eu
. "$(dirname "$0")/support.sh"

# words_of <id>: its command as ctest lists it, in $work/words, a word a line.
words_of () {
    [ -e "$work/list.json" ] || "$ctest" --test-dir "$build" --show-only=json-v1 >"$work/list.json" || fail "ctest cannot list"
    jq -r --arg id "$1" '.tests[] | select(.name == $id) | .command[]' "$work/list.json" >"$work/words"
    [ -s "$work/words" ] || fail "it has no command: $1"
}
# start_itself <id>: in the background, with ctest no ancestor: a program called as the helper lies between. Its process is
# $started.
start_itself () {
    words_of "$1"
    set --
    while IFS= read -r word; do
        set -- "$@" "$word"
    done <"$work/words"
    cp -f /bin/sh "$work/parallel-fixtures"
    rm -f "$work/pid" "$work/status"
    # shellcheck disable=SC2016
    "$work/parallel-fixtures" -c 'pid=$1 ended=$2; shift 2; "$@" & echo $! >"$pid.new"; mv "$pid.new" "$pid"
wait $!; echo $? >"$ended"' sh "$work/pid" "$work/status" "$@" >"$work/stdout" 2>"$output" &
    between=$!
    until_true "it has started" [ -e "$work/pid" ]
    started=$(cat "$work/pid")
}
# by_itself <id>: to its end, which is $status.
by_itself () {
    start_itself "$1"
    wait "$between" || true
    status=$(cat "$work/status")
}
outcome_of () { jq -r --arg id "$1" '.tasks[] | select(.id == $id) | .outcome' "$results/summary.json"; }

its_verdict_is_that_of_ctest() {
    project outcomes
    run 8 -j4 -R '^task[.]'
    ids=$(jq -r '.tasks[].id' "$results/summary.json")
    cp "$results/summary.json" "$work/by_ctest.json"
    for id in $ids; do
        wanted=$(jq -r --arg id "$id" '.tasks[] | select(.id == $id) | "\(.outcome) \(.cause)"' "$work/by_ctest.json")
        by_itself "$id"
        # shellcheck disable=SC2086
        has_outcome $wanted "$id"
        complete_account
    done
    gone_soon
}

its_end_is_that_of_the_task() {
    project outcomes
    for pair in pass=0 exit3=3 segv=139 will_fail=1 pass_regex=9 missing=134; do
        by_itself "task.${pair%=*}"
        [ "$status" = "${pair#*=}" ] || fail "the status of ${pair%=*} is $status"
    done
}

its_output_is_that_of_the_task() {
    project outcomes
    by_itself task.exit3
    [ "$(cat "$work/stdout")" = three ] || fail "stdout has something else: $(cat "$work/stdout")"
    says "task.exit3"  # On stderr.
}

killed_it_has_crashed() {
    project lives
    start_itself g.hangs
    until_true "the task hangs" in_log hangs
    kill -KILL "$started"
    until_true "it has a result" [ -e "$results/summary.json" ]
    has_outcome crashed signal g.hangs
    complete_account
    gone_soon
    logged 1 down
}

interrupted_it_has_not_run() {
    project lives
    start_itself g.hangs
    until_true "the task hangs" in_log hangs
    kill -INT "$started"
    wait "$between" || true
    [ "$(cat "$work/status")" = 130 ] || fail "the status is $(cat "$work/status")"
    has_outcome not_run interrupted g.hangs
    complete_account
    gone_soon
    logged 1 down
}

# SIGABRT is no pass, whatever the properties of the test say.
a_failed_fixture_is_no_pass() {
    project broken
    for pair in on_bad_tests.one=not_run untidy.one=passed mortal.kills=failed slow.one=not_run; do
        by_itself "${pair%=*}"
        [ "$(outcome_of "${pair%=*}")" = "${pair#*=}" ] || fail "${pair%=*} is not ${pair#*=}"
        [ "$status" = 134 ] || fail "the status of ${pair%=*} is $status"
    done
    by_itself absent.one
    has_outcome skipped fixture_skipped absent.one
    [ "$status" = 0 ] || fail "the status is $status"
    gone_soon
}

# in_gdb <outcome> <cause> <id>: the command of its test in gdb, which stops in the command of the task.
in_gdb () {
    words_of "$3"
    : >"$log"
    set -- "$1" "$2" "$3" $(cat "$work/words")
    outcome=$1 cause=$2 id=$3
    shift 3
    beside_ctest gdb -nx -batch -ex 'set breakpoint pending on' -ex 'break answer' -ex run -ex backtrace -ex 'shell sleep 1.5' \
        -ex continue --args "$@" </dev/null
    grep -q "^Breakpoint 1, answer (code=[0-9]*) at .*tool[.]c" "$output" || fail "the breakpoint was not hit: $id"
    wait_for_results
    has_outcome "$outcome" "$cause" "$id"
    until_true "the fixture is torn down" grep -qx down "$log"
    gone_soon
}

a_debugger_reaches_the_command() {
    command -v gdb >/dev/null || {
        echo "skipped: there is no gdb"
        exit 77
    }
    project debugged
    cmake --build "$build" >"$output" 2>&1 || fail "it cannot be built"
    in_gdb passed completed g.passes
    grep -qx '<a word of base><>base' "$output" || fail "it has not got its words and variables"
    in_gdb failed completed g.fails
    in_gdb crashed signal g.crashes
}

"$check"
