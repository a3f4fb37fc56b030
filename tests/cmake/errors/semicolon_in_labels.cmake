# error: add_parallel_fixture_task[(]g a[)]: LABELS: "db;fast" has a semicolon, which separates names in CTest. For several, write db fast
add_parallel_fixture_tests(g)
add_parallel_fixture_task(g a COMMAND true LABELS "db;fast")
