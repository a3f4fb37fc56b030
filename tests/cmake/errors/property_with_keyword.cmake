# error: PROPERTIES: TIMEOUT has a keyword of its own[.] Write TIMEOUT before PROPERTIES
add_parallel_fixture_tests(g PROPERTIES DEPENDS x TIMEOUT 5)
