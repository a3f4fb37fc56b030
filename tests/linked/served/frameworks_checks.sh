#!/bin/sh
# frameworks_checks.sh <helper> <build of project/> <work> <check>: Catch2, doctest and programs without a framework.
set -eu
helper=$1 build=$2 work=$3
mkdir -p "$work"
. "$(dirname "$0")/support.sh"

catch2_tests_come_to_what_they_must() {
    run 3 --group c
    has_outcome passed completed c.plain "c.database 1" "c.database 2" "c.schema 1" "c.schema 2" "c.schema 3" \
        "c.table 1" "c.table 2" "c.should fail" "c.may fail" c.sections \
        'c.odd, name: [with] "quotes" & <brackets> *\'
    has_outcome failed framework c.fails "c.should fail and passes" "c.asks for nothing"
    has_outcome not_run fixture_failed c.broken "c.on broken"
    has_outcome skipped fixture_skipped c.absent
    reason c.broken "no disk"
    reason c.absent "no server here"
    [ "$(jq .counts.declared "$results/summary.json")" = 18 ] || fail "not 18 tasks"
    in_junit "//testcase[@name='fails']/failure[contains(., 'catch2.cc:') and contains(., '41 == 42')]"
    in_junit "//testcase[@name='asks for nothing']/failure[contains(., 'Schema')]"
}

doctest_tests_come_to_what_they_must() {
    run 3 --group d
    has_outcome passed completed d.plain d.database/1 d.database/2 d.schema/1 d.schema/2 d.table/1 d.table/2 \
        "d.should fail" "d.may fail"
    has_outcome failed framework d.fails "d.should fail and passes" "d.asks for nothing"
    has_outcome not_run fixture_failed d.broken/1
    has_outcome skipped fixture_skipped d.absent/1
    has_outcome skipped disabled d.skipped
    [ "$(jq .counts.declared "$results/summary.json")" = 15 ] || fail "not 15 tasks"
    in_junit "//testcase[@name='fails']/failure[contains(., 'doctest.cc:') and contains(., '41 == 42')]"
}

# set_ups <group> <a test on RUN> <on WORKER> <on TASK>: in one process per scope, torn down there, inner ones first.
set_ups() {
    run 0 --group "$1" -R "$2"
    fixture "$1/database" passed 1 1
    logged 1 "database up"
    logged 1 "database down"
    run 0 --group "$1" -R "$3" -j 1
    fixture "$1/database" passed 1 1
    fixture "$1/schema" passed 1 1
    [ "$(tr '\n' ',' <"$LOG")" = "database up,schema up,schema down,database down," ] || fail "not those set-ups"
    run 0 --group "$1" -R "$4" -j 1
    fixture "$1/schema" passed 1 1
    fixture "$1/table" passed 2 2
    [ "$(tr '\n' ',' <"$LOG")" = \
        "database up,schema up,table up,table down,table up,table down,schema down,database down," ] ||
        fail "not those set-ups"
    jq -e '[.fixtures[] | select(.teardown_seconds > 3)] == []' "$results/summary.json" >"$work/account" ||
        fail "a teardown waits for a worker"
    nothing_alive
}
scopes_of_catch2_fixtures() {
    set_ups c "database" "schema" "table"
}

scopes_of_doctest_fixtures() {
    set_ups d "d.database/" "d.schema/" "d.table/"
}

tags_and_suites_are_labels() {
    "$helper" list "$build" --group c -L '^slow path$' >"$output" || fail "list"
    says "c.plain"
    says "Total Tasks: 1"
    "$helper" list "$build" --group d -L '^schema$' >"$output" || fail "list"
    says "d.schema/1"
    says "Total Tasks: 2"
}

a_program_without_a_framework_is_served() {
    run 1 --group n
    has_outcome passed completed n.arguments n.outer
    has_outcome failed framework n.fails n.throws
    has_outcome skipped framework n.skips
    has_outcome skipped disabled n.disabled
    reason n.throws "thrown by run"
    [ "$(tr '\n' ',' <"$LOG")" = "hold ,hold outer,leave outer 11,leave  1," ] || fail "not those set-ups"
    in_junit "//testcase[@name='fails']/failure[contains(., 'it is <not> \"so\" &') and contains(., 'second line')]"
}

# odd_names <framework>: listed, run all and one by one, reported.
odd_names() {
    framework=$1
    run 0 --group odd-$framework
    all_are passed completed
    [ "$(jq .counts.declared "$results/summary.json")" = 21 ] || fail "not 21 tests"
    in_junit "count(//testcase[@classname = 'odd-$framework']) = 21 and not(//failure) and not(//error)"
    in_junit "//testcase[contains(@name, '<tag attribute=\"x\"> & &amp; ]]>')]"
    in_junit "//testcase[contains(@name, 'back\\slash and \\, \\[ \\*')]"
    in_junit "//testcase[contains(@name, 'ünìcode 日本 😀')]"
    xmllint --noout "$results/Test.xml" || fail "Test.xml is not well-formed"
    jq -r '.tasks[].id' "$results/summary.json" | sort >"$work/ids"
    "$helper" list "$build" --group odd-$framework >"$output" || fail "list"
    says 'x:y,z;w'
    # Each by itself.
    while read -r id; do
        run 0 --group odd-$framework -R "^\\Q$id\\E\$"
        [ "$(jq -r '.tasks[].id' "$results/summary.json")" = "$id" ] || fail "not $id"
    done <"$work/ids"
}

names_of_gtest_with_every_odd_character_come_through() {
    odd_names gtest
}

names_of_catch2_with_every_odd_character_come_through() {
    odd_names catch2
}

names_of_doctest_with_every_odd_character_come_through() {
    odd_names doctest
}

mistakes_of_tests_and_types_are_one_clear_error_each() {
    while read -r group text; do
        run 1 --group "bad-$group"
        has_outcome failed discovery "bad-$group.DISCOVERY_FAILED"
        reason "bad-$group.DISCOVERY_FAILED" "$text"
        [ "$(jq .counts.declared "$results/summary.json")" = 1 ] || fail "not one result"
    done <<'END'
doctest-circle is nested in itself: "first" in "last" in "middle" in "first"; remove a parent
doctest-newline holds a control character; rename it
catch2-twice "same" ) already defined
gtest-newline holds a control character; rename it
END
}

tests_of_one_name_are_numbered() {
    run 1 --group bad-doctest-twice --group bad-gtest-twice
    has_outcome passed completed bad-doctest-twice.same "bad-doctest-twice.in a suite" bad-gtest-twice.Suite.same
    has_outcome failed framework "bad-doctest-twice.same #2" "bad-gtest-twice.Suite.same #2"
}

mistakes_are_one_clear_error_each() {
    for mistake in silent:"its main must call parallel_fixtures::serve()" protocol:"protocol 999" \
        crashes:"signal 6" garbage:"incomplete or damaged" twice:'two tests of one name, "same"' \
        cycle:"or requires it itself" wider:"wider than that of its parent" numbered:"it lists no test"; do
        run 1 --group "bad-${mistake%%:*}"
        has_outcome failed discovery "bad-${mistake%%:*}.DISCOVERY_FAILED"
        reason "bad-${mistake%%:*}.DISCOVERY_FAILED" "${mistake#*:}"
        [ "$(jq .counts.declared "$results/summary.json")" = 1 ] || fail "not one result"
    done
}

arguments_that_leave_a_wrong_report_are_refused() {
    rm -f "$build/report.xml"
    run 1 --group bad-words-g___gtest_output_xml_x --group bad-words-g___gtest_repeat_2 \
        --group bad-words-plain___gtest_output_xml_x --group bad-words-c___out_x --group bad-words-d__o_x
    all_are failed discovery
    [ "$(jq .counts.declared "$results/summary.json")" = 5 ] || fail "not 5 results"
    [ "$(jq '[.tasks[] | select(.reason | test("EXTRA_ARGS"))] | length' "$results/summary.json")" = 5 ] || fail "not all say why"
    run 1 --group flags-g -R "Plain.Passes|Plain.Fails$"
    run 0 --group flags-plain -R "Plain.One"
    [ ! -e "$build/report.xml" ] || fail "there is a report: $(cat "$build/report.xml")"
}

a_listing_that_hangs_is_one_failure_and_others_run() {
    run 1 --group bad-hangs-before-main --group bad-hangs-in-main --group bad-hangs-listing --group bad-noise
    for hang in before-main:"before main" in-main:"in main" listing:listing; do
        has_outcome failed discovery "bad-hangs-${hang%%:*}.DISCOVERY_FAILED"
        reason "bad-hangs-${hang%%:*}.DISCOVERY_FAILED" "did not end within 1 s when asked for its tests"
        reason "bad-hangs-${hang%%:*}.DISCOVERY_FAILED" "hangs ${hang#*:}"
    done
    has_outcome passed completed bad-noise.test # What it prints is no answer.
    [ "$(jq .counts.declared "$results/summary.json")" = 4 ] || fail "not 4 results"
    nothing_alive
}

"$4"
