# error: its GRANULARITY is TASK, and that of another group on the fixture "db" is GROUP
# error: Give all groups on one fixture the same
add_parallel_fixture(db SETUP true)
add_parallel_fixture(schema PARENT db SETUP true)
add_parallel_fixture_tests(a FIXTURE db GRANULARITY GROUP)
add_parallel_fixture_tests(b FIXTURE schema)
