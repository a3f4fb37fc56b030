# run(<command> [<arg>...]): for scripts of cmake -P. Fails with what it printed.
function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${ARGN}: result ${result}\n${output}")
  endif()
endfunction()
