#!/bin/sh
# slurm_checks.sh <helper> <repository> <work directory> <ctest> <check>: runs on the nodes of a real Slurm on this machine.
set -eu
. "$(dirname "$0")/../ctest/support.sh"
. "$here/../slurm/cluster.sh"
here=$root/tests/slurm
results=$build/Testing/ParallelFixtures/latest
lead=
for name in $(env | sed -n 's/^\(SLURM_[A-Z_]*\)=.*/\1/p'); do unset "$name"; done

why=$(cluster_problem)
if [ -n "$why" ]; then
    echo "skipped: $why"
    exit 77
fi
# A short path: the sockets of Slurm are in it.
cluster_home=$(mktemp -d /tmp/pf-slurm.XXXXXX)
end_all () {
    [ -z "$lead" ] || kill -KILL "$lead" 2>/dev/null || true
    cluster_stop
    rm -rf "$cluster_home"
}
trap end_all EXIT
trap 'exit 1' HUP INT TERM

# nodes [<cmake argument>...]: a cluster of four nodes, and the project.
nodes () {
    cmake -S "$here/project" -B "$build" -D "ROOT=$root" -D "HELPER=$helper" -D "WORK=$work" "$@" >"$output" 2>&1 || fail "cmake"
    cluster_start "$cluster_home" 4 2
}

# In an allocation of all nodes. It stays when a node is lost.
allocated () { salloc --quiet --nodes=4 --exclusive --no-kill "$@"; }

# ends <status> <command>...
ends () {
    expected=$1
    shift
    status=0
    "$@" >"$output" 2>&1 || status=$?
    [ "$status" = "$expected" ] || fail "the status is $status, not $expected"
}

# begin <command>...: in the background, as a job of a shell.
begin () {
    python3 -c 'import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execvp(sys.argv[1], sys.argv[1:])' "$@" >"$output" 2>&1 &
    lead=$!
}
# begin_on_terminal <command>...: on a terminal of its own. After USR1, it gets Ctrl-C twice: again when it has told of the first.
begin_on_terminal () {
    python3 -c 'import os, pty, signal, sys
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
signal.signal(signal.SIGUSR1, lambda *_: os.write(terminal, b"\3"))
told = b""
while b"interrupted by SIGINT" not in told:
    data = os.read(terminal, 4096)
    os.write(1, data)
    told += data
os.write(terminal, b"\3")
try:
    while data := os.read(terminal, 4096):
        os.write(1, data)
except OSError:
    pass
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))' "$@" >"$output" 2>&1 &
    lead=$!
}
# ended <status>: what begin() or begin_on_terminal() has begun.
ended () {
    status=0
    until_true "the command ends" has_ended
    wait "$lead" || status=$?
    lead=
    [ "$status" = "$1" ] || fail "the status is $status, not $1"
}
has_ended () { ! kill -0 "$lead" 2>/dev/null || grep -q '^State:.Z' "/proc/$lead/status"; }

# The command itself, which salloc has started.
command_pid () { pgrep -f "^$helper slurm $build" -P "$lead" || echo "$lead"; }

# on <regex>: the nodes on which such lines were logged.
on () { sed -n "s/^$1 \(n[0-9]\)$/\1/p" "$log" | sort -u; }
ran () { [ "$(sed 's/ .*//' "$log" | grep -c '^g[.]')" -ge "$1" ]; }
tasks_are () { jq -e --argjson n "$2" ".counts.$1 == \$n" "$results/summary.json" >/dev/null || fail "$1 is not $2"; }
each_task_ran_once () {
    again=$(sed -n 's/^\(g[.][0-9]*\) .*/\1/p' "$log" | sort | uniq -d)
    [ -z "$again" ] || fail "ran again: $again"
}

exit_codes_are_those_of_run() {
    nodes
    ends 0 allocated env PMIX_RANK=0 "$helper" slurm "$build"
    account
    tasks_are passed 24
    each_task_ran_once
    [ "$(on up | wc -l)" = 4 ] || fail "the fixture is not set up once on each node"
    says " on n4"
    says "24/24 tasks run: 24 passed"
    jq -e '.run.shards | length == 4' "$results/summary.json" >/dev/null || fail "the summary does not name the shards"
    touch "$work/break"
    ends 1 allocated "$helper" slurm "$build" --nodes 2
    account
    tasks_are failed 1
    rm "$work/break"
    ends 0 allocated "$helper" slurm "$build" --rerun-failed
    tasks_are declared 1
    ends 4 allocated "$helper" slurm "$build" -R nothing
    ends 2 allocated "$helper" slurm "$build" --nodes 5
    ends 2 "$helper" slurm "$build"
    says "this is no allocation of Slurm; write --nodes or --shards"
}

a_node_is_lost_during_a_setup() {
    nodes
    echo n3 >"$work/wait-setup"
    begin salloc --quiet --nodes=4 --exclusive --no-kill "$helper" slurm "$build"
    until_true "n3 sets up" in_log "up n3"
    node_kill n3
    touch "$work/go"
    ended 0
    account
    tasks_are passed 24
    each_task_ran_once
    says "lost: n3, with"
    [ -z "$(on 'g[.][0-9]*' | grep n3)" ] || fail "n3 has run tasks"
}

a_node_is_lost_during_tasks() {
    slurmd_timeout=6
    nodes
    echo n2 >"$work/wait"
    begin salloc --quiet --nodes=4 --exclusive --no-kill "$helper" slurm "$build"
    until_true "two tasks wait on n2, and all others are done" ran 20
    node_kill n2
    deadline_s=60
    ended 0
    account
    tasks_are passed 24
    says "lost: n2, with 6 tasks unfinished; run again on the nodes that are left"
    jq -e '[.tasks[] | select(.attempts != 1 or .flaky)] == []' "$results/summary.json" >/dev/null || fail "there are attempts"
}

a_node_is_lost_during_a_teardown() {
    nodes
    echo n4 >"$work/wait-teardown"
    begin salloc --quiet --nodes=4 --exclusive --no-kill "$helper" slurm "$build"
    until_true "n4 tears down" in_log "down n4"
    node_kill n4
    ended 3
    account
    tasks_are passed 24
    each_task_ran_once
    jq -e '.fixtures[0].outcome == "failed" and (.fixtures[0].reason | contains("n4"))' "$results/summary.json" >/dev/null ||
        fail "the teardown has not failed"
}

a_step_keeps_its_name() {
    nodes
    echo n2 >"$work/wait"
    begin salloc --quiet --nodes=4 --exclusive --no-kill "$helper" slurm "$build" -- --job-name=mine
    until_true "a task waits on n2" grep -q '^g.* n2$' "$log"
    squeue --noheader --steps --format=%j | grep -qx parallel-fixtures || fail "the step is not found by its name"
    touch "$work/go"
    ended 0
    tasks_are passed 24
}

a_hung_srun_is_killed() {
    nodes
    mkdir "$work/bin"
    cat >"$work/bin/srun" <<END
#!/bin/sh
trap '' TERM
$(command -v srun) "\$@"
case "\$*" in *" step "*) echo \$\$ >"$work/hung"; for i in \$(seq 1200); do sleep 0.1; done ;; esac  # Two minutes.
END
    chmod +x "$work/bin/srun"
    deadline_s=90
    PATH="$work/bin:$PATH" begin salloc --quiet --nodes=1 --exclusive "$helper" slurm "$build"
    ended 0
    hung=$(cat "$work/hung")
    deadline_s=5
    until_true "srun is not left" hung_has_ended
    says "srun waits for a step that Slurm does not have any more, and is ended"
    tasks_are passed 24
}

the_files_of_a_step_exist_before_it() {
    nodes
    mkdir "$work/bin"
    printf '#!/bin/sh\nls -d "%s/nodes/"*/journal.jsonl >"%s"\nexec "%s" "$@"\n' "$results" "$work/there" "$(command -v srun)" \
        >"$work/bin/srun"
    chmod +x "$work/bin/srun"
    (PATH="$work/bin:$PATH"; ends 0 allocated "$helper" slurm "$build" --nodes 2)
    tasks_are passed 24
    [ "$(grep -c '/1[.][12]/journal' "$work/there")" = 2 ] || fail "before the step there were: $(cat "$work/there")"
}

# Succeeds if the srun that hung has ended. Its new parent may not have waited for it yet.
hung_has_ended () { [ ! -e "/proc/$hung" ] || grep -q '^State:.Z' "/proc/$hung/status"; }

without_any_node_left_tasks_are_not_run() {
    nodes
    echo n1 >"$work/wait"
    begin salloc --quiet --nodes=1 --nodelist=n1 --exclusive --no-kill "$helper" slurm "$build"
    until_true "tasks wait on n1" in_log "g.1 n1"
    node_kill n1
    ended 5
    jq -e '[.tasks[] | select(.outcome == "not_run" and .cause == "node_lost" and (.reason | contains("n1")))] | length > 0' \
        "$results/summary.json" >/dev/null || fail "the reason does not name the node"
    jq -e '.counts | .declared == 24 and .passed + .not_run == 24' "$results/summary.json" >/dev/null || fail "the counts"
}

an_array_is_requeued() {
    nodes
    echo n2 >"$work/wait"
    begin "$helper" slurm "$build" --shards 4
    until_true "a task waits on n2" grep -q '^g.* n2$' "$log"
    node_kill n2
    rm "$work/wait"
    # Slurm waits for two minutes before it starts such a job again.
    until_true "the job waits" requeued
    scontrol update "JobId=$(requeued)" StartTime=now
    deadline_s=60
    ended 0
    account
    tasks_are passed 24
    says "n2 was lost; Slurm runs its shard again"
}

a_requeued_job_is_followed() {
    nodes
    echo n2 >"$work/wait"
    begin "$helper" slurm "$build" --shards 4
    until_true "a task waits on n2" grep -q '^g.* n2$' "$log"
    scontrol requeue "$(squeue --noheader --nodelist=n2 --format=%i)"
    until_true "the job waits" requeued
    rm "$work/wait"
    scontrol update "JobId=$(requeued)" StartTime=now
    deadline_s=60
    ended 0
    account
    tasks_are passed 24
    says "the helper on n2 was ended; Slurm runs its shard again"
}

a_shard_that_was_lost_before_it_began_is_followed() {
    nodes
    printf '#!/bin/sh\necho held n2 >>"%s"\nexec sleep 600\n' "$log" >"$work/held"
    chmod +x "$work/held"
    kill -KILL "$(cat "$cluster/run/slurmd-n2.pid")"
    node_start n2 unshare --mount --propagation private sh -c "mount --bind '$work/held' '$helper' && exec \"\$@\"" sh
    cluster_wait 4
    begin "$helper" slurm "$build" --shards 4
    until_true "n2 holds its shard" in_log "held n2"
    node_kill n2
    until_true "the job waits" requeued
    scontrol update "JobId=$(requeued)" StartTime=now
    deadline_s=60
    ended 0
    tasks_are passed 24
    says "had not begun; Slurm runs it again"
    ! grep -q "has not begun" "$output" || fail "it has begun"
}

requeued () { squeue --noheader --states=PENDING --format='%i %r' | sed -n 's/ BeginTime$//p' | grep .; }

an_array_has_the_exit_code_of_its_tasks() {
    build=$work/100%j
    results=$build/Testing/ParallelFixtures/latest
    nodes
    touch "$work/break"
    ends 1 "$helper" slurm "$build" --nodes 2 --shards 3 --output-junit "$work/junit.xml"
    account
    tasks_are failed 1
    tasks_are passed 23
    [ -e "$results/nodes/1.log" ] || fail "there is no log of shard 1"
    [ -s "$work/junit.xml" ] || fail "there is no junit.xml"
}

options_of_sbatch_leave_the_merge_job_alone() {
    nodes
    first=$(sbatch --parsable --output=/dev/null --wrap true)
    ends 0 "$helper" slurm "$build" --shards 2 -- "--dependency=afterok:$first" --job-name=mine
    tasks_are passed 24
    for option in --wait -W --clusters=pf -Mpf --array=1 -a1; do
        ends 2 "$helper" slurm "$build" --shards 2 -- $option
        says "of sbatch is not for an array of its jobs; omit it"
    done
    no_jobs || fail "jobs are left: $(squeue)"
    # One that submits the job and does not tell its number.
    mkdir "$work/bin"
    printf '#!/bin/sh\n%s "$@" >"%s"\nexit 1\n' "$(command -v sbatch)" "$work/submitted" >"$work/bin/sbatch"
    chmod +x "$work/bin/sbatch"
    echo n1 >"$work/wait"
    (PATH="$work/bin:$PATH"; ends 2 "$helper" slurm "$build" --shards 1)
    [ -s "$work/submitted" ] || fail "nothing was submitted"
    until_true "no job is left" no_jobs
}
no_jobs () { [ -z "$(squeue --noheader)" ]; }

ctrl_c_tears_down_on_every_node() {
    nodes -D SECONDS=30
    begin salloc --quiet --nodes=4 --exclusive --no-kill "$helper" slurm "$build"
    until_true "tasks run on each node" all_nodes_run
    kill -INT "$(command_pid)"
    ended 130
    account
    [ "$(on gone | wc -l)" = 4 ] || fail "the fixture is not torn down on each node"
    jq -e '.counts.not_run + .counts.crashed + .counts.failed == 24' "$results/summary.json" >/dev/null || fail "something passed"
    until_true "the nodes have no process: $(left)" nothing_left
}
all_nodes_run () { [ "$(on 'g[.][0-9]*' | wc -l)" = 4 ]; }
left () { for name in n1 n2 n3 n4; do node_processes $name; done; }
nothing_left () { [ -z "$(left)" ]; }

a_fast_second_ctrl_c_counts_on_every_node() {
    nodes
    echo n1 >"$work/wait-teardown"
    begin_on_terminal salloc --quiet --nodes=2 --nodelist=n1,n2 --exclusive --no-kill "$helper" slurm "$build"
    until_true "n1 tears down" in_log "down n1"
    kill -USR1 "$lead"
    ended 130
    says "killed by a second SIGINT"
    ! in_log "gone n1" || fail "the teardown was not killed"
    until_true "the nodes have no process: $(left)" nothing_left
}

ctrl_c_ends_an_array() {
    nodes -D SECONDS=30
    begin "$helper" slurm "$build" --shards 6 --nodes 4
    until_true "tasks run on each node" all_nodes_run
    kill -INT "$lead"
    deadline_s=30
    ended 130
    [ "$(on gone | wc -l)" = 4 ] || fail "the fixture is not torn down on each node"
    jq -e '.counts.declared == 24 and .counts.passed == 0' "$results/summary.json" >/dev/null || fail "something passed"
    until_true "the nodes have no process: $(left)" nothing_left
}

an_array_goes_on_without_its_connection() {
    nodes
    echo n2 >"$work/wait"
    begin "$helper" slurm "$build" --shards 4
    until_true "a task waits on n2" grep -q '^g.* n2$' "$log"
    kill -HUP "$lead"
    ended 129
    says "goes on"
    touch "$work/go"
    deadline_s=30
    until_true "the merge job has ended" test -e "$results/nodes/merged"
    [ "$(cat "$results/nodes/merged")" = 0 ] || fail "the merged run has the exit code $(cat "$results/nodes/merged")"
    tasks_are passed 24
    each_task_ran_once
}

the_death_of_the_command_tears_down_on_every_node() {
    nodes -D SECONDS=30
    begin salloc --quiet --nodes=4 --exclusive --no-kill sh -c "\"$helper\" slurm \"$build\"; until test -e \"$work/over\"; do sleep 0.05; done"
    until_true "tasks run on each node" all_nodes_run
    kill -KILL "$(pgrep -f "^$helper slurm $build")"
    until_true "the fixture is torn down on each node" all_gone
    touch "$work/over"
    ended 0
}
all_gone () { [ "$(on gone | wc -l)" = 4 ]; }

another_build_tree_on_a_node_is_refused() {
    nodes
    ends 0 allocated "$helper" slurm "$build" -R 'g[.]1$'
    mkdir "$work/other"
    cp -R "$build/." "$work/other"
    kill -KILL "$(cat "$cluster/run/slurmd-n3.pid")"
    node_start n3 unshare --mount --propagation private sh -c "mount --bind '$work/other' '$build' && exec \"\$@\"" sh
    cluster_wait 4
    : >"$log"
    ends 2 allocated "$helper" slurm "$build"
    says "the nodes do not have the same build tree: n3 does not see"
    [ ! -s "$log" ] || fail "something ran"
}

a_job_of_an_array_refuses_another_build_tree() {
    nodes
    # Only n3 sees a plan with another set-up.
    cp -R "$build/ParallelFixtures" "$work/other"
    LC_ALL=C sed -i 's/echo up /echo UP /' "$work/other/default/part-1"
    kill -KILL "$(cat "$cluster/run/slurmd-n3.pid")"
    node_start n3 unshare --mount --propagation private sh -c "mount --bind '$work/other' '$build/ParallelFixtures' && exec \"\$@\"" sh
    cluster_wait 4
    ends 5 "$helper" slurm "$build" --shards 4
    shard=$(sed -n 's/.*shard \([1-4]\) has not begun; .* says why if its node sees this file.*/\1/p' "$output")
    grep -q 'node n3 sees another build tree' "$results/nodes/$shard.log" || fail "the log does not say why"
    jq -e '[.tasks[] | select(.cause == "shard_missing")] | length == 6' "$results/summary.json" >/dev/null || fail "the causes"
}

two_thousand_tasks_on_four_nodes() {
    nodes -D TASKS=2000
    ends 0 allocated "$helper" slurm "$build" -j2
    account
    tasks_are passed 2000
    each_task_ran_once
    [ "$(on up | wc -l)" = 4 ] && [ "$(on gone | wc -l)" = 4 ] || fail "the fixtures"
}

"$check"
