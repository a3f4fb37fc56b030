# error: "sometimes" is not a keyword
add_parallel_fixture_task(sql inserts COMMAND true DISABLED sometimes)
