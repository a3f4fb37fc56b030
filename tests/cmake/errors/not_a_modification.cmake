# error: ENVIRONMENT_MODIFICATION takes <name>=<operation>:<value>, not "PATH=/bin"
add_parallel_fixture_task(sql inserts COMMAND true ENVIRONMENT_MODIFICATION PATH=/bin)
