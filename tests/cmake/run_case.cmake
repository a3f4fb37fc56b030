# cmake -D CASE=<name> -D ROOT=<repository> -D WORK=<directory> -D DUMP=<plan_dump> [-D UPDATE=ON] -P run_case.cmake
# Configures cases/<name>, which must print nothing to stderr, and compares the plan and CTest's tests with its
# expected.json. A case.cmake beside that may set `options` for cmake and `configs`, each of which then has an
# expected-<config>.json; a check.cmake may check more. UPDATE replaces the expected results by the actual ones.
cmake_minimum_required(VERSION 3.25)

set(source "${CMAKE_CURRENT_LIST_DIR}/cases/${CASE}")
set(build "${WORK}")
set(options "")
set(configs "")
include("${source}/case.cmake" OPTIONAL)

function(configure)
  execute_process(
    COMMAND "${CMAKE_COMMAND}" -S "${source}" -B "${build}" -D "PARALLEL_FIXTURES_ROOT=${ROOT}" ${options} ${ARGN}
    RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE errors)
  if(NOT result EQUAL 0 OR NOT errors STREQUAL "")
    message(FATAL_ERROR "result ${result}\n${output}\n${errors}")
  endif()
endfunction()

# compare(<config> <expected file>): compares the plan and the tests of a configuration.
function(compare config expected)
  set(tests "${build}/tests${config}.json")
  execute_process(COMMAND "${CMAKE_CTEST_COMMAND}" --test-dir "${build}" -C "${config}" --show-only=json-v1
    OUTPUT_FILE "${tests}" COMMAND_ERROR_IS_FATAL ANY)
  if(UPDATE)
    execute_process(COMMAND "${DUMP}" "${build}" "${source}" "${config}" "${tests}" OUTPUT_FILE "${expected}"
      COMMAND_ERROR_IS_FATAL ANY)
  endif()
  execute_process(COMMAND "${DUMP}" "${build}" "${source}" "${config}" "${tests}" "${expected}" RESULT_VARIABLE result
    OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${output}")
  endif()
endfunction()

file(REMOVE_RECURSE "${build}")
configure()
if(EXISTS "${source}/expected.json")
  compare("" "${source}/expected.json")
endif()
foreach(config IN LISTS configs)
  compare("${config}" "${source}/expected-${config}.json")
endforeach()
include("${source}/check.cmake" OPTIONAL)
