# error: add_parallel_fixture_task[(]g a[)]: ENVIRONMENT: "A=1;B=2" is one variable whose value has a semicolon. For several, write A=1 B=2. A semicolon in a value is written [$]<SEMICOLON>
add_parallel_fixture_tests(g)
add_parallel_fixture_task(g a COMMAND true ENVIRONMENT "A=1;B=2")
