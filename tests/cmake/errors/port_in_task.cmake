# error: add_parallel_fixture_task[(]g b[)]: @PORT@ in COMMAND stands for nothing
add_parallel_fixture_tests(g)
add_parallel_fixture_task(g a COMMAND tool -p @G_PORT@)
add_parallel_fixture_task(g b COMMAND tool -p @PORT@)
