# cmake -D ROOT=<repository> -P check_time_limits.cmake
# Compares the time limits of the module with those of runtime/time_limits.h, number by number.
cmake_minimum_required(VERSION 3.25)

include("${ROOT}/cmake/ParallelFixturesTimeLimits.cmake")
__pf_time_limits()
file(READ "${ROOT}/runtime/time_limits.h" header)
string(REPLACE "'" "" header "${header}")
foreach(pair IN ITEMS attempt_margin.kAttemptMargin test_margin.kTestMargin after_mark.kAfterMark
        set_up_margin.kSetUpMargin no_ctest_limit.kNoCtestLimit)
  string(REGEX MATCH "^([a-z_]+)[.]([A-Za-z]+)$" pair "${pair}")
  set(variable ${CMAKE_MATCH_1})
  set(constant ${CMAKE_MATCH_2})
  if(NOT header MATCHES " ${constant} = ([0-9.]+);")
    message(FATAL_ERROR "runtime/time_limits.h: has no number ${constant}")
  elseif(NOT CMAKE_MATCH_1 STREQUAL "${${variable}}")
    message(FATAL_ERROR "cmake/ParallelFixturesTimeLimits.cmake: ${variable} is ${${variable}}, but ${constant} of "
      "runtime/time_limits.h is ${CMAKE_MATCH_1}")
  endif()
endforeach()
