# error: add_parallel_fixture_task[(]below inserts[)]: the group was declared in a directory that has ended
# error: Declare the group in this directory or in one above both
file(WRITE "${CMAKE_BINARY_DIR}/below/CMakeLists.txt" "add_parallel_fixture_tests(below)\n")
add_subdirectory("${CMAKE_BINARY_DIR}/below" below-build)
add_parallel_fixture_task(below inserts COMMAND true)
