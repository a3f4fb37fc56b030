#!/bin/sh
# run.sh <helper> <folder of node_modules> <work>: makes the journals of make_journal.py and their reports, and real runs of
# a small project, and uses their pages in a browser. Leaves the pages and pictures of them in <work>. Exits 77 where what it needs is missing.
set -eu
helper=$1
modules=$2
work=$3
here=$(cd "$(dirname "$0")" && pwd)

skip() {
    echo "skipped: $1; scripts/setup.sh browser installs it"
    exit 77
}
chromium=$(command -v chromium) || skip "no chromium"
command -v node >/dev/null || skip "no node"
command -v python3 >/dev/null || skip "no python3"
[ -d "$modules/node_modules/puppeteer-core" ] || skip "no puppeteer-core in $modules"

rm -rf "$work/runs" "$work/pictures" "$work/project"
journal() {
    mkdir -p "$work/runs/$1"
    python3 "$here/make_journal.py" "$1" "$work/runs/$1"
}
# Merges the shards of one run, the second of which is missing.
merge() {
    journal shard_1
    journal shard_3
    code=0
    "$helper" merge "$work/runs/shard_1" "$work/runs/shard_3" --output "$work/runs/merged" >"$work/runs/merge.txt" || code=$?
    [ "$code" = 5 ] || {
        cat "$work/runs/merge.txt"
        echo "FAILED: the exit code of merge is $code instead of 5"
        exit 1
    }
}
for run in before one empty killed hostile stacks merged shop many; do
    [ "$run" = merged ] && merge || journal "$run"
    code=0
    "$helper" report --run "$work/runs/$run" >"$work/runs/$run.txt" || code=$?
    [ -s "$work/runs/$run/report.html" ] || {
        cat "$work/runs/$run.txt"
        echo "FAILED: $run has no page (exit code $code)"
        exit 1
    }
done

# real <name> <exit code> <command>...: keeps the results of a run of the project under this name.
real() {
    name=$1
    expected=$2
    shift 2
    code=0
    "$@" >"$work/runs/$name.txt" 2>&1 || code=$?
    [ "$code" = "$expected" ] || {
        cat "$work/runs/$name.txt"
        echo "FAILED: the exit code of $name is $code instead of $expected"
        exit 1
    }
    "$helper" report "$project" --wait >/dev/null 2>&1 || true
    cp -RL "$project/Testing/ParallelFixtures/latest" "$work/runs/$name"
}
project=$work/project/build
mkdir -p "$work/project"
cmake -S "$here/project" -B "$project" -D "ROOT=$here/../.." -D "HELPER=$helper" -D "WORK=$work/project" >"$work/runs/cmake.txt" 2>&1 || {
    cat "$work/runs/cmake.txt"
    exit 1
}
real waits 0 "$helper" run "$project" -j3 -E '^broken' --color never
real ctest 8 ctest --test-dir "$project" -j4
real stress 0 "$helper" stress "$project" -R '^sql[.]query_[12]$' --count 12 -j3
node "$here/page_test.mjs" "$modules" "$chromium" "$work/runs" "$work/pictures"
