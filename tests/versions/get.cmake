# cmake -D NAME=<name> -D ROOT=<repository> -D WORK=<folder> -D COMPILER=<C++> -P get.cmake
# Gets a version of a framework or of CMake (scripts/versions.sh) in WORK/prefix. For a framework WORK/package has the name for
# find_package. If the version is not available, WORK/skipped has the reason.
cmake_minimum_required(VERSION 3.25)

include("${CMAKE_CURRENT_LIST_DIR}/../support/run.cmake")

set(ENV{DESTDIR} "")
file(MAKE_DIRECTORY "${WORK}")
file(REMOVE "${WORK}/skipped")
execute_process(COMMAND "${ROOT}/scripts/versions.sh" "${NAME}" RESULT_VARIABLE result OUTPUT_VARIABLE folder
  ERROR_VARIABLE reason OUTPUT_STRIP_TRAILING_WHITESPACE)
if(result EQUAL 77)
  file(WRITE "${WORK}/skipped" "all skipped: ${reason}")
  execute_process(COMMAND "${CMAKE_COMMAND}" -E cat "${WORK}/skipped")
elseif(NOT result EQUAL 0)
  message(FATAL_ERROR "versions.sh ${NAME}: result ${result}\n${reason}")
elseif(NAME MATCHES "^googletest-")
  run("${CMAKE_COMMAND}" --fresh -S "${folder}/usr/src/googletest" -B "${WORK}/build"
    -D CMAKE_BUILD_TYPE=Debug -D "CMAKE_CXX_COMPILER=${COMPILER}" -D "CMAKE_INSTALL_PREFIX=${WORK}/prefix"
    -D CMAKE_INSTALL_LIBDIR=lib)
  run("${CMAKE_COMMAND}" --build "${WORK}/build" --target install)
  set(package GTest)
elseif(NAME MATCHES "^boost-")
  file(REMOVE "${WORK}/prefix")
  file(CREATE_LINK "${folder}/usr" "${WORK}/prefix" SYMBOLIC)
elseif(NAME MATCHES "^cmake-")
  file(REMOVE "${WORK}/prefix")
  file(CREATE_LINK "${folder}/usr" "${WORK}/prefix" SYMBOLIC)
  run("${WORK}/prefix/bin/ctest" --version)
else()
  file(REMOVE "${WORK}/prefix")
  file(CREATE_LINK "${folder}/usr" "${WORK}/prefix" SYMBOLIC)
  set(package Catch2)
endif()

if(package)
  if(NOT EXISTS "${WORK}/prefix/lib/cmake/${package}/${package}Config.cmake")
    message(FATAL_ERROR "${NAME} has no ${package}Config.cmake where it was looked for")
  endif()
  file(WRITE "${WORK}/package" "${package}\n")
endif()
