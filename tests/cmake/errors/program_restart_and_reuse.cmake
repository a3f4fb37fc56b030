# error: RESTART_PER_TASK and REUSE_WORKERS exclude each other
# error: RESTART_PER_TASK OFF is REUSE_WORKERS 0
add_executable(prog IMPORTED)
set_target_properties(prog PROPERTIES IMPORTED_LOCATION /bin/true)
add_parallel_fixture_tests(g TARGET prog REUSE_WORKERS 3 RESTART_PER_TASK OFF)
