# error: COMMAND has no value
add_parallel_fixture_task(sql inserts COMMAND TIMEOUT 5)
