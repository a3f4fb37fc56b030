# warning: FAIL_REGULAR_EXPRESSION: in CMake's regular expressions "x{2,3}" does not repeat
add_parallel_fixture_task(sql a COMMAND true FAIL_REGULAR_EXPRESSION "[{]2}" "[ab]{2,3}")
