# error: add_parallel_fixture_tests[(]g[)]: there is no target "nowhere"
# error: TARGET takes an executable target
add_parallel_fixture_tests(g TARGET nowhere)
