# cmake -D build=<build of ParallelFixtures> -D config=<configuration> -D installed=<folder> -P install.cmake
# Installs the build and moves the install tree to that folder, because it must work from anywhere.
include("${CMAKE_CURRENT_LIST_DIR}/../tests/support/run.cmake")

file(REMOVE_RECURSE "${installed}" "${installed}-first")
run("${CMAKE_COMMAND}" --install "${build}" --config "${config}" --prefix "${installed}-first")
file(RENAME "${installed}-first" "${installed}")
