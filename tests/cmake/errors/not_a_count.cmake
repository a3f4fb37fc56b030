# error: RETRIES takes a whole number from 0, not "1.5"
add_parallel_fixture_task(sql inserts COMMAND true RETRIES 1.5)
