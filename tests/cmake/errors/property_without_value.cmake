# error: PROPERTIES: "DEPENDS" has no value
add_parallel_fixture_tests(g PROPERTIES DEPENDS)
