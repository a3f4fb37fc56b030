# The projects of the tests include this file. It loads the module from the source tree. /bin/sh stands in for the helper, because no
# project runs it.
add_executable(ParallelFixtures::parallel-fixtures IMPORTED GLOBAL)
set_target_properties(ParallelFixtures::parallel-fixtures PROPERTIES IMPORTED_LOCATION /bin/sh)
add_executable(ParallelFixtures::parallel-fixtures-task IMPORTED GLOBAL)
set_target_properties(ParallelFixtures::parallel-fixtures-task PROPERTIES IMPORTED_LOCATION /bin/sh)
include("${PARALLEL_FIXTURES_ROOT}/cmake/ParallelFixtures.cmake")
