# error: add_parallel_fixture_task[(]sql x[.]teardown[)]: the id "sql.x.teardown" is reserved
add_parallel_fixture_task(sql inserts COMMAND true)
add_parallel_fixture_task(sql x.teardown COMMAND true)
