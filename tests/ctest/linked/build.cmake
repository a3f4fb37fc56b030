# cmake -D PACKAGE=<install prefix> -D WORK=<directory> -D COMPILER=<C++> -P build.cmake
# Builds project/ with the package, in WORK/build.
cmake_minimum_required(VERSION 3.25)

include("${CMAKE_CURRENT_LIST_DIR}/../../support/run.cmake")

file(REMOVE_RECURSE "${WORK}/build/ParallelFixtures" "${WORK}/build/Testing")
run("${CMAKE_COMMAND}" --fresh -S "${CMAKE_CURRENT_LIST_DIR}/project" -B "${WORK}/build"
  -D CMAKE_BUILD_TYPE=None -D "CMAKE_CXX_FLAGS=-g1"
  -D "CMAKE_CXX_COMPILER=${COMPILER}" -D "CMAKE_PREFIX_PATH=${PACKAGE}")
run("${CMAKE_COMMAND}" --build "${WORK}/build")
