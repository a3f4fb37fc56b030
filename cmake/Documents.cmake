# The manual pages and the completions of shells. The helper itself writes them, so it must run on this machine or in the
# emulator of a cross build; otherwise they are not installed.
if(NOT TARGET parallel-fixtures)
  return()
endif()
if(CMAKE_CROSSCOMPILING AND NOT CMAKE_CROSSCOMPILING_EMULATOR)
  message(STATUS "ParallelFixtures: no manual pages and completions, because the helper does not run here")
  return()
endif()
set(pf_documents "${PROJECT_BINARY_DIR}/documents")
set(pf_outputs "")

# Adds the file `output`, to which the helper writes what these words make it print, and installs it.
function(pf_add_document output destination)
  add_custom_command(OUTPUT "${pf_documents}/${output}"
    COMMAND "${CMAKE_COMMAND}" -D "FILE=${pf_documents}/${output}" -P "${PROJECT_SOURCE_DIR}/cmake/WriteOutput.cmake"
      -- ${CMAKE_CROSSCOMPILING_EMULATOR} "$<TARGET_FILE:parallel-fixtures>" ${ARGN}
    DEPENDS parallel-fixtures "${PROJECT_SOURCE_DIR}/cmake/WriteOutput.cmake" COMMENT "" VERBATIM)
  set(pf_outputs "${pf_outputs};${pf_documents}/${output}" PARENT_SCOPE)
  install(FILES "${pf_documents}/${output}" DESTINATION "${destination}")
endfunction()

pf_add_document(parallel-fixtures.1 "${CMAKE_INSTALL_MANDIR}/man1" man)
# A test compares these with the commands that there are.
set(pf_commands run stress list report merge slurm history stop exec config help man completion)
foreach(command IN LISTS pf_commands)
  pf_add_document(parallel-fixtures-${command}.1 "${CMAKE_INSTALL_MANDIR}/man1" man ${command})
endforeach()
pf_add_document(parallel-fixtures "${CMAKE_INSTALL_DATADIR}/bash-completion/completions" completion bash)
pf_add_document(_parallel-fixtures "${CMAKE_INSTALL_DATADIR}/zsh/site-functions" completion zsh)
# Debian's zsh looks there if the prefix is /usr.
install(FILES "${pf_documents}/_parallel-fixtures" DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions")
pf_add_document(parallel-fixtures.fish "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d" completion fish)
add_custom_target(pf_documents ALL DEPENDS ${pf_outputs})
