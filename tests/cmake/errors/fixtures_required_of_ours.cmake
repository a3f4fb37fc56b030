# error: FIXTURES_REQUIRED of the group "g" names "data", a fixture of add_parallel_fixture
# error: Write FIXTURE data in the call that declares the group
add_parallel_fixture(data SETUP true)
add_executable(prog IMPORTED)
set_target_properties(prog PROPERTIES IMPORTED_LOCATION /bin/true)
add_parallel_fixture_tests(g TARGET prog PROPERTIES FIXTURES_REQUIRED data)
