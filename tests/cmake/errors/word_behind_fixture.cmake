# error: "LABEL" is not a keyword
# error: Did you mean LABELS[?]
add_parallel_fixture(db SETUP true)
add_parallel_fixture_tests(g FIXTURE db LABEL nightly)
