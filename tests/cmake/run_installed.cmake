# cmake -D BUILD=<build of the repository> -D CONFIG=<configuration> -D WORK=<directory> -P run_installed.cmake
# Installs, moves the tree, and runs the tests of a project that finds the package there with the helper it has.
cmake_minimum_required(VERSION 3.25)

include("${CMAKE_CURRENT_LIST_DIR}/../support/run.cmake")

file(REMOVE_RECURSE "${WORK}")
set(ENV{DESTDIR} "")
run("${CMAKE_COMMAND}" --install "${BUILD}" --config "${CONFIG}" --prefix "${WORK}/made/here")
file(RENAME "${WORK}/made" "${WORK}/moved")
run("${CMAKE_COMMAND}" -S "${CMAKE_CURRENT_LIST_DIR}/installed" -B "${WORK}/build"
  -D "CMAKE_PREFIX_PATH=${WORK}/moved/here" -D CMAKE_FIND_PACKAGE_NO_PACKAGE_REGISTRY=ON)
run("${CMAKE_CTEST_COMMAND}" --test-dir "${WORK}/build" --no-tests=error --output-on-failure)
foreach(name IN ITEMS first second)
  file(READ "${WORK}/build/${name}/CTestTestfile.cmake" tests)
  string(FIND "${tests}" "\"${WORK}/moved/here/bin/parallel-fixtures\" \"run\"" at)
  if(at EQUAL -1)
    message(FATAL_ERROR "not the installed helper:\n${tests}")
  endif()
endforeach()
foreach(file IN ITEMS share/doc/parallel-fixtures/LICENSE share/doc/parallel-fixtures/cmake.md share/man/man1/parallel-fixtures.1)
  if(NOT EXISTS "${WORK}/moved/here/${file}")
    message(FATAL_ERROR "not installed: ${file}")
  endif()
endforeach()
