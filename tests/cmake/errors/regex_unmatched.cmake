# error: Regular expression "\(a" cannot compile
add_parallel_fixture_task(sql a COMMAND true PASS_REGULAR_EXPRESSION "(a")
