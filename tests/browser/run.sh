#!/bin/sh
# run.sh <helper> <folder of node_modules> <work>: makes the journals of make_journal.py and their reports, and uses the
# pages in a browser. Leaves the pages and pictures of them in <work>. Exits 77 where what it needs is missing.
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

rm -rf "$work/runs" "$work/pictures"
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
node "$here/page_test.mjs" "$modules" "$chromium" "$work/runs" "$work/pictures"
