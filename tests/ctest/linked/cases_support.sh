# For the checks of this folder: $6 is the build of project/, $7 the package.
build=$6
results=$build/Testing/ParallelFixtures/latest
package=${7:-}
LOG=$log MEET=$work/meet FROM_CTEST=no
export LOG MEET FROM_CTEST
mkdir "$MEET"

# listed <jq expression that must be true of the tests>
listed () {
    "$ctest" --test-dir "$build" --show-only=json-v1 >"$work/list.json" 2>"$output" || fail "ctest cannot list"
    jq -e "$1" "$work/list.json" >/dev/null || fail "not in the list: $1"
}
# words_of <id>: its command in $work/words, a word a line: none of these has a newline.
words_of () {
    listed true
    jq -r --arg id "$1" '.tests[] | select(.name == $id) | .command[]' "$work/list.json" >"$work/words"
}
