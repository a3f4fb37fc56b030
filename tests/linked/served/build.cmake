# cmake -D PACKAGE=<install prefix> -D WORK=<directory> -D COMPILER=<C++> -D VERSIONS=<folder of tests/versions>;...
#   -P build.cmake
# Builds project/ with the package in WORK/build. Without VERSIONS it builds all programs with the frameworks of the system, as a
# unity build; with VERSIONS it builds the programs named here with those versions that are available.
cmake_minimum_required(VERSION 3.25)

set(programs_GTest g g-main g-fragile exits)
set(programs_Catch2 c sample odd-catch2)

include("${CMAKE_CURRENT_LIST_DIR}/../../support/run.cmake")

set(definitions "")
set(targets all)
set(unity ON)
if(VERSIONS)
  set(targets "")
  set(unity OFF)
endif()
foreach(version IN LISTS VERSIONS)
  if(NOT EXISTS "${version}/skipped")
    file(STRINGS "${version}/package" package)
    list(APPEND definitions -D "${package}_DIR=${version}/prefix/lib/cmake/${package}")
    list(APPEND targets ${programs_${package}})
  endif()
endforeach()
if(NOT targets)
  execute_process(COMMAND "${CMAKE_COMMAND}" -E echo "all skipped: none of these versions can be had")
  return()
endif()

file(REMOVE_RECURSE "${WORK}/build/ParallelFixtures")
run("${CMAKE_COMMAND}" --fresh -S "${CMAKE_CURRENT_LIST_DIR}/project" -B "${WORK}/build" ${definitions}
  -D CMAKE_BUILD_TYPE=None # This compiles in two thirds of the time of Debug.
  -D CMAKE_UNITY_BUILD=${unity}
  -D "CMAKE_CXX_COMPILER=${COMPILER}" -D "CMAKE_PREFIX_PATH=${PACKAGE}")
run("${CMAKE_COMMAND}" --build "${WORK}/build" --target ${targets})
