# error: COST takes a number, not "high"
add_parallel_fixture_task(sql inserts COMMAND true COST high)
