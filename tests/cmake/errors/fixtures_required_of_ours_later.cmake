# error: FIXTURES_REQUIRED of the test "g[.]t" names "data", a fixture of add_parallel_fixture
add_parallel_fixture(data SETUP true)
add_parallel_fixture_tests(g)
add_parallel_fixture_task(g t COMMAND true)
set_tests_properties(g.t PROPERTIES FIXTURES_REQUIRED data)
