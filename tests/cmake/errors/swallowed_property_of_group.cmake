# error: add_parallel_fixture_tests[(]g[)]: DEPENDS is a property of CTest .* argument of SETUP. Give it behind PROPERTIES
add_parallel_fixture_tests(g SETUP true DEPENDS b)
