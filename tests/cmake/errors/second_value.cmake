# error: "6" is not a keyword of this call, and nothing before it takes it
add_parallel_fixture_task(sql inserts COMMAND true TIMEOUT 5 6)
