# error: add_parallel_fixture_tests[(]g[)]: "XYLOPHONE" is not a keyword
# error: Keywords: 
add_parallel_fixture_tests(g XYLOPHONE 1)
