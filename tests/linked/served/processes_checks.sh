#!/bin/sh
# processes_checks.sh <helper> <build of project/> <work> <check>: in which process what
# runs, and what a fork must not do.
set -eu
helper=$1 build=$2 work=$3
mkdir -p "$work"
. "$(dirname "$0")/support.sh"

variables_and_hooks_reach_programs_on_commands() {
    run 0 --group on-command
    all_are passed completed
    [ "$(jq -c '[.tasks[] | .attempts]' "$results/summary.json")" = "[1,1,3,1]" ] || fail "not the attempts"
    [ "$(tail -n 1 "$LOG")" = "command down said" ] || fail "the command was not the last to leave"
    for name in command service on-command on-command/Nested; do
        fixture $name passed 1 1
    done
    [ "$(grep -c ^seed "$LOG")" = 3 ] || fail "not 3 attempts"
    run 0 --group on-command -R Retried --seed 7
    seed=$(grep -m 1 ^seed "$LOG")
    run 0 --group on-command -R Retried --seed 7
    logged 3 "$seed"
}

a_program_is_set_up_once_on_a_command_and_a_service() {
    run 0 --group on-several
    all_are passed completed
    logged 1 "beside home"
    for name in command beside on-several on-several/Nested; do
        fixture $name passed 1 1
    done
    [ "$(tail -n 1 "$LOG")" = "command down said" ] || fail "the command was not the last to leave"
    jq -e '[.fixtures[] | select(.name == "on-several") | .parents] == [["command", "beside"]]' "$results/summary.json" \
        >"$work/account" || fail "the program has other parents"
    rm -f "$LOG"
    ctest --test-dir "$build" -j4 -R '^on-several[.].*SeesVariables$' >"$output" 2>&1 || fail "ctest"
    logged 1 "beside home"
    logged 1 "command down said"
    [ "$(grep -c ' Passed ' "$output")" = 8 ] || fail "not 8 tests: two, and three set-ups and teardowns"
}

# Fewer than the numbers that its channel and those of its workers have otherwise.
few_descriptors_are_enough() {
    ulimit -n 40
    run 0 --group unit --group pairs
    all_are passed completed
}

descriptors_do_not_pile_up() {
    for group in unit pairs any; do
        run 0 --group $group -R First
        first=$(printed "$group.First.A" | grep "^descriptors: 0 1 2") || fail "nothing is printed"
        for test in B C D E; do
            [ "$(printed "$group.First.$test" | grep ^descriptors)" = "$first" ] ||
                fail "$group.$test has $(printed "$group.First.$test" | grep ^descriptors), and $group.A $first"
        done
    done
}

# What is open at the end, but for what the helper was given and valgrind's own.
valgrind_finds_no_descriptor_left() {
    command -v valgrind >/dev/null || {
        echo "skipped: there is no valgrind"
        exit 77
    }
    ! grep -q "libasan\.so" "$helper" || {
        echo "skipped: valgrind and AddressSanitizer exclude each other"
        exit 77
    }
    rm -f "$work"/valgrind.*
    "$helper" list "$build" >/dev/null
    (
        exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
        valgrind -q --track-fds=yes --log-file="$work/valgrind.%p" "$helper" run "$build" --group plain --group unit -R 'Plain\.One|First' -j 2
    ) >"$output" 2>&1 || fail "the run"
    own=$(sed -n 's/^==[0-9]*== //p' "$work"/valgrind.* | grep -A 1 "^Open " | grep -v "^--")
    [ -n "$own" ] || fail "valgrind saw nothing"
    # A supervisor has its socket and what tells it of SIGCHLD, and closes them by ending.
    for log in "$work"/valgrind.*; do
        sed -n 's/^==[0-9]*== //p' "$log" | grep -A 1 "^Open " | grep -v "^--" | paste - - |
            grep -v "inherited from parent" >"$work/own" || true
        if grep -q "dup3" "$work/own"; then
            ! grep -v "dup3\|signalfd" "$work/own" || fail "open at the end of a supervisor"
        else
            [ ! -s "$work/own" ] || fail "open at the end: $(cat "$work/own")"
        fi
    done
}

a_unit_runs_in_order_in_one_worker() {
    run 0 --group unit
    [ "$(grep -v "^First\|^Second" "$LOG" | cut -d' ' -f1,3,4 | tr '\n' ',')" = \
        "A 0 0,B 0 0,C 0 0,D 0 0,E 0 0,F 0 0,G 0 0," ] || fail "not in order, or not in processes of their own"
    [ "$(grep -v "^First\|^Second" "$LOG" | cut -d' ' -f2 | sort -u | wc -l)" = 7 ] || fail "not 7 processes"
    CRASH=B run 1 --group unit -R First
    has_outcome crashed signal unit.First.B
    has_outcome passed completed unit.First.A unit.First.C unit.First.E
}

a_unit_in_one_process_ends_with_a_crash() {
    run 0 --group unit-reused
    [ "$(grep -v "^First\|^Second" "$LOG" | cut -d' ' -f1,3 | tr '\n' ',')" = "A 0,B 1,C 2,D 3,E 4,F 5,G 6," ] ||
        fail "not one process"
    CRASH=B run 3 --group unit-reused
    has_outcome passed completed unit-reused.First.A
    has_outcome crashed signal unit-reused.First.B
    has_outcome not_run unit_ended unit-reused.First.C unit-reused.First.D unit-reused.First.E unit-reused.Second.F \
        unit-reused.Second.G
    reason unit-reused.First.C "unit-reused.First.B"
    reason unit-reused.Second.G "unit-reused.First.B"
    FAIL=B run 1 --group unit-reused -R First
    has_outcome failed framework unit-reused.First.B
    has_outcome passed completed unit-reused.First.C unit-reused.First.E
}

# In whatever order: the number of each test in its process.
a_process_is_used_again_as_often_as_asked() {
    run 0 --group pairs -R First
    [ "$(grep -v "^First" "$LOG" | cut -d' ' -f3 | tr '\n' ',')" = "0,1,0,1,0," ] || fail "not in pairs"
    [ "$(grep -v "^First" "$LOG" | cut -d' ' -f2 | sort -u | wc -l)" = 3 ] || fail "not 3 processes"
    run 0 --group any -R First
    [ "$(grep -v "^First" "$LOG" | cut -d' ' -f3 | tr '\n' ',')" = "0,1,2,3,4," ] || fail "not in one process"
}

a_crash_in_a_process_that_is_used_again_costs_one_test() {
    for group in pairs any; do
        # What failed last runs first: the second time there are tests after it.
        CRASH=C run 1 --group $group -R First
        CRASH=C run 1 --group $group -R First -j 1
        has_outcome crashed signal $group.First.C
        has_outcome passed completed $group.First.A $group.First.B $group.First.D $group.First.E
        next=$(grep -v "^First" "$LOG" | grep -A 1 "^C " | tail -n 1 | cut -d' ' -f1,3)
        [ "$next" = "C 0" ] || [ "${next#* }" = 0 ] || fail "not a fresh process after the crash: $next"
    done
}

no_text_comes_twice() {
    run 1 --group fork
    for text in "text of printf without a newline" "text of cout without a newline" "printed by a test"; do
        [ "$(grep -o "$text" "$results/junit.xml" | wc -l)" = 1 ] || fail "not once: $text"
    done
}

an_exit_in_a_test_runs_nothing_of_the_fixture() {
    run 1 --group fork
    has_outcome crashed no_result fork.Fork.Exits fork.Fork.QuickExits
    logged 1 atexit
    logged 1 "static destructor"
    logged 1 "atexit of a test"
    nothing_alive
}

a_child_of_a_test_is_no_second_runner() {
    run 0 --group fork -R Child
    all_are passed completed
    [ "$(jq .counts.declared "$results/summary.json")" = 3 ] || fail "not 3 results"
    nothing_alive
}

seeds_differ_and_come_again() {
    run 0 --group fork -R Seed --seed 42
    [ "$(sort -u "$LOG" | grep -c ^seed)" = 2 ] || fail "two tests have one seed"
    sort "$LOG" >"$work/first"
    run 0 --group fork -R Seed --seed 42
    sort "$LOG" | cmp - "$work/first" || fail "the same --seed, other seeds"
}

huge_pages_are_asked_for_unless_not_wanted() {
    asked=glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=33554432:glibc.malloc.trim_threshold=67108864
    run 0 --group fork -R Tunables
    logged 1 "tunables $asked"
    GLIBC_TUNABLES=glibc.malloc.check=1 run 0 --group fork -R Tunables
    logged 1 "tunables glibc.malloc.check=1:$asked"
    run 0 --group small-pages -R Tunables
    logged 1 "tunables "
}

# Also where a large fixture is of many blocks that are smaller than a huge page.
a_heap_is_of_huge_pages_where_the_kernel_has_them() {
    grep -Fq "[never]" /sys/kernel/mm/transparent_hugepage/enabled 2>/dev/null && return
    [ -e /sys/kernel/mm/transparent_hugepage/enabled ] || return 0
    run 0 --group fork -R HeapPages
    logged 1 "huge pages"
    grep -Fq "[always]" /sys/kernel/mm/transparent_hugepage/enabled && return
    run 0 --group small-pages -R HeapPages
    logged 1 "small pages"
}

a_file_left_open_is_warned_of() {
    echo content >"$work/file"
    LEAVE_OPEN="$work/file" run 0 --group fork -R Quiet
    says "set-up left $work/file open"
    run 0 --group fork -R Quiet
    says_not "set-up left"
}

threads_after_set_up_are_named() {
    run 3 --group threads
    has_outcome not_run fixture_failed threads.Threads.Passes
    fixture_reason threads '"flusher", "watcher"'
    logged 1 "environment down"
    run 0 --group threads-allowed
    all_are passed completed
}

# are_free <group> <cause of failures>
are_free() {
    has_outcome failed "$2" "$1.Free.FailsWithoutDescriptors" "$1.Free.FailsWithoutPrivileges"
    has_outcome skipped framework "$1.Free.SkipsWithoutPrivileges"
    has_outcome crashed no_result "$1.Free.ExitsWithoutPrivileges"
    jq -r '.tasks[] | select(.outcome != "passed") | .id' "$results/summary.json" | sort | sed 's/.*Free.//' | tr '\n' ',' >"$work/bad"
    [ "$(cat "$work/bad")" = ExitsWithoutPrivileges,FailsWithoutDescriptors,FailsWithoutPrivileges,SkipsWithoutPrivileges, ] ||
        fail "not these: $(cat "$work/bad")"
}

a_test_may_replace_the_working_directory() {
    run 0 --group directory
    all_are passed completed
}

a_test_may_do_what_it_likes_to_its_process() {
    run 1 --group freedom
    are_free freedom framework
    printed freedom.Free.FailsWithoutDescriptors | grep -q "this is seen" || fail "the failure is not seen"
    run 1 --group freedom-plain
    are_free freedom-plain framework
    run 0 --group freedom-reused -E Fails
    all_are passed completed
    nothing_alive
}

"$4"
