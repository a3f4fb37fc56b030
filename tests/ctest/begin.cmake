# The projects here include this file. It loads the module from the source tree and the helper of this build.
enable_testing()
if(NOT PARALLEL_FIXTURES_FALLBACK)
  add_executable(ParallelFixtures::parallel-fixtures IMPORTED GLOBAL)
  set_target_properties(ParallelFixtures::parallel-fixtures PROPERTIES IMPORTED_LOCATION "${HELPER}")
  add_executable(ParallelFixtures::parallel-fixtures-task IMPORTED GLOBAL)
  set_target_properties(ParallelFixtures::parallel-fixtures-task PROPERTIES IMPORTED_LOCATION "${HELPER}-task")
endif()
include("${ROOT}/cmake/ParallelFixtures.cmake")
# `say <words>...` appends a line to the log. `hang` is a sleep that can be found by its path.
set(say "${WORK}/say")
set(hang "${WORK}/hang" 1000)
