# error: add_parallel_fixture_task[(]sql inserts[)]: "LABEL" is not a keyword
# error: Did you mean LABELS[?]
add_parallel_fixture_task(sql inserts COMMAND true TIMEOUT 5 LABEL x)
