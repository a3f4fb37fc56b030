# cmake -P version.cmake <repository>: prints what `parallel-fixtures --version` says of a build of this checkout.
file(STRINGS "${CMAKE_ARGV3}/CMakeLists.txt" line REGEX "^project")
string(REGEX REPLACE ".*VERSION ([0-9.]+).*" "\\1" version "${line}")
if(EXISTS "${CMAKE_ARGV3}/.git")
  execute_process(COMMAND git rev-parse --short=12 HEAD WORKING_DIRECTORY "${CMAKE_ARGV3}" OUTPUT_VARIABLE commit
    OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
if(commit)
  string(APPEND version " (${commit})")
endif()
execute_process(COMMAND "${CMAKE_COMMAND}" -E echo "parallel-fixtures ${version}")
