# error: TIMEOUT takes a number of seconds, 0 for no limit, not "soon"
add_parallel_fixture_task(sql inserts COMMAND true TIMEOUT soon)
