# error: ENVIRONMENT takes <name>=<value>, not "HOME"
add_parallel_fixture_task(sql inserts COMMAND true ENVIRONMENT HOME)
