# error: add_parallel_fixture_tests[(]g[)]: FIXTURE names "db" twice
# error: Name each fixture once
add_parallel_fixture(db SETUP true)
add_parallel_fixture(broker SETUP true)
add_parallel_fixture_tests(g FIXTURE db broker db)
