# run_programs.cmake and run_version.cmake include this file after setting WORK.
set(build "${WORK}/build")

function(run expected_code)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE errors)
  if(NOT result STREQUAL expected_code)
    message(FATAL_ERROR "${ARGN}: result ${result}, not ${expected_code}\n${output}\n${errors}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

# Each line is "<outcome> <cause> <id>". The framework of a process decides the outcome of its cases, so that a case run in place of
# another, or a filter that selects too much, changes one of the lines.
file(READ "${CMAKE_CURRENT_LIST_DIR}/expected.txt" expected)

# Writes these lines for the tasks of a run, sorted.
function(read_summary out)
  file(READ "${build}/Testing/ParallelFixtures/latest/summary.json" summary)
  string(JSON count LENGTH "${summary}" tasks)
  set(text "")
  math(EXPR last "${count} - 1")
  foreach(i RANGE ${last})
    foreach(what IN ITEMS id outcome cause reason)
      string(JSON ${what} GET "${summary}" tasks ${i} ${what})
    endforeach()
    string(APPEND text "${outcome} ${cause} ${id}\n")
    set("reason_${id}" "${reason}" PARENT_SCOPE)
  endforeach()
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

function(expect what text pattern)
  if(NOT text MATCHES "${pattern}")
    message(FATAL_ERROR "${what}: expected ${pattern}, got:\n${text}")
  endif()
endfunction()

function(compare found expected)
  if(NOT found STREQUAL expected)
    file(WRITE "${WORK}/found.txt" "${found}")
    file(WRITE "${WORK}/expected.txt" "${expected}")
    execute_process(COMMAND diff "${WORK}/expected.txt" "${WORK}/found.txt" OUTPUT_VARIABLE difference)
    message(FATAL_ERROR "not the expected outcomes:\n${difference}")
  endif()
endfunction()
