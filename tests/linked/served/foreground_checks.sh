#!/bin/sh
# foreground_checks.sh <helper> <build of project/> <work> <check>: single tests by --no-fork and --debugger.
set -eu
helper=$1 build=$2 work=$3
mkdir -p "$work"
. "$(dirname "$0")/support.sh"

# foreground <status> <group> <test> [<argument>...]
foreground() {
    wanted=$1 group=$2
    pattern="^$(printf '%s' "$2.$3" | sed 's/[^A-Za-z0-9_ ]/\\&/g')\$"
    shift 3
    run "$wanted" --no-fork --group "$group" -R "$pattern" "$@" </dev/null
    [ "$(jq .counts.declared "$results/summary.json")" = 1 ] || fail "not one task"
}
log_is() { [ "$(tr '\n' ',' <"$LOG")" = "$1" ] || fail "the log is not $1"; }

# under_gdb <status> <group> <test> <breakpoint> [<command of gdb>...]
under_gdb() {
    command -v gdb >/dev/null || {
        echo "skipped: there is no gdb"
        exit 77
    }
    wanted=$1 group=$2 name=$3 commands="-ex 'break $4' -ex run -ex bt"
    shift 4
    for command; do
        commands="$commands -ex '$command'"
    done
    foreground "$wanted" "$group" "$name" --debugger "gdb -nx -batch $commands --args"
}

a_gtest_suite_is_set_up_in_the_process_of_its_test() {
    foreground 0 g Shared.First
    has_outcome passed completed g.Shared.First
    log_is "environment up,Shared up,Shared constructed,Shared down changed by First,environment down,static destructor,"
    says "Google Test filter = Shared.First"
    says "1 test from Shared"
    says "[----------] 1 test from Shared ("
    says "[==========] 1 test from 1 test suite ran. ("
    says "[  PASSED  ] 1 test."
    says_not "0 test"
    foreground 0 g Typed/1.HasASize
    logged 1 "Typed up"
    foreground 0 g Values/Param.IsSmall/1
    foreground 0 g Plain.Passes
    says "[----------] 1 test from Plain ("
    says "[==========] 1 test from 1 test suite ran. ("
    nothing_alive
}

catch2_and_doctest_fixtures_are_set_up_in_the_process_of_their_test() {
    for group in c d; do
        foreground 0 $group "$([ $group = c ] && echo 'table 1' || echo table/1)"
        log_is "database up,schema up,table up,table down,schema down,database down,"
    done
    nothing_alive
}

a_program_without_a_framework_runs_one_test() {
    foreground 0 n arguments
    log_is "hold ,leave  1,"
    foreground 0 n outer
    log_is "hold ,hold outer,leave outer 12,leave  12,"
}

a_test_may_close_all_descriptors() {
    for test in ClosesAllDescriptors ReplacesAllDescriptors WritesNothingToFilesOfTheTest NeedsNoDescriptors DropsPrivileges; do
        foreground 0 freedom Free.$test
        has_outcome passed completed freedom.Free.$test
    done
}

outcomes_are_those_of_a_forked_test() {
    foreground 1 g Plain.Fails
    has_outcome failed framework g.Plain.Fails
    reason g.Plain.Fails "one is not two"
    in_junit "//testcase[@name='Plain.Fails']/failure[contains(., 'and a second thing')]"
    foreground 0 g Plain.Skips
    has_outcome skipped framework g.Plain.Skips
    foreground 1 g Plain.Crashes
    has_outcome crashed signal g.Plain.Crashes
    foreground 1 g Plain.Exits
    has_outcome crashed no_result g.Plain.Exits
    foreground 1 g Plain.Throws
    reason g.Plain.Throws "thrown by a test"
    foreground 1 c "should fail and passes"
    foreground 0 c "should fail"
    foreground 1 d fails
    has_outcome failed framework d.fails
    foreground 1 n throws
    reason n.throws "thrown by run"
    foreground 0 n skips
    has_outcome skipped framework n.skips
    foreground 0 g Plain.ForksAndLetsTheChildReturn
    logged 1 "environment down"
}

what_fails_around_a_test_fails_it() {
    foreground 1 c broken
    has_outcome failed framework c.broken
    reason c.broken 'the set-up of its fixture "broken": no disk'
    foreground 0 d absent/1
    has_outcome skipped framework d.absent/1
    FAIL_SUITE=1 foreground 1 g Shared.First
    reason g.Shared.First "the suite cannot stand"
    logged 0 "Shared constructed"
    SKIP_ENVIRONMENT=1 foreground 0 g Plain.Passes
    has_outcome skipped framework g.Plain.Passes
    FAIL_SUITE_DOWN=1 foreground 1 g Shared.First
    reason g.Shared.First "the suite cannot leave"
    FAIL_ENVIRONMENT_DOWN=1 foreground 1 g Plain.Passes
    reason g.Plain.Passes "the environment cannot leave"
}

command_fixtures_and_variables_are_there() {
    foreground 0 on-command OnCommand.SeesVariables
    fixture command passed 1 1
    fixture service passed 1 1
    log_is "command down said,"
    foreground 0 g Plain.KnowsNothingOfTheCaller
    nothing_alive
}

# Each selects itself and nothing else, whatever a filter would make of it.
odd_names_select_one_test() {
    for group in odd-catch2 odd-doctest; do
        "$helper" list "$build" --group $group --json >"$work/list" || fail "list"
        count=$(jq '.tasks | length' "$work/list")
        [ "$count" = 21 ] || fail "not 21 tests in $group"
        for number in $(seq 1 "$count"); do
            run 0 --no-fork --group $group -I "$number,$number" </dev/null
            all_are passed completed
            id=$(jq -r '.tasks[0].id' "$results/summary.json")
            name=${id#"$group."}
            log_is "${name#'a*/'},"
        done
    done
}

a_program_that_is_not_relinked_is_started_with_its_filter() {
    foreground 0 plain Plain.One
    log_is "one,command down said,"
    foreground 0 plain Plain.Skips
    has_outcome skipped framework plain.Plain.Skips
    foreground 1 plain Plain.Exits
    has_outcome crashed no_result plain.Plain.Exits
}

gdb_stops_in_the_body_of_a_test() {
    under_gdb 0 g Shared.First Shared_First_Test::TestBody continue
    says "Shared_First_Test::TestBody"
    says_not "[Detaching after fork"
    log_is "environment up,Shared up,Shared constructed,Shared down changed by First,environment down,static destructor,"
    under_gdb 0 c "table 1" "Table::Table" continue
    grep -Eq "^#0 .*Table::Table" "$output" || fail "not stopped in Table::Table"
    says_not "[Detaching after fork"
    logged 1 "database down"
    nothing_alive
}

# lldb's own exit code says nothing of the program's.
lldb_stops_in_the_body_of_a_test() {
    lldb=$(command -v lldb || command -v lldb-14) || {
        echo "skipped: there is no lldb"
        exit 77
    }
    foreground 0 g Shared.First --debugger \
        "$lldb --batch --no-lldbinit -o 'breakpoint set -n Shared_First_Test::TestBody' -o run -o bt -o continue --"
    grep -Eq "frame #0: .*Shared_First_Test::TestBody" "$output" || fail "not stopped in the test"
    has_outcome passed completed g.Shared.First
    log_is "environment up,Shared up,Shared constructed,Shared down changed by First,environment down,static destructor,"
    nothing_alive
}

a_test_that_was_not_finished_in_gdb_has_no_result() {
    under_gdb 1 on-command OnCommand.SeesVariables OnCommand_SeesVariables_Test::TestBody
    has_outcome crashed no_result on-command.OnCommand.SeesVariables
    log_is "command down said,"
    under_gdb 1 g Plain.Fails Plain_Fails_Test::TestBody continue
    has_outcome failed framework g.Plain.Fails
    nothing_alive
}

# The result of the program from before it was run again is forgotten.
the_last_run_in_gdb_counts() {
    under_gdb 0 n outer "Neutral::run" continue run continue
    has_outcome passed completed n.outer
    logged 2 "hold outer"
}

"$4"
