# For checks of served programs: sourced with $helper, $build and $work set.
export PARALLEL_FIXTURES_COLOR=never
results=$build/Testing/ParallelFixtures/latest
output=$work/output
export LOG="$work/log"
log=$LOG
deadline_s=20
status=0

# Its version of the framework could not be had.
if [ -e "${VERSION:-}/skipped" ]; then
    cat "$VERSION/skipped"
    exit 77
fi

fail() {
    echo "FAILED: $1"
    echo "--- the helper, status $status:"
    cat "$output" 2>/dev/null
    echo "--- log:"
    cat "$LOG" 2>/dev/null
    show_results
    exit 1
}

. "$(dirname "$0")/../../support/results.sh"

# run <status> [<argument>...]: a run that must end so, with a complete account.
run() {
    expected=$1
    shift
    rm -f "$LOG"
    : >"$LOG"
    status=0
    "$helper" run "$build" "$@" >"$output" 2>&1 || status=$?
    [ "$status" = "$expected" ] || fail "the status is $status, not $expected: $*"
    account
}

# all_are <outcome> <cause>
all_are() {
    jq -e --arg o "$1" --arg c "$2" '[.tasks[] | select(.outcome != $o or .cause != $c)] == []' \
        "$results/summary.json" >"$work/account" || fail "not all are $1 $2"
}
# reason <id> <part of it>
reason() {
    jq -r --arg id "$1" '.tasks[] | select(.id == $id) | .reason' "$results/summary.json" >"$work/reason"
    grep -qF -e "$2" "$work/reason" || fail "the reason of $1 has no \"$2\": $(cat "$work/reason")"
}
fixture_reason() {
    jq -r --arg name "$1" '.fixtures[] | select(.name == $name) | .reason' "$results/summary.json" >"$work/reason"
    grep -qF -e "$2" "$work/reason" || fail "the reason of fixture $1 has no \"$2\": $(cat "$work/reason")"
}
# in_junit <xpath that must be true>
in_junit() {
    [ "$(xmllint --xpath "boolean($1)" "$results/junit.xml")" = true ] || fail "not in junit.xml: $1"
}
# What a task has printed: printed <id>
printed() { xmllint --xpath "string(//testcase[concat(@classname, '.', @name) = '$1']/system-out)" "$results/junit.xml"; }

# The processes of programs of this project.
alive() { find /proc -maxdepth 2 -path '/proc/[0-9]*/exe' -lname "$build/*" 2>/dev/null || true; }
nobody_alive() { [ -z "$(alive)" ]; }
nothing_alive() { until_true "nothing is alive: $(alive)" nobody_alive; }
