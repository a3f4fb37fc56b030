# warning: the end of .*errors: enable_testing[(][)] is missing, so that ctest finds no tests. Call it in the top CMakeLists.txt, before add_subdirectory
add_parallel_fixture_task(sql one COMMAND true)
