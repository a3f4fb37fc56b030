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
for run in before one empty killed hostile shop many; do
    mkdir -p "$work/runs/$run"
    python3 "$here/make_journal.py" "$run" "$work/runs/$run"
    code=0
    "$helper" report --run "$work/runs/$run" >"$work/runs/$run.txt" || code=$?
    [ -s "$work/runs/$run/report.html" ] || {
        cat "$work/runs/$run.txt"
        echo "FAILED: $run has no page (exit code $code)"
        exit 1
    }
done
node "$here/page_test.mjs" "$modules" "$chromium" "$work/runs" "$work/pictures"
