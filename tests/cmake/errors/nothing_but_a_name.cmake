# error: add_parallel_fixture_task[(]sql inserts[)]: COMMAND is missing
add_parallel_fixture_task(sql inserts)
