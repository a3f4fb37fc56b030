# error: SKIP_RETURN_CODE takes an exit code from 0 to 255, not "256"
add_parallel_fixture_task(sql inserts COMMAND true SKIP_RETURN_CODE 256)
