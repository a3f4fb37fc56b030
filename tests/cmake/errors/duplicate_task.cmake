# error: add_parallel_fixture_task[(]sql inserts[)]: there is a task "sql.inserts" already
add_parallel_fixture_task(sql inserts COMMAND true)
add_parallel_fixture_task(sql selects COMMAND true)
add_parallel_fixture_task(sql inserts COMMAND true)
