# error: add_parallel_fixture_task[(]sqll inserts[)]: there is no group "sqll" yet
# error: Did you mean sql[?]
add_parallel_fixture_task(sqll inserts COMMAND true)
