# error: add_parallel_fixture_task[(]sql inserts[)]: there is no target ParallelFixtures::parallel-fixtures
# error: find_package, FetchContent or add_subdirectory
add_parallel_fixture_task(sql inserts COMMAND true)
