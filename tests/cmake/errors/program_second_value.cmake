# error: "two" is not a keyword
add_parallel_fixture_tests(g TARGET one two)
