#!/bin/bash
# chaos.sh <n> <helper> <build of project/> <work> [<seed>]
# n runs of the group `chaos`, in each of which one process is killed at a random moment: a keeper, a program, a nested
# fixture, a worker or a task. No result may get lost: every task is accounted for, the exit code says what happened,
# nothing is alive afterwards.
set -eu
runs=$1 helper=$2 build=$3 work=$4 seed=${5:-$((RANDOM * 32768 + RANDOM))}
mkdir -p "$work"
. "$(dirname "$0")/support.sh"
echo "seed $seed"
RANDOM=$seed

# Everything below a process.
below() {
    ps -eo pid=,ppid= | awk -v top="$1" '
        { parent[$1] = $2 }
        END {
            for (pid in parent) {
                for (p = pid; p in parent && p != top; p = parent[p]);
                if (p == top && pid != top) print pid
            }
        }'
}

now_ms() { echo $(($(date +%s%N) / 1000000)); }

# What the exit code must be, by what the results say.
expected_status() {
    jq -r --slurpfile journal <(jq -c 'select(.e == "fixture_died")' "$results/journal.jsonl") '
        if ($journal | length) > 0 or any(.fixtures[]; .outcome == "failed" or .outcome == "timeout") then 3
        elif .counts.failed + .counts.timeout + .counts.crashed > 0 then 1
        else 0 end' "$results/summary.json"
}

from=$(now_ms)
run 0 --group chaos
lasted=$(($(now_ms) - from))
declared=$(jq .counts.declared "$results/summary.json")
declare -A seen
killed=0
longest=0
for ((i = 1; i <= runs; ++i)); do
    : >"$LOG"
    name=
    began=$(now_ms)
    "$helper" run "$build" --group chaos >"$output" 2>&1 &
    pid=$!
    moment=$((RANDOM % lasted))
    sleep "$(printf '%d.%03d' $((moment / 1000)) $((moment % 1000)))"
    victims=($(below $pid))
    victim=none
    if [ ${#victims[@]} -gt 0 ]; then
        victim=${victims[RANDOM % ${#victims[@]}]}
        name="$(readlink "/proc/$victim/exe" || true) $(cat "/proc/$victim/comm" 2>/dev/null || true)"
        kill -9 "$victim" 2>/dev/null && killed=$((killed + 1)) || victim=gone
    fi
    status=0
    wait $pid || status=$?
    took=$(($(now_ms) - began))
    [ "$(jq .counts.declared "$results/summary.json")" = "$declared" ] ||
        fail "run $i (killed $victim after $moment ms): a task is lost"
    account
    [ "$status" = "$(expected_status)" ] ||
        fail "run $i (killed $victim after $moment ms): the status is $status, not $(expected_status)"
    nothing_alive
    [ $took -le $longest ] || longest=$took
    ${VERBOSE:+echo "run $i: killed $victim ($name) after $moment ms, took $took ms, status $status"}
    outcome="status $status, $(jq -r '.counts | "crashed \(.crashed) not_run \(.not_run)"' "$results/summary.json")"
    seen[$outcome]=$((${seen[$outcome]:-0} + 1))
done
echo "$runs runs of $declared tasks, $killed processes killed, no result lost; the longest took $longest ms and one undisturbed $lasted ms"
for outcome in "${!seen[@]}"; do
    echo "  ${seen[$outcome]} x $outcome"
done
