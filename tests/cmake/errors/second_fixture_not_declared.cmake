# error: there is no fixture "brokr" yet
# error: Did you mean broker[?]
add_parallel_fixture(db SETUP true)
add_parallel_fixture(broker SETUP true)
add_parallel_fixture_tests(g FIXTURE db brokr)
