add_parallel_fixture_task(late included COMMAND true)
add_parallel_fixture_task(late included.2 COMMAND true TIMEOUT 3)
