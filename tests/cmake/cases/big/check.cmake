execute_process(COMMAND "${CMAKE_CTEST_COMMAND}" --test-dir "${build}" --show-only=json-v1 OUTPUT_FILE "${build}/tests.json")
execute_process(COMMAND "${DUMP}" "${build}" "${source}" "" "${build}/tests.json" OUTPUT_VARIABLE output
  COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "\"word\"" words "${output}")
list(LENGTH words count)
string(LENGTH "${output}" length)
if(NOT count EQUAL 40000 OR length LESS 900000)
  message(FATAL_ERROR "${count} words, ${length} bytes")
endif()
