# The commit that `parallel-fixtures --version` names: that of the git checkout which is built, or the value of
# PARALLEL_FIXTURES_COMMIT. Sources without either, such as those of an archive, name none.
# A build looks at the commit only if git has written to the log of HEAD, and compiles one small file only if it has changed.
set(PARALLEL_FIXTURES_COMMIT "" CACHE STRING "The commit that --version names; empty: that of the git checkout")
mark_as_advanced(PARALLEL_FIXTURES_COMMIT)

function(pf_add_commit target)
  set(file "${PROJECT_BINARY_DIR}/generated/commit.cc")
  set(log "")
  find_package(Git QUIET)
  # A copy in the repository of another project has no `.git` of its own.
  if(PARALLEL_FIXTURES_COMMIT STREQUAL "" AND GIT_FOUND AND EXISTS "${PROJECT_SOURCE_DIR}/.git")
    execute_process(COMMAND "${GIT_EXECUTABLE}" rev-parse --path-format=absolute --git-path logs/HEAD
      WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}" OUTPUT_VARIABLE log OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  endif()
  if(NOT EXISTS "${log}")
    set(log "")
  endif()
  add_custom_command(OUTPUT "${file}"
    COMMAND "${CMAKE_COMMAND}" -D "FILE=${file}" -D "COMMIT=${PARALLEL_FIXTURES_COMMIT}" -D "GIT=${GIT_EXECUTABLE}"
      -D "CHECKOUT=$<$<BOOL:${log}>:${PROJECT_SOURCE_DIR}>" -P "${PROJECT_SOURCE_DIR}/cmake/WriteCommit.cmake"
    DEPENDS ${log} "${PROJECT_SOURCE_DIR}/cmake/WriteCommit.cmake" COMMENT "" VERBATIM)
  target_sources(${target} PRIVATE "${file}")
  set_source_files_properties("${file}" PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()
