# error: add_parallel_fixture_task[(]sql inserts[)]: "TIMEOT" is not a keyword
# error: Did you mean TIMEOUT[?]
add_parallel_fixture_task(sql inserts TIMEOT 5 COMMAND true)
