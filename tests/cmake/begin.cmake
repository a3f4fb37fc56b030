# Included by the projects of the tests: the module as it is in the source tree, and in place of the helper a program that
# is on every machine, because nothing here runs it.
add_executable(ParallelFixtures::parallel-fixtures IMPORTED GLOBAL)
set_target_properties(ParallelFixtures::parallel-fixtures PROPERTIES IMPORTED_LOCATION /bin/sh)
add_executable(ParallelFixtures::parallel-fixtures-task IMPORTED GLOBAL)
set_target_properties(ParallelFixtures::parallel-fixtures-task PROPERTIES IMPORTED_LOCATION /bin/sh)
include("${PARALLEL_FIXTURES_ROOT}/cmake/ParallelFixtures.cmake")
