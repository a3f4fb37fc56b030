# cmake -D installed=<install tree> -D config=<configuration> -D source=<example> -D work=<folder>
#       [-D missing=<what the example needs and is not there>] -P run-example.cmake
#
# Configures and builds the example with the install tree, and runs `ctest -L parallel`. Fails unless every task passed. Prints a
# message if all were skipped or something is missing.
include("${CMAKE_CURRENT_LIST_DIR}/../tests/support/run.cmake")

if(missing)
  message("all skipped: not installed: ${missing}")
  return()
endif()
file(REMOVE_RECURSE "${work}")
run("${CMAKE_COMMAND}" -S "${source}" -B "${work}/build" -D "CMAKE_PREFIX_PATH=${installed}"
  -D "CMAKE_BUILD_TYPE=${config}")
run("${CMAKE_COMMAND}" --build "${work}/build" --config "${config}" --parallel 2)
get_filename_component(bin "${CMAKE_COMMAND}" DIRECTORY)
run("${bin}/ctest" --test-dir "${work}/build" -C "${config}" -L parallel --output-on-failure --no-tests=error)

# The results are complete when the session of that ctest has ended. The exit code is that of the run.
execute_process(COMMAND "${installed}/bin/parallel-fixtures" report "${work}/build" --wait OUTPUT_QUIET)
file(READ "${work}/build/Testing/ParallelFixtures/latest/summary.json" summary)
foreach(count declared passed skipped)
  string(JSON ${count} GET "${summary}" counts ${count})
endforeach()
if(skipped EQUAL declared)
  message("all skipped")
elseif(NOT passed EQUAL declared)
  message(FATAL_ERROR "${passed} of ${declared} passed:\n${summary}")
else()
  message("${passed} of ${declared} passed")
endif()
