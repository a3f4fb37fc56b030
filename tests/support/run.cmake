# run(<command> [<arg>...]): runs a command in a script of cmake -P. If the command fails, fails with its output.
function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${ARGN}: result ${result}\n${output}")
  endif()
endfunction()
