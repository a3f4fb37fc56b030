# For checks of served programs: sourced with $helper, $build and $work set.
export PARALLEL_FIXTURES_COLOR=never
results=$build/Testing/ParallelFixtures/latest
output=$work/output
export LOG="$work/log"
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
    jq -r '.tasks[] | "\(.outcome) \(.cause) \(.id): \(.reason)"' "$results/summary.json" 2>/dev/null
    jq -c '.fixtures[] | [.name, .outcome, .setups, .teardowns, .reason]' "$results/summary.json" 2>/dev/null
    exit 1
}

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

# declared = sum of outcomes, in a valid file each.
account() {
    jq -e '.counts | .declared == .passed + .failed + .timeout + .crashed + .skipped + .not_run and .unreported == 0' \
        "$results/summary.json" >"$work/account" || fail "the outcomes do not add up"
    jq -e '(.tasks | length) == .counts.declared' "$results/summary.json" >"$work/account" || fail "a task is missing"
    xmllint --noout "$results/junit.xml" || fail "junit.xml is not well-formed"
    jq -es 'length > 0' "$results/journal.jsonl" >"$work/account" || fail "the journal is not JSON lines"
}

# has_outcome <outcome> <cause> <id>...
has_outcome() {
    wanted="$1 $2"
    shift 2
    for id; do
        found=$(jq -r --arg id "$id" '.tasks[] | select(.id == $id) | "\(.outcome) \(.cause)"' "$results/summary.json")
        [ "$found" = "$wanted" ] || fail "$id is \"$found\", not \"$wanted\""
    done
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
# fixture <name> <outcome> <setups> <teardowns>
fixture() {
    found=$(jq -r --arg name "$1" '.fixtures[] | select(.name == $name) | "\(.outcome) \(.setups) \(.teardowns)"' \
        "$results/summary.json")
    [ "$found" = "$2 $3 $4" ] || fail "fixture $1 is \"$found\", not \"$2 $3 $4\""
}
fixture_reason() {
    jq -r --arg name "$1" '.fixtures[] | select(.name == $name) | .reason' "$results/summary.json" >"$work/reason"
    grep -qF -e "$2" "$work/reason" || fail "the reason of fixture $1 has no \"$2\": $(cat "$work/reason")"
}
# logged <times> <line>
logged() { [ "$(grep -cxF -e "$2" "$LOG")" = "$1" ] || fail "not $1 times in the log: $2"; }
says() { grep -qF -e "$1" "$output" || fail "the helper does not say: $1"; }
says_not() { ! grep -qF -e "$1" "$output" || fail "the helper says: $1"; }
# in_junit <xpath that must be true>
in_junit() {
    [ "$(xmllint --xpath "boolean($1)" "$results/junit.xml")" = true ] || fail "not in junit.xml: $1"
}
# What a task has printed: printed <id>
printed() { xmllint --xpath "string(//testcase[concat(@classname, '.', @name) = '$1']/system-out)" "$results/junit.xml"; }

# until <what> <command>...: a condition with a deadline.
until_true() {
    what=$1
    shift
    tries=0
    until "$@" >/dev/null 2>&1; do
        tries=$((tries + 1))
        [ $tries -lt $((deadline_s * 100)) ] || fail "in $deadline_s s not: $what"
        sleep 0.01
    done
}

# The processes of programs of this project.
alive() { find /proc -maxdepth 2 -path '/proc/[0-9]*/exe' -lname "$build/*" 2>/dev/null || true; }
# One second after now at the latest.
nothing_alive() {
    tries=0
    while [ -n "$(alive)" ]; do
        tries=$((tries + 1))
        [ $tries -lt 20 ] || fail "still alive: $(alive)"
        sleep 0.05
    done
}
