# error: its GRANULARITY is TASK, and that of another group on the fixture "broker" is GROUP
add_parallel_fixture(db SETUP true)
add_parallel_fixture(broker SETUP true)
add_parallel_fixture_tests(a FIXTURE broker GRANULARITY GROUP)
add_parallel_fixture_tests(b FIXTURE db broker)
