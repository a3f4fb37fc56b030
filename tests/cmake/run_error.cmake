# cmake -D CASE=<name> -D ROOT=<repository> -D WORK=<directory> -P run_error.cmake
# Configures errors/<name>.cmake, which must stop with exactly one error that matches every expectation of the file.
cmake_minimum_required(VERSION 3.25)

file(REMOVE_RECURSE "${WORK}")
execute_process(
  COMMAND "${CMAKE_COMMAND}" -S "${CMAKE_CURRENT_LIST_DIR}/errors" -B "${WORK}" -D "CASE=${CASE}"
    -D "PARALLEL_FIXTURES_ROOT=${ROOT}"
  RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE errors)
if(result EQUAL 0)
  message(FATAL_ERROR "configured without an error")
endif()
string(REGEX MATCHALL "CMake (Error|Warning)" count "${errors}")
if(NOT count STREQUAL "CMake Error")
  message(FATAL_ERROR "not exactly one error:\n${errors}")
endif()
# Messages are wrapped at blanks.
string(REGEX REPLACE "[ \n]+" " " said "${errors}")
file(STRINGS "${CMAKE_CURRENT_LIST_DIR}/errors/${CASE}.cmake" expectations REGEX "^# error: ")
if(expectations STREQUAL "")
  message(FATAL_ERROR "the case expects nothing")
endif()
foreach(expectation IN LISTS expectations)
  string(REPLACE "# error: " "" expectation "${expectation}")
  if(NOT said MATCHES "${expectation}")
    message(FATAL_ERROR "expected ${expectation}, got:\n${errors}")
  endif()
endforeach()
