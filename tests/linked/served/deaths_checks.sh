#!/bin/sh
# deaths_checks.sh <helper> <build of project/> <work> <check>: kill -9 of each process of a served program.
set -eu
helper=$1 build=$2 work=$3
mkdir -p "$work"
. "$(dirname "$0")/support.sh"
. "$(dirname "$0")/deaths_support.sh"
export GO="$work/go"

a_killed_task_crashes_alone() {
    start
    kill -9 "$(who waits1 task)"
    go
    finish 1
    has_outcome crashed signal "deaths.waits 1"
    has_outcome passed completed "deaths.waits 2" "deaths.nested 1" "deaths.nested 2" deaths.plain
    fixture deaths passed 1 1
    fixture deaths/nested passed 1 1
    logged 1 "nested down"
}

a_killed_worker_crashes_its_task_alone() {
    start
    kill -9 "$(who waits1 worker)"
    until_true "its task is gone" test ! -e "/proc/$(who waits1 task)"
    go
    finish 1
    has_outcome crashed worker_died "deaths.waits 1"
    has_outcome passed completed "deaths.waits 2" "deaths.nested 1" "deaths.nested 2" deaths.plain
    fixture deaths/nested passed 1 1
    logged 1 "nested down"
}

a_killed_nested_fixture_is_set_up_again() {
    fixture_dies nested "the process of fixture deaths/nested died"
    fixture deaths passed 1 1
    logged 2 "nested up"
    logged 1 "nested down"
}

a_killed_supervisor_of_a_nested_fixture_takes_it_along() {
    fixture_dies nested_supervisor "fixture deaths/nested died"
    logged 2 "nested up"
}

a_killed_program_is_started_again() {
    fixture_dies program "the process of fixture deaths died"
    logged 2 "nested up"
    logged 2 "nested down" # The first one's process outlived the program.
}

a_killed_supervisor_takes_its_program_along() {
    fixture_dies supervisor "fixture deaths died"
    logged 2 "nested up"
}

# Its supervisor, held up, does not say that it is gone: the set-up of a fixture on it is asked for all the same.
a_dead_fixture_is_no_endless_wait_for_what_is_set_up_on_it() {
    start_until one_is_deep -R deep -j 1
    test=$(grep -o "test=deep[12]" "$LOG" | cut -d= -f2)
    supervisor=$(who "$test" nested_supervisor)
    kill -STOP "$supervisor"
    kill -9 "$(who "$test" nested)"
    go
    until_true "the next is set up" second_set_up_is_asked_for
    kill -CONT "$supervisor"
    until_true "the run is over" sh -c "! kill -0 $run_pid"
    finish 3
    [ "$(jq .counts.declared "$results/summary.json")" = 2 ] || fail "not 2 tasks"
}

# It is killed whenever a test waits in it.
a_fixture_that_always_dies_is_set_up_three_times() {
    start --repeat until-pass:9
    killed=0
    while kill -0 "$run_pid" 2>/dev/null; do
        for nested in $(grep -o ' nested=[0-9]*' "$LOG" | cut -d= -f2 | sort -u); do
            if kill -9 "$nested" 2>/dev/null; then
                killed=$((killed + 1))
            fi
        done
        sleep 0.01
    done
    finish 3
    logged 3 "nested up"
    has_outcome passed completed deaths.plain
    has_outcome crashed fixture_died "deaths.waits 1"
    jq -e '[.tasks[] | select(.id | startswith("deaths.nested")) | select(.outcome != "not_run" and .outcome != "passed")]
        == []' "$results/summary.json" >"$work/account" || fail "not not_run"
}

a_set_up_that_is_killed_begins_again_twice_at_most() {
    KILLS=1 run 3 --group g-fragile -R "Killed|Bystander"
    all_are passed completed
    fixture g-fragile/Killed failed 2 1
    fixture_reason g-fragile/Killed "SIGKILL"
    logged 2 "Killed up"
    KILLS=9 run 3 --group g-fragile -R "Killed|Bystander"
    has_outcome not_run fixture_failed g-fragile.Killed.Passes
    has_outcome passed completed g-fragile.Bystander.Passes
    reason g-fragile.Killed.Passes "as it did 2 times before"
    logged 3 "Killed up"
    nothing_alive
}

a_killed_helper_leaves_nothing_and_an_account() {
    start
    kill -9 "$run_pid"
    status=0
    wait "$run_pid" || status=$?
    trap - EXIT
    nothing_alive
    status=0
    "$helper" report "$build" >"$output" 2>&1 || status=$?
    [ "$status" = 5 ] || fail "the status of the report is $status"
    has_outcome crashed unreported "deaths.waits 1" "deaths.waits 2"
    # The others had run before, or had not; none is green that was not run.
    jq -e '[.tasks[] | select(.id | startswith("deaths.waits") | not) |
        select("\(.outcome) \(.cause) \(.attempts)" | . != "passed completed 1" and . != "not_run unreported 0")] == []' \
        "$results/summary.json" >"$work/account" || fail "not accounted for"
    [ "$(jq .counts.declared "$results/summary.json")" = 5 ] || fail "not 5 tasks"
}

ctrl_c_ends_tests_and_tears_down() {
    start
    kill -INT "$run_pid"
    finish 130
    has_outcome not_run interrupted "deaths.waits 1" "deaths.waits 2"
    fixture deaths passed 1 1
    logged 1 "nested down"
}

"$4"
