# error: PASS_REGULAR_EXPRESSION: "a.\*\?b" is not a regular expression of CMake's
add_parallel_fixture_task(sql a COMMAND true PASS_REGULAR_EXPRESSION "[*?]x" "a.*?b")
