# error: ENVIRONMENT_MODIFICATION takes one of reset, .* not "append"
add_parallel_fixture_task(sql inserts COMMAND true ENVIRONMENT_MODIFICATION PATH=append:/bin)
