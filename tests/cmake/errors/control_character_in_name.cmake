# error: the name of the task holds a control character
add_parallel_fixture_task(sql "a\tb" COMMAND true)
