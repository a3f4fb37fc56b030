# error: add_parallel_fixture_tests[(]x[.]setup[)]: the id "x.setup" is reserved
add_parallel_fixture_tests(x.setup)
