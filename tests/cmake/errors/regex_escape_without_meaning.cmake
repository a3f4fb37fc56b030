# warning: PASS_REGULAR_EXPRESSION: in CMake's regular expressions "\\d" is the character after the backslash
# warning: \[0-9\]
add_parallel_fixture_task(sql a COMMAND true PASS_REGULAR_EXPRESSION "a\\.b" "[\\d]?\\d+")
