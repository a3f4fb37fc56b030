# error: add_parallel_fixture_tests[(]g[)]: its scope, WORKER, is wider than TASK
add_parallel_fixture(outer SETUP true SCOPE TASK)
add_parallel_fixture_tests(g FIXTURE outer SETUP true SCOPE WORKER)
