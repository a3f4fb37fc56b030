# cmake -D PACKAGE=<install prefix> -D BUILD=<directory> -D COMPILER=<C++> -P build.cmake
# Builds suite/.
cmake_minimum_required(VERSION 3.25)

include("${CMAKE_CURRENT_LIST_DIR}/../support/run.cmake")

run("${CMAKE_COMMAND}" --fresh -S "${CMAKE_CURRENT_LIST_DIR}/suite" -B "${BUILD}" -D CMAKE_BUILD_TYPE=None
  -D "CMAKE_CXX_COMPILER=${COMPILER}" -D "CMAKE_PREFIX_PATH=${PACKAGE}")
run("${CMAKE_COMMAND}" --build "${BUILD}")
