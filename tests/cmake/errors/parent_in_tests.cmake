# error: "PARENT" is not a keyword
# error: FIXTURE <fixture>[.][.][.] together with SETUP
add_parallel_fixture_tests(g PARENT postgres SETUP true)
