# The checks of Boost.Test. run.cmake includes this file.
set(variants shared included)
if(VERSION)
  set(variants included)
endif()
foreach(variant IN LISTS variants)
  expected_of(${variant} boost)
  check_group(${variant} "${expected}")
  check_ctest(${variant})
  check_ctest(${variant} -L parallel)
endforeach()
check_group(included "${expected}")
expect_reason(included.fails "/boost.cc:[0-9]+: one and one")
expect_reason(included.throws "/boost.cc:[0-9]+: std::runtime_error: thrown thing .after this line")
expect_reason(included.aborts "SIGABRT")
expect_reason(included.too_slow "SIGALRM")
expect_reason(included.only_if "^precondition failed: there is no printer$")
expect_reason(included.on_bad "^it was skipped: dependency test case \"fails\" has failed$")
expect_reason(included.x:1 "^Boost.Test cannot run it without \"x:2\"; rename one$")
expect_reason(included.need* "^Boost.Test cannot run it with \"needed\", on which it depends; rename one$")
run(0 "${HELPER}" list "${build}" --group included --json)
expect("list --json" "${output}" "/boost.cc:[0-9]+\"")
run(0 "${HELPER}" list "${build}" --group included -L "^quick$")
expect("a label" "${output}" "included.math/adds.*Total Tasks: 1\n")
run(0 "${HELPER}" list "${build}" --group included -L "^numbers$")
expect("the label of a suite" "${output}" "Total Tasks: 8\n")

check_group(filtered "passed completed filtered.passes
passed completed filtered.math/adds
passed completed filtered.math/is_even/_0
failed framework filtered.math/is_even/_1
passed completed filtered.math/is_even/_2
passed completed filtered.math/nested/off
passed completed filtered.math/nested/on
")
check_group(labelled "passed completed labelled.math/adds\n")
check_group(refused "failed discovery refused.DISCOVERY_FAILED\n")
expect_reason(refused.DISCOVERY_FAILED "--report_level=no.*hide from ParallelFixtures")
check_group(hidden "failed discovery hidden.DISCOVERY_FAILED\n")
expect_reason(hidden.DISCOVERY_FAILED "\"--\" .EXTRA_ARGS. would hide from Boost.Test")
# The report counts where the exit code says nothing.
check_group(quiet "failed framework quiet.fails\n")
check_group(fixtures "passed completed fixtures.known
passed completed fixtures.passes
failed framework fixtures.up_fails/ok
failed framework fixtures.up_throws/ok
failed framework fixtures.up_checks/ok
failed framework fixtures.down_checks/ok
failed framework fixtures.down_throws/ok
passed completed fixtures.works_well/ok
passed completed fixtures.works_well/expected
failed framework fixtures.after
")
expect_reason(fixtures.up_fails/ok "no disk")
expect_reason(fixtures.up_throws/ok "no disk")
expect_reason(fixtures.up_checks/ok "no disk")
expect_reason(fixtures.after "^it was skipped: dependency test suite \"up_fails\" has failed$")
check_group(global_checks "failed framework global_checks.passes\n")
expect_reason(global_checks.passes "no network")
check_group(global_throws "failed framework global_throws.passes\n")

# The level of the log is that of the command or of the environment.
set(ENV{BOOST_TEST_LOG_LEVEL} "all")
run(0 "${HELPER}" run "${build}" -R "^included[.]passes$" -V)
expect("the log of a passed case" "${output}" "check noise > 0 has passed")
unset(ENV{BOOST_TEST_LOG_LEVEL})

# Its colours are those of the command or of the environment.
function(expect_colours wanted id)
  run(1 "${HELPER}" run "${build}" -R "^${id}$")
  expect("the output of ${id}" "${output}" "error: in \"fails\"")
  if(output MATCHES "x1b" AND NOT wanted OR wanted AND NOT output MATCHES "x1b")
    message(FATAL_ERROR "the colours of ${id} are not as wanted (${wanted}):\n${output}")
  endif()
endfunction()
expect_colours(NO included.fails)
expect_colours(NO linked_included.fails)
expect_colours(YES coloured.fails)
expect_colours(YES linked_coloured.fails)
set(ENV{BOOST_TEST_COLOR_OUTPUT} "yes")
expect_colours(YES included.fails)
expect_colours(YES linked_included.fails)
unset(ENV{BOOST_TEST_COLOR_OUTPUT})

# Checks how often the fixtures of a linked program were set up in the last run.
function(expect_steps variant)
  file(STRINGS "${build}/steps_${variant}" steps)
  list(SORT steps)
  list(JOIN steps "," steps)
  file(REMOVE "${build}/steps_${variant}")
  if(NOT steps STREQUAL "${ARGN}")
    message(FATAL_ERROR "linked_${variant}: the steps were ${steps}, not ${ARGN}")
  endif()
endfunction()
foreach(variant IN LISTS variants)
  expected_of(linked_${variant} linked)
  file(REMOVE "${build}/steps_${variant}")
  check_group(linked_${variant} "${expected}")
  expect_steps(${variant} "database down with 1,database up,schema down,schema down,schema up,schema up,table down,table down")
  expect_reason(linked_${variant}.fails "/linked_boost.cc:[0-9]+: check rows == 3 has failed .1 != 3.")
  expect_reason(linked_${variant}.throws "/linked_boost.cc:[0-9]+: std::runtime_error: thrown thing")
  expect_reason(linked_${variant}.aborts "SIGABRT")
  expect_reason(linked_${variant}.only_if "^precondition failed: there is no printer$")
  expect_reason(linked_${variant}.on_off "dependency test case \"off\" is disabled")
  expect_reason(linked_${variant}.broken/never_runs "no disk")
  expect_reason(linked_${variant}.unwanted/never_runs "^precondition failed: there is no printer$")
  expect_reason(linked_${variant}.around/inner/never_runs "precondition failed: there is no printer$")
  expect_reason(linked_${variant}.around_off/inner/never_runs "dependency test case \"off\" is disabled$")
endforeach()
check_ctest(linked_included)
check_ctest(linked_included -L parallel)
file(REMOVE "${build}/steps_included")
check_group(linked_filtered "failed framework linked_filtered.off
passed completed linked_filtered.schema/sees_both
passed completed linked_filtered.schema/sees_both_again/_0
passed completed linked_filtered.schema/sees_both_again/_1
passed completed linked_filtered.schema/inner/sees_all
")
# In one process, later cases see what earlier ones have changed.
check_group(unit "passed completed unit.sees_the_database
failed framework unit.sees_it_unchanged
failed framework unit.schema/sees_both
failed framework unit.schema/sees_both_again/_0
failed framework unit.schema/sees_both_again/_1
failed framework unit.schema/inner/sees_all
")
# One case in the foreground, in one process.
run(0 "${HELPER}" run "${build}" -R "^linked_included[.]schema/inner/sees_all$" --no-fork)
expect_steps(included "database down with 21,database up,schema down,schema down,schema up,schema up")
# The program by itself is an ordinary one.
foreach(variable IN ITEMS RUN_FILTERS LIST_CONTENT REPORT_LEVEL OUTPUT_FORMAT RESULT_CODE LOGGER)
  unset(ENV{BOOST_TEST_${variable}})
endforeach()
run(200 "${build}/linked_included" --run_test=fails)
expect("the program itself" "${output}${errors}" "check rows == 3 has failed")
