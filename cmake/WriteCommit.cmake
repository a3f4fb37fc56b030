# cmake -D FILE=<source> -D COMMIT=<commit or ""> -D CHECKOUT=<directory or ""> -D GIT=<git> -P WriteCommit.cmake
# Writes the source of pf::commit(), unless it has the same text already.
cmake_minimum_required(VERSION 3.25)

if(COMMIT STREQUAL "" AND NOT CHECKOUT STREQUAL "")
  execute_process(COMMAND "${GIT}" rev-parse --short=12 HEAD WORKING_DIRECTORY "${CHECKOUT}"
    OUTPUT_VARIABLE COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
file(CONFIGURE OUTPUT "${FILE}" CONTENT "#include \"tool/commit.h\"

namespace pf {
const char* commit() { return \"@COMMIT@\"; }
}  // namespace pf
" @ONLY)
