# error: add_parallel_fixture_task[(]sql more[.]inserts[)]: there is a task "sql.more.inserts" already
add_parallel_fixture_tests(sql.more)
add_parallel_fixture_task(sql.more inserts COMMAND true)
add_parallel_fixture_task(sql more.inserts COMMAND true)
