# error: FAIL_REGULAR_EXPRESSION: "\(\?i\)error" is not a regular expression of CMake's
# error: no \(\?...\)
add_parallel_fixture_task(sql a COMMAND true FAIL_REGULAR_EXPRESSION "(?i)error")
