# cmake -D PACKAGE=<install prefix> -D KIND=<boost_test, qt5, qt6 or tap> -D WORK=<directory> -D CTEST=<ctest>
#   -D VERSION=<folder of tests/versions, or ""> -D COMPILER=<C++ compiler, or ""> -P run.cmake
# Builds the programs of this kind in project/ and runs them. Compares every outcome with expected_*.txt, of which each line is
# "<outcome> <cause> <id>" with GROUP in place of the group.
cmake_minimum_required(VERSION 3.25)

set(here "${CMAKE_CURRENT_LIST_DIR}")
include("${here}/../discover/programs.cmake")
set(HELPER "${PACKAGE}/bin/parallel-fixtures")

# Sets `expected` to the lines of expected_<name>.txt with this group.
function(expected_of group name)
  file(READ "${here}/expected_${name}.txt" lines)
  string(REPLACE "GROUP." "${group}." lines "${lines}")
  set(expected "${lines}" PARENT_SCOPE)
endfunction()

# Runs one group, and compares its outcomes with the lines.
function(check_group group lines)
  execute_process(COMMAND "${HELPER}" run "${build}" --group ${group} -j4 OUTPUT_VARIABLE output ERROR_VARIABLE output)
  read_summary(found)
  # Boost.Test 1.74 crashes when a test calls exit() and a report is written to a file.
  string(REGEX REPLACE "crashed (signal|no_result) (shared|included)[.]exits\n" "crashed \\2.exits\n" found "${found}")
  string(REGEX REPLACE "(crashed signal|failed completed) (shared|included)[.]exits_badly\n" "ended \\2.exits_badly\n" found
    "${found}")
  compare("${found}" "${lines}")
  file(READ "${build}/Testing/ParallelFixtures/latest/summary.json" summary)
  set(summary "${summary}" PARENT_SCOPE)
  set(found "${found}" PARENT_SCOPE)
endfunction()

# Sets `reason` to that of a task of the last run.
function(reason_of id)
  string(JSON count LENGTH "${summary}" tasks)
  math(EXPR last "${count} - 1")
  set(reason "there is no task ${id}" PARENT_SCOPE)
  foreach(i RANGE ${last})
    string(JSON name GET "${summary}" tasks ${i} id)
    if(name STREQUAL id)
      string(JSON reason GET "${summary}" tasks ${i} reason)
      set(reason "${reason}" PARENT_SCOPE)
    endif()
  endforeach()
endfunction()

function(expect_reason id pattern)
  reason_of("${id}")
  expect("the reason of ${id}" "${reason}" "${pattern}")
endfunction()

# ctest must show the same cases as passed as `run` has just found.
function(check_ctest group)
  string(REGEX MATCHALL "passed completed" passed "${found}")
  list(LENGTH passed number)
  execute_process(COMMAND "${CTEST}" --test-dir "${build}" -R "^${group}[.]" -j4 ${ARGN} OUTPUT_VARIABLE output
    ERROR_VARIABLE output)
  string(REGEX REPLACE "[^\n]*[.](setup|teardown) [^\n]*\n" "" shown "${output}")
  string(REGEX MATCHALL "   Passed " shown "${shown}")
  list(LENGTH shown count)
  if(NOT count EQUAL number)
    message(FATAL_ERROR "ctest ${ARGN} shows ${count} of ${group} as passed, not ${number}:\n${output}")
  endif()
endfunction()

if(EXISTS "${VERSION}/skipped")
  execute_process(COMMAND "${CMAKE_COMMAND}" -E cat "${VERSION}/skipped")
  return()
endif()
set(headers "")
if(COMPILER)
  set(headers -D "CMAKE_CXX_COMPILER=${COMPILER}")
elseif(VERSION)
  set(headers -D "BOOST_HEADERS=${VERSION}/prefix/include")
endif()
file(REMOVE_RECURSE "${WORK}")
# Variables for frameworks in the environment may not change anything.
set(ENV{BOOST_TEST_RUN_FILTERS} "nothing")
set(ENV{BOOST_TEST_LIST_CONTENT} "HRF")
set(ENV{BOOST_TEST_REPORT_LEVEL} "no")
set(ENV{BOOST_TEST_OUTPUT_FORMAT} "XML")
set(ENV{BOOST_TEST_RESULT_CODE} "no")
set(ENV{BOOST_TEST_LOGGER} "JUNIT,all,/nowhere/log.xml")
run(0 "${CMAKE_COMMAND}" -S "${here}/project" -B "${build}" -D "KIND=${KIND}" -D CMAKE_BUILD_TYPE=None
  -D "CMAKE_PREFIX_PATH=${PACKAGE}" ${headers})
run(0 "${CMAKE_COMMAND}" --build "${build}" --parallel 2)
include("${here}/${KIND}.cmake")
