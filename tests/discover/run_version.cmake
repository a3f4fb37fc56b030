# cmake -D ROOT=<repository> -D WORK=<directory> -D HELPER=<helper> -D VERSION=<folder of tests/versions> -D GROUPS=<regex>
#   -P run_version.cmake
# Does the first part of run_programs.cmake with another version of a framework. The groups whose names match must have the same
# results as with the version of the system.
cmake_minimum_required(VERSION 3.25)

if(EXISTS "${VERSION}/skipped")
  execute_process(COMMAND "${CMAKE_COMMAND}" -E cat "${VERSION}/skipped")
  return()
endif()
include("${CMAKE_CURRENT_LIST_DIR}/programs.cmake")
file(STRINGS "${VERSION}/package" package)
string(REGEX MATCHALL "[^\n]* (${GROUPS})\\.[^\n]*\n" expected "${expected}")
list(JOIN expected "" expected)

if(package STREQUAL "Catch2")
  # Version 3 runs each of two cases whose names it does not tell apart.
  string(REPLACE "failed discovery c.Case\n" "passed completed c.Case\n" expected "${expected}")
  string(REPLACE "failed discovery c.case\n" "failed framework c.case\n" expected "${expected}")
  string(APPEND expected "passed completed c3.same\nfailed framework c3.same #2\nskipped framework c3.skips\n"
    "failed framework strict:skips\n")
endif()

file(REMOVE_RECURSE "${WORK}")
run(0 "${CMAKE_COMMAND}" -S "${CMAKE_CURRENT_LIST_DIR}/project" -B "${build}" -D "PARALLEL_FIXTURES_ROOT=${ROOT}"
  -D "HELPER=${HELPER}" -D "${package}_DIR=${VERSION}/prefix/lib/cmake/${package}" -D "GROUPS=${GROUPS}")
run(0 "${CMAKE_COMMAND}" --build "${build}")
run(1 "${HELPER}" run "${build}")
read_summary(found)
compare("${found}" "${expected}")
if(package STREQUAL "Catch2")
  set(strict "reason_strict:skips")
  expect("a skip" "${reason_c3.skips}" "^no printer$")
  expect("a skip that is a failure" "${${strict}}" "SKIP_IS_FAILURE.*: no printer$")
endif()
