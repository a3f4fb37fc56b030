#!/bin/sh
# linger_checks.sh <helper> <repository> <work directory> <ctest> <check>: fixtures with LINGER stay up for the next ctest,
# as they would be if they were set up for it.
set -eu
. "$(dirname "$0")/support.sh"

# set_up_does <script>: what `set-up` does besides saying so.
set_up_does () {
    printf '#!/bin/sh\n"%s" up "$@"\necho DB=there >>"$PARALLEL_FIXTURES_ENV"\n%s\n' "$work/say" "$1" >"$work/set-up.new"
    printf '#!/bin/sh\nexec "%s" down "$@"\n' "$work/say" >"$work/tear-down.new"
    chmod +x "$work/set-up.new" "$work/tear-down.new"
    mv "$work/set-up.new" "$work/set-up"
    [ -e "$work/tear-down" ] || mv "$work/tear-down.new" "$work/tear-down"
}
lingers () {
    set_up_does ":"
    project lingers "$@"
    trap 'stop >/dev/null 2>&1 || true' EXIT
}
stop() { "$helper" stop "$build" >"$work/stop" 2>&1; }
# kept <fixture> <times>: it stood already, in the last run.
kept () {
    [ "$(jq --arg name "$1" '.fixtures[] | select(.name == $name).kept' "$results/summary.json")" = "$2" ] ||
        fail "$1 was not kept $2 times"
}
pid_of_server() { sed -n 's/^server //p' "$log" | tail -n 1; }
begin_second () {
    "$ctest" --test-dir "$build" "$@" >"$work/second" 2>&1 &
    second_pid=$!
}
end_second() { wait "$second_pid" || fail "the second ctest failed: $(cat "$work/second")"; }

one_ctest_after_the_other() {
    lingers
    run 0 -R '^sql.one$'
    fixture schema passed 1 0
    run 0 -R '^sql.two$' -V
    fixture schema passed 0 0
    kept schema 1
    kept db 1
    complete_account
    says "0 set-ups"
    logged 1 "up db one"
    logged 1 "up schema on there"
    logged 1 "one on there"
    logged 1 "two on there"
    logged 0 "down schema"
    stop || fail "stop: $(cat "$work/stop")"
    logged 1 "down schema"
    logged 1 "down db"
    nothing_alive || fail "still alive: $(alive)"
}

by_run_and_by_ctest() {
    lingers
    "$helper" run "$build" -R '^sql.one$' >"$output" 2>&1 || fail "the run"
    run 0 -R '^sql.two$'
    kept schema 1
    "$helper" run "$build" -R '^sql.one$' >"$output" 2>&1 || fail "the run"
    kept schema 1
    says "KEPT"
    says "no set-up was run"
    logged 1 "up schema on there"
}

the_build_tree_by_a_relative_name_and_a_link() {
    lingers
    ln -s build "$work/link"
    cd "$work"
    "$helper" run build -R '^sql.one$' >"$output" 2>&1 || fail "the run"
    "$helper" run link -R '^sql.one$' >"$output" 2>&1 || fail "the run by the link"
    kept schema 1
    "$helper" stop build >"$output" 2>&1 || fail "stop"
    logged 1 "down schema"
    logged 1 "down db"
    "$helper" stop build >"$output" 2>&1 || fail "stop where nothing lingers"
    says "nothing lingers"
}

without_set_up_tests_it_is_borrowed_once() {
    lingers
    run 0 -R '^sql.(one|two)$' -FA '.*'
    gone_or_lending() { [ "$(jq '.run.complete' "$results/summary.json")" = true ]; }
    until_true "the session has ended" gone_or_lending
    fixture schema passed 1 0
    run 0 -R '^sql.(one|two)$' -FA '.*'
    until_true "the session has ended" gone_or_lending
    kept schema 1
    logged 1 "up schema on there"
    stop
    logged 1 "down schema"
    gone_soon
}

it_ends_by_itself() {
    lingers -D SECONDS=1
    run 0 -R '^sql.one$'
    until_true "it is torn down" in_log "down db"
    logged 1 "down schema"
    gone_soon
    run 0 -R '^sql.one$'
    kept schema 0
    logged 2 "up db one"
}

two_lease_it_at_a_time() {
    lingers
    begin_second -R '^sql.left$'
    run 0 -R '^sql.right$'
    end_second
    logged 1 "up db one"
    logged 1 "up schema on there"
}

# replaced: the next ctest tears down what lingers before it sets up.
replaced () {
    run 0 -R '^sql.one$'
    kept schema 0
    [ "$(sed -n '/^up db/p;/^down db/p' "$log" | cut -d ' ' -f 1,2 | tr '\n' ,)" = "up db,down db,up db," ] ||
        fail "not one after the other"
    [ "$(grep -c "^down schema" "$log")" = 1 ] || fail "schema was not torn down"
}

another_argument_replaces_it() {
    lingers
    run 0 -R '^sql.one$'
    project lingers -D ARGUMENT=two
    replaced
    logged 1 "up db two"
}

another_program_replaces_it() {
    lingers
    run 0 -R '^sql.one$'
    set_up_does ': another'
    replaced
}

another_environment_replaces_it() {
    lingers
    run 0 -R '^sql.one$'
    TERM=other run 0 -R '^sql.two$'
    kept schema 1
    DATABASE=other
    export DATABASE
    replaced
}

# What is in use stays as it is; the other run has its own.
a_change_while_it_is_in_use() {
    lingers
    begin_second -R '^sql.waits$'
    until_true "it is in use" in_log waits
    set_up_does ': another'
    run 0 -R '^sql.one$'
    fixture db passed 1 1
    fixture schema passed 1 1
    logged 2 "up schema on there"
    logged 1 "down schema"
    ! stop || fail "it stops what is in use"
    touch "$work/go"
    end_second
    run 0 -R '^sql.one$'
    logged 3 "up schema on there"
    logged 2 "down schema"
}

a_set_up_that_fails_is_not_kept() {
    lingers
    set_up_does 'exit 3'
    run 8 -R '^sql.one$'
    shows "Failed" db.setup
    fixture db failed 1 0
    [ "$(jq -r '.fixtures[] | select(.name == "db").reason' "$results/summary.json")" = "exit code 3" ] || fail "the reason"
    until_true "it is torn down" in_log "down db"
    run 8 -R '^sql.one$'
    logged 2 "up db one"
    set_up_does ':'
    run 0 -R '^sql.one$'
    logged 3 "up db one"
}

a_set_up_that_is_skipped() {
    lingers
    set_up_does 'exit 77'
    run 0 -R '^sql.one$'
    shows "Skipped" sql.one
    complete_account
    gone_soon
}

a_set_up_that_takes_too_long() {
    lingers -D LIMIT=0.5
    set_up_does "exec '$work/hang' 1000"
    run 8 -R '^sql.one$'
    fixture db timeout 1 0
    until_true "it is torn down" in_log "down db"
    gone_soon
}

it_dies_between_runs() {
    lingers
    run 0 -R '^web.one$'
    kill -KILL "$(pid_of_server)"
    run 0 -R '^web.one$'
    kept server 0
    logged 2 "web on top"
    [ "$(grep -c "^server " "$log")" = 2 ] || fail "it was not set up again"
}

it_dies_in_use() {
    lingers
    run 0 -R '^web.one$'
    begin_second -R '^web.waits$'
    until_true "it is in use" in_log "web waits"
    kill -KILL "$(pid_of_server)"
    ! wait "$second_pid" || fail "the test passed"
    has_outcome failed service_died web.waits
    jq -e '.fixtures[] | select(.name == "server") | .reason | contains("SIGKILL")' "$results/summary.json" >"$work/account" ||
        fail "nobody says how it died"
    run 0 -R '^web.one$'
}

# The fixture daemon's own process, by its command line; its supervisors have the same.
signal_daemon () {
    pids=$(alive | sed -n "s/^\([0-9]*\) .* session linger .*/\1/p")
    for pid in $pids; do
        parent=$(sed -n 's/^PPid:[^0-9]*//p' "/proc/$pid/status")
        echo "$pids" | grep -qx "$parent" || daemon=$pid
    done
    kill -"$1" "$daemon"
}

the_fixture_daemon_is_killed_in_use() {
    lingers
    begin_second -R '^web.waits$'
    until_true "it is in use" in_log "web waits"
    signal_daemon KILL
    ! wait "$second_pid" || fail "the test passed"
    has_outcome failed service_died web.waits
    gone_soon
    run 0 -R '^web.one$'
    kept server 0
}

the_fixture_daemon_is_terminated_in_use() {
    lingers
    begin_second -R '^sql.waits$'
    until_true "it is in use" in_log waits
    signal_daemon TERM
    ! wait "$second_pid" || fail "the test passed"
    gone_soon
    logged 1 "down schema"
    logged 1 "down db"
    # Which of the two is heard of first is luck, and the other one then need not say it.
    jq -e '[.fixtures[].reason | contains("SIGTERM")] | any' "$results/summary.json" >"$work/account" ||
        fail "nobody says why"
    complete_account
    run 0 -R '^sql.one$'
    kept schema 0
}

# Nobody is there when it happens: the next run is told.
a_teardown_that_fails() {
    lingers -D SECONDS=1
    printf '#!/bin/sh\nexit 3\n' >"$work/tear-down.new"
    chmod +x "$work/tear-down.new"
    mv "$work/tear-down.new" "$work/tear-down"
    run 0 -R '^sql.one$'
    until_true "it is torn down" in_log "down schema"
    gone_soon
    "$helper" run "$build" -R '^sql.one$' >"$output" 2>&1 || fail "the run"
    says "FAILED teardown of db: failed exit code 3"
}

ctest_is_killed() {
    lingers -D SECONDS=1
    start -R '^sql.waits$'
    until_true "the task waits" in_log waits
    kill -KILL "$ctest_pid"
    wait "$ctest_pid" 2>/dev/null || true
    until_true "it is torn down" in_log "down db"
    gone_soon
    logged 1 "up db one"
    logged 1 "down schema"
    complete_account
}

linger_off() {
    lingers
    PARALLEL_FIXTURES_LINGER=OFF run 0 -R '^sql.one$'
    fixture schema passed 1 1
    logged 1 "down db"
    gone_soon
}

# Its session has leased what lingers until its task has been killed.
stop_waits_for_a_run_that_is_ending() {
    lingers
    start -R '^sql.stays$'
    until_true "the task runs" in_log stays
    kill -KILL "$ctest_pid"
    stop || fail "stop: $(cat "$work/stop")"
    wait "$ctest_pid" 2>/dev/null || true
    logged 1 "down schema"
    logged 1 "down db"
    gone_soon
}

"$check"
