# error: add_parallel_fixture_task[(]sql setup[)]: the id "sql.setup" is reserved
add_parallel_fixture_task(sql setup COMMAND true)
