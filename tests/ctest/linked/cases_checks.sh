#!/bin/sh
# cases_checks.sh <helper> <repository> <work directory> <ctest> <check> <build of project/> <package>: the cases of
# test programs as CTest tests of their own.
set -eu
. "$(dirname "$0")/../support.sh"
. "$(dirname "$0")/cases_support.sh"

outcomes_are_what_ctest_shows_of_programs() {
    FROM_CTEST=yes
    run 8 -j4 -R '^g[.]'
    shows Passed g.Shared.First g.Shared.Second g.Shared.MeetsA g.Shared.MeetsB g.Shared.Flaky g.Shared.Environment g.Alone.Prints
    shows "***Failed" g.Shared.Fails g.Shared.Exits
    shows "***Exception: SegFault" g.Shared.Crashes
    shows "Subprocess aborted***Exception" g.Shared.Aborts g.Shared.ExitsEarly g.Broken.One g.Broken.Two
    shows "***Skipped" g.Shared.Skips g.Unavailable.One
    shows "***Timeout" g.Shared.Hangs
    shows "***Not Run (Disabled)" g.Shared.DISABLED_Never
    complete_account
    has_outcome passed completed g.Shared.First g.Shared.Flaky
    has_outcome failed framework g.Shared.Fails
    has_outcome crashed signal g.Shared.Crashes g.Shared.Aborts
    has_outcome crashed no_result g.Shared.ExitsEarly
    has_outcome timeout timeout g.Shared.Hangs
    has_outcome not_run fixture_failed g.Broken.One g.Broken.Two
    has_outcome skipped framework g.Shared.Skips
    has_outcome skipped fixture_skipped g.Unavailable.One
    logged 1 "from ctest yes"
    gone_soon
}

linked_cases_are_judged_by_properties() {
    run 8 -j4 -R '^judged[.]'
    shows Passed judged.S.Passes judged.S.FailsRightly judged.S.Says judged.S.Modified
    shows "***Failed" judged.S.PassesWrongly judged.S.SaysError
    shows "***Skipped" judged.S.SaysSkip
    shows "***Not Run" judged.S.Needs
    shows "***Timeout" judged.S.Hangs
    complete_account
    for how in ctest run; do
        [ $how = ctest ] || "$helper" run "$build" --group judged >"$output" 2>&1 || true
        has_outcome passed completed judged.S.Passes judged.S.Modified
        has_outcome passed will_fail judged.S.FailsRightly
        has_outcome failed will_fail judged.S.PassesWrongly
        has_outcome passed regex judged.S.Says
        has_outcome failed regex judged.S.SaysError
        has_outcome skipped skip_regex judged.S.SaysSkip
        has_outcome timeout timeout judged.S.Hangs
        [ $how = ctest ] || says "signalled"
    done
    has_outcome not_run required_files judged.S.Needs
}

each_fixture_is_set_up_once() {
    run 8 -j2 -E '^g.Shared.(Meets|Hangs)|Table.Hangs|^worker.(Table.[^I]|Alone|Table.IsKilled)'
    for line in "up everything" "down everything" "up shared" "down shared" "up broken" "up catalog" "down catalog" \
        "up db" "down db" "up own" "down own" "up each" "down each" "up table on there" "up table on own" "up table on each"; do
        logged 1 "$line"
    done
    logged 3 "down table"
    logged 1 "inserts on there"
    logged 1 "inserts on own"
    logged 1 "inserts on each"
    logged 1 "plain on there"
    [ "$(grep -n "down table" "$log" | tail -1 | cut -d: -f1)" -gt "$(grep -n "up table on each" "$log" | cut -d: -f1)" ] ||
        fail "torn down before it was set up"
    complete_account
    fixture g/Shared passed 1 1
    fixture g passed 1 1
    fixture db passed 1 1
    gone_soon
}

a_client_runs_no_static_constructor() {
    run 0 -R '^g.Shared.(First|Second)$'
    logged 1 constructed  # In the process that sets up.
    logged 1 "up shared"
    gone_soon
}

one_test_sets_up_what_it_stands_on() {
    run 0 -R '^on.Table.Inserts$'
    says "100% tests passed, 0 tests failed out of 4"
    [ "$(tr '\n' ',' <"$log")" = "up db,up table on there,inserts on there,down table,down db," ] || fail "another order"
    complete_account
    jq -e '.counts.declared == 1' "$results/summary.json" >/dev/null || fail "more was declared"
}

repeated_it_is_set_up_once() {
    run 0 -R '^g.Shared.First$' --repeat until-fail:3
    logged 1 "up shared"
    logged 1 "up everything"
    : >"$log"
    rm -f "$build"/Testing/Temporary/LastTestsFailed*  # ctest takes the newest, to the second.
    run 8 -R '^g.Shared.(First|Fails)$'
    run 8 --rerun-failed
    says "g.Shared.Fails"
    says_not "g.Shared.First"
    logged 2 "up shared"
    logged 2 "down shared"
}

a_failed_set_up_is_shown_with_what_it_printed() {
    run 8 -R '^g.Broken' --output-on-failure
    says "what the set-up printed"
    says "it cannot be set up"
    logged 1 "up broken"
    run 0 -R '^g.Unavailable' -V
    says "PARALLEL_FIXTURES_SKIPPED"
    says "not on this machine"
}

output_is_that_of_the_test() {
    run 0 -R '^g.Alone.Prints$' -V
    says "printed by the test"
    run 8 -R '^g.Shared.Fails$' --output-on-failure
    says "as it must"
    says "suites.cc"
}

a_click_leads_to_the_test() {
    line=$(grep -n "TEST_F(Shared, Crashes)" "$here/linked/project/suites.cc" | cut -d: -f1)
    listed "[.tests[] | select(.name == \"g.Shared.Crashes\")] | length == 1"
    node=$(jq '.tests[] | select(.name == "g.Shared.Crashes") | .backtrace' "$work/list.json")
    jq -e --argjson n "$node" --argjson line "$line" --arg file "$here/linked/project/suites.cc" \
        '.backtraceGraph as $g | $g.nodes[$n] | .line == $line and $g.files[.file] == $file' "$work/list.json" >/dev/null ||
        fail "the backtrace does not lead to suites.cc:$line"
    listed '.tests[] | select(.name == "g.Shared.Second") | .properties | map({(.name): .value}) | add |
        (.LABELS | sort == ["g", "parallel", "second"]) and .PROCESSORS == 2 and .COST == 3 and
        .RESOURCE_LOCK == ["lock"] and (.MEASUREMENT | length == 1)'
    listed ".tests[] | select(.name == \"g.Shared.Second\") | .command[0] == \"$build/suites\""
    listed '.tests[] | select(.name == "c.an entry, \"[quoted]\"; \\ and $more") | .properties | map({(.name): .value}) | add |
        .LABELS | sort == ["c", "catalog", "parallel", "tagged"]'
}

names_of_every_kind() {
    run 0 -L '^odd$' -j2
    says "100% tests passed, 0 tests failed out of 19"
    sed -n 's/^odd //p' "$log" | sort >"$work/ran"
    [ "$(uniq "$work/ran" | wc -l)" = 17 ] && [ "$(wc -l <"$work/ran")" = 17 ] || fail "not each ran once"
    complete_account
    : >"$log"
    run 0 -R '^a group;"\[.\][.]' -j2
    [ "$(grep -c "^odd " "$log")" = 17 ] || fail "not all ran"
}

order_is_that_of_the_program() {
    listed '[.tests[].name | select(startswith("g.Shared."))] == (["First", "Second", "MeetsA", "MeetsB", "Fails", "Crashes",
        "Aborts", "Exits", "ExitsEarly", "Skips", "Hangs", "DISABLED_Never", "Flaky", "Environment"] | map("g.Shared." + .))'
    cp "$work/list.json" "$work/first"
    listed true
    cmp -s "$work/list.json" "$work/first" || fail "listed again it is another list"
}

# What was built again is put back however the check ends.
replace_program () {
    mv "$build/plain" "$work/plain"
    trap 'mv "$work/plain" "$build/plain"; touch "$build/plain"' EXIT
}

a_program_that_cannot_be_listed_fails_alone() {
    replace_program
    listed '[.tests[].name | select(startswith("plain."))] | sort == ["plain.DISCOVERY_FAILED"]'
    run 8 -R '^plain[.]D|^on.Table.Inserts' --output-on-failure
    shows Passed on.Table.Inserts
    shows "***Not Run" plain.DISCOVERY_FAILED
    says "Unable to find required file: $build/plain"
    printf '#!/bin/sh\nexit 3\n' >"$build/plain"
    chmod +x "$build/plain"
    listed '[.tests[].name | select(startswith("plain."))] | length == 1'
    run 8 -R '^plain[.]D' --output-on-failure
    says "plain.DISCOVERY_FAILED"
    rm "$build/plain"
}

a_program_built_again_is_listed_again() {
    listed '[.tests[].name | select(startswith("plain."))] | length == 3'
    replace_program
    cat >"$build/plain" <<EOF
#!/bin/sh
for word; do case \$word in --gtest_output=*) file=\${word#*json:} ;; esac; done
[ -z "\${file:-}" ] || echo '{"tests":1,"name":"AllTests","testsuites":[{"name":"New","tests":1,"testsuite":[
{"name":"Test","file":"new.cc","line":7}]}]}' >"\$file"
# gtest_list_tests
EOF
    chmod +x "$build/plain"
    listed '[.tests[].name | select(startswith("plain."))] | sort == ["plain.New.Test"]' ||
        true
    rm "$build/plain"
}

# In a copy of what ctest reads: other tests use the helper meanwhile.
without_a_helper_ctest_can_list() {
    mkdir "$work/copy"
    cp -r "$build/CTestTestfile.cmake" "$build/ParallelFixtures" "$work/copy"
    find "$work/copy" -type f -exec sed -i \
        -e "s|$helper|$work/missing|g" -e "s|$build/ParallelFixtures/|$work/copy/ParallelFixtures/|g" {} +
    touch "$work/copy/ParallelFixtures"/*/tests-*  # Newer than plan and programs,
    touch "$build/plain"                           # but for this one.
    build=$work/copy
    listed '[.tests[].name] | index("plain.DISCOVERY_FAILED") != null and index("g.Shared.First") != null'
}

the_set_up_of_a_suite_has_the_limit_of_the_group() {
    run 8 -j2 -R '^endless[.]'
    shows Passed endless.Beside.Passes
    shows "Subprocess aborted***Exception" endless.Endless.Waits
    complete_account
    has_outcome not_run fixture_failed endless.Endless.Waits
    status=0
    "$helper" run "$build" --group endless >"$output" 2>&1 || status=$?
    [ "$status" = 3 ] || fail "the status is $status, not 3"
    says "its set-up did not end within 1 s"
    gone_soon
}

a_unit_gets_the_signal_of_a_timeout() {
    "$helper" run "$build" --group judged-unit >"$output" 2>&1 && fail "the unit passed"
    has_outcome timeout timeout judged-unit.S.Hangs
    says "signalled"
}

what_is_killed_leaves_nothing() {
    start -R '^(g.Shared.Hangs|on.Table.Inserts)$'
    until_true "it hangs" in_log hangs
    kill -KILL "$ctest_pid"
    wait "$ctest_pid" 2>/dev/null || true
    gone_soon
    logged 1 "down shared"
    logged 1 "down everything"
}

a_test_that_is_killed_takes_its_task_along() {
    start -R '^g.Shared.Hangs$'
    until_true "it hangs" in_log hangs
    client=$(pgrep -P "$ctest_pid" -f Shared.Hangs)
    kill -KILL "$client"
    wait "$ctest_pid" 2>/dev/null || true
    logged 1 "down shared"
    gone_soon
}

# What editors say to ctest.
several_configurations() {
    mkdir "$work/source"
    cp "$here/linked/project/odd.cc" "$here/linked/project/log.h" "$work/source"
    cat >"$work/source/CMakeLists.txt" <<EOF
cmake_minimum_required(VERSION 3.25)
project(several LANGUAGES CXX)
enable_testing()
find_package(ParallelFixtures REQUIRED)
add_executable(odd odd.cc)
target_link_libraries(odd ParallelFixtures::runtime)
add_parallel_fixture_tests(odd TARGET odd EXTRA_ARGS "an argument")
EOF
    build=$work/build
    results=$build/Testing/ParallelFixtures/latest
    cmake -G "Ninja Multi-Config" -S "$work/source" -B "$build" -D "CMAKE_PREFIX_PATH=$package" \
        -D "CMAKE_CONFIGURATION_TYPES=Debug;Release" >"$output" 2>&1 || fail "cmake"
    cmake --build "$build" --config Release >"$output" 2>&1 || fail "building"
    run 0 -C Release -j2
    says "100% tests passed, 0 tests failed out of 19"
    complete_account
    run 8 -C Debug -j2 --output-on-failure
    says "Unable to find required file: $build/Debug/odd"
    "$ctest" --test-dir "$build" -N >"$output" || fail "ctest cannot list"
    says "odd.DISCOVERY_FAILED"  # Without -C the first is listed.
    cmake --build "$build" --config Debug >"$output" 2>&1 || fail "building"
    rm -rf "$build/Testing/ParallelFixtures"
    for options in "" "-C Other"; do
        # shellcheck disable=SC2086
        run 8 $options
        says "0% tests passed, 19 tests failed out of 19"
        shows "***Not Run" odd.setup odd.plain odd.teardown
        [ ! -e "$results" ] || fail "a session has run"
    done
    run 0 -C debug -j2
    says "100% tests passed, 0 tests failed out of 19"
}

a_unit_fails_for_its_own_teardowns() {
    for unit in unit-each unit-reused unit-on; do
        for dirty in suite everything; do
            DIRTY=$dirty run 8 -R "^$unit$" --output-on-failure
            shows "***Failed" $unit
            says "$dirty is dirty"
            [ $dirty = everything ] || says "seen by the teardown"
            complete_account
            gone_soon
        done
        DIRTY=suite run 8 -R "^$unit$" --repeat until-pass:2
        logged 4 "unit down"
        run 0 -R "^$unit$"
        logged 5 "unit down"
        : >"$log"
        gone_soon
    done
}

# tests_of <group>: the names of its tests in ctest, sorted.
tests_of () { jq -r --arg g "$1." '[.tests[].name | select(startswith($g)) | ltrimstr($g)] | sort | join(" ")' "$work/list.json"; }

a_program_has_the_tests_for_its_fixtures_that_it_needs() {
    listed true
    [ "$(tests_of ends)" = "Ends.First Ends.Second" ] || fail "ends has $(tests_of ends)"
    [ "$(tests_of suite)" = "Other.Test Suite.First Suite.Second teardown" ] || fail "suite has $(tests_of suite)"
    case " $(tests_of bare) " in *" setup "* | *" teardown "*) fail "bare has $(tests_of bare)" ;; esac
    case " $(tests_of g) " in *" setup teardown "*) ;; *) fail "g has $(tests_of g)" ;; esac
    case " $(tests_of c) " in *" teardown "*) ;; *) fail "c has $(tests_of c)" ;; esac
    listed '.tests[] | select(.name == "ends.Ends.First") | .properties | map(.name) | index("FIXTURES_REQUIRED") == null'
    listed '.tests[] | select(.name == "ends-on-db.Ends.First") | .properties[] | select(.name == "FIXTURES_REQUIRED") |
        .value | length == 1'
}

a_program_ends_after_its_last_test_of_a_ctest() {
    for how in -j1 -j2 -j4; do
        : >"$log"
        run 0 $how -R '^(ends[.]|after-ends)'
        logged 1 first
        logged 1 second
        complete_account
        jq -e '.fixtures[] | select(.name == "ends") | .outcome == "passed" and .setups == .teardowns and .setups <= 2' \
            "$results/summary.json" >/dev/null || fail "the program was started more often than ctest took for its list"
        gone_soon
    done
}

a_suite_ends_after_its_last_test_of_a_ctest() {
    run 0 -j2 -R '^(suite[.]|after-suite)'
    logged 1 "up suite"
    logged 1 "down suite"
    logged 1 other
    complete_account
    fixture suite/Suite passed 1 1
    gone_soon
}

a_program_that_does_not_end_well_fails_its_last_test() {
    export ENDS=badly
    rm -f "$build"/Testing/Temporary/LastTestsFailed*  # ctest takes the newest, to the second.
    for how in -j1 -j2 "-R ^ends.Ends.First$" "-R ^ends.Ends.First$ --rerun-failed" "-j2 --repeat until-fail:2" \
        "-L parallel"; do
        run 8 -R '^ends[.]' $how --output-on-failure
        says "its program did not end well after its last test"
        says "seen at the end of the program"
        complete_account
        has_outcome passed completed ends.Ends.First
        jq -e '.run.exit_code == 3 and (.fixtures[] | select(.name == "ends") | .outcome == "failed")' \
            "$results/summary.json" >/dev/null || fail "the results know of no failed fixture"
        gone_soon
    done
    run 8 -R '^ends-on-db' -j2
    gone_soon
    run 8 -R '^ends-on-db' --repeat until-fail:2
    says "- db.teardown ("
    gone_soon
    ENDS=well
    run 0 -R '^ends[.]' --repeat until-pass:2
    gone_soon
}

a_suite_that_is_not_torn_down_well_is_red() {
    export DIRTY=suite
    for how in -j1 -j2 "-R ^suite.Suite.First$" "-j2 --repeat until-fail:2" "-L parallel"; do
        run 8 -R '^suite[.]' $how --output-on-failure
        says "- suite.teardown ("
        says "the suite is dirty"
        complete_account
        gone_soon
    done
}

idle_programs_are_few() {
    run 0 -j2 -R '^(many|between)'
    complete_account
    count=$(cat "$MEET/between")
    [ "$count" -gt 0 ] && [ "$count" -le 24 ] || fail "$count processes of idle programs"
    gone_soon
}

without_set_up_tests_a_program_is_set_up_once() {
    run 0 -R '^g.Shared.(First|Second)$' -FA '.*'
    gone_soon
    for line in "up everything" "down everything" "up shared" "down shared"; do
        logged 1 "$line"
    done
    complete_account
    fixture g passed 1 1
    fixture g/Shared passed 1 1
}

"$check"
