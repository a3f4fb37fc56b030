# cmake -D BUILD=<build of the repository> -D CONFIG=<configuration> -D WORK=<directory> -P package.cmake
# Installs the package to WORK/package.
cmake_minimum_required(VERSION 3.25)

set(ENV{DESTDIR} "")
file(REMOVE_RECURSE "${WORK}/package")
execute_process(COMMAND "${CMAKE_COMMAND}" --install "${BUILD}" --config "${CONFIG}" --prefix "${WORK}/package"
  RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "installing: result ${result}\n${output}")
endif()
