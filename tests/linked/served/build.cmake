# cmake -D BUILD=<build of the repository> -D CONFIG=<configuration> -D WORK=<directory> -D COMPILER=<C++>
#   -P build.cmake
# Installs the package and builds project/ with it.
cmake_minimum_required(VERSION 3.25)

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${ARGN}: result ${result}\n${output}")
  endif()
endfunction()

set(ENV{DESTDIR} "")
file(REMOVE_RECURSE "${WORK}/package" "${WORK}/build/ParallelFixtures")
run("${CMAKE_COMMAND}" --install "${BUILD}" --config "${CONFIG}" --prefix "${WORK}/package")
run("${CMAKE_COMMAND}" -S "${CMAKE_CURRENT_LIST_DIR}/project" -B "${WORK}/build" -D CMAKE_BUILD_TYPE=Debug
  -D "CMAKE_CXX_COMPILER=${COMPILER}" -D "CMAKE_PREFIX_PATH=${WORK}/package")
run("${CMAKE_COMMAND}" --build "${WORK}/build")
