# error: add_parallel_fixture_task[(]sql [)]: the name of the task is empty
add_parallel_fixture_task(sql "" COMMAND true)
