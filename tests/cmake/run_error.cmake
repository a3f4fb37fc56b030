# cmake -D CASE=<name> -D ROOT=<repository> -D WORK=<directory> [-D FALLBACK=ON] -P run_error.cmake
# Configures errors/<name>.cmake, which must stop with exactly one error that matches every expectation of the file, or go
# on with exactly one warning that does.
cmake_minimum_required(VERSION 3.25)

file(REMOVE_RECURSE "${WORK}")
execute_process(
  COMMAND "${CMAKE_COMMAND}" -S "${CMAKE_CURRENT_LIST_DIR}/errors" -B "${WORK}" -D "CASE=${CASE}"
    -D "PARALLEL_FIXTURES_ROOT=${ROOT}" -D "PARALLEL_FIXTURES_FALLBACK=${FALLBACK}"
  RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE errors)
file(STRINGS "${CMAKE_CURRENT_LIST_DIR}/errors/${CASE}.cmake" expectations REGEX "^# (error|warning): ")
if(expectations MATCHES "^# warning: ")
  set(kind Warning)
elseif(expectations STREQUAL "")
  message(FATAL_ERROR "the case expects nothing")
else()
  set(kind Error)
endif()
if(result EQUAL 0 AND kind STREQUAL "Error")
  message(FATAL_ERROR "configured without an error")
endif()
string(REGEX MATCHALL "CMake (Error|Warning)" count "${errors}")
if(NOT count STREQUAL "CMake ${kind}")
  message(FATAL_ERROR "not exactly one, and of this kind:\n${errors}")
endif()
# CMake wraps messages at blanks.
string(REGEX REPLACE "[ \n]+" " " said "${errors}")
foreach(expectation IN LISTS expectations)
  string(REGEX REPLACE "# (error|warning): " "" expectation "${expectation}")
  if(NOT said MATCHES "${expectation}")
    message(FATAL_ERROR "expected ${expectation}, got:\n${errors}")
  endif()
endforeach()
