# error: the name of the group holds a control character
add_parallel_fixture_tests("a
b")
