# error: COMMAND is empty
add_parallel_fixture_task(sql inserts COMMAND "" x)
