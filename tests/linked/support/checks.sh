# For checks of sample programs: sourced with $program set. Each check is a function; what it is named, CTest runs.
# Its version of the framework could not be had.
if [ -e "${VERSION:-}/skipped" ]; then
    cat "$VERSION/skipped"
    exit 77
fi
output=$(mktemp)
trap 'rm -f "$output"' EXIT

fail() {
    echo "FAILED: $1"
    echo "--- output, status $status:"
    cat "$output"
    exit 1
}

# list [<argument>...]; run <test> [<argument>...]; by_itself [<argument>...]
list() { PF_STUB=list execute "$@"; }
run() {
    name=$1
    shift
    PF_STUB="run:$name" execute "$@"
}
twice() {
    name=$1
    shift
    PF_STUB="twice:$name" execute "$@"
}
by_itself() { execute "$@"; }
execute() {
    status=0
    "$program" "$@" >"$output" 2>&1 || status=$?
}

has() { grep -qF -e "$1" "$output" || fail "not in the output: $1"; }
has_line() { grep -qxF -e "$1" "$output" || fail "no such line: $1"; }
lacks() { ! grep -qF -e "$1" "$output" || fail "in the output: $1"; }
count() { [ "$(grep -cF -e "$2" "$output")" = "$1" ] || fail "not $1 times in the output: $2"; }
status_is() { [ "$status" = "$1" ] || fail "status is not $1"; }
fails() { [ "$status" != 0 ] || fail "status is 0"; }
# The lines <...> that programs print, joined.
steps() { [ "$(grep -o '^<.*>$' "$output" | tr -d '\n')" = "$1" ] || fail "the steps are not $1"; }
# Which of the tests NAMED in the sample ran, in brackets: only they print it.
ran() { [ "$(grep -o '^<ran .*>$' "$output" | tr -d '\n')" = "<ran $1>" ] || fail "<ran $1> did not run, or not alone"; }
