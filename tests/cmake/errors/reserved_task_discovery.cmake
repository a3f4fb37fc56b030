# error: the id "sql.DISCOVERY_FAILED" is reserved
add_parallel_fixture_task(sql DISCOVERY_FAILED COMMAND true TIMEOUT 3)
