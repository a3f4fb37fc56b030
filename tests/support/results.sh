# For checks that run the real helper and read its results: sourced with $work, a folder of the check's own, $results, $output
# (what was printed), $log (what the commands and tests wrote), $deadline_s and a function `fail <why>`.

# For fail.
show_results() {
    jq -r '.tasks[] | "\(.outcome) \(.cause) \(.id): \(.reason)"' "$results/summary.json" 2>/dev/null
    jq -c '.fixtures[] | [.name, .outcome, .setups, .teardowns, .reason]' "$results/summary.json" 2>/dev/null
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
# fixture <name> <outcome> <setups> <teardowns>
fixture() {
    found=$(jq -r --arg name "$1" '.fixtures[] | select(.name == $name) | "\(.outcome) \(.setups) \(.teardowns)"' \
        "$results/summary.json")
    [ "$found" = "$2 $3 $4" ] || fail "fixture $1 is \"$found\", not \"$2 $3 $4\""
}
# logged <times> <line>
logged() { [ "$(grep -cxF -e "$2" "$log")" = "$1" ] || fail "not $1 times in the log: $2"; }
says() { grep -qF -e "$1" "$output" || fail "it does not say: $1"; }
says_not() { ! grep -qF -e "$1" "$output" || fail "it says: $1"; }

# until_true <what> <command>...: a condition with a deadline.
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
