# error: add_parallel_fixture_task[(]sql inserts[)]: COMMAND: .* control character 0x1E or 0x1F
string(ASCII 30 separator)
add_parallel_fixture_task(sql inserts COMMAND true "a${separator}b")
