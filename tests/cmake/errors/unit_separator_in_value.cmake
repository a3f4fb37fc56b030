# error: ENVIRONMENT: .* control character 0x1E or 0x1F
string(ASCII 31 separator)
add_parallel_fixture_task(sql inserts COMMAND true ENVIRONMENT "A=${separator}")
