# error: add_parallel_fixture_task[(]sql inserts[)]: TIMEOUT has no value[.]
add_parallel_fixture_task(sql inserts COMMAND true TIMEOUT)
