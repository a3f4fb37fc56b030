# error: TIMEOUT is given twice[.] As a value, TIMEOUT is written [$]<1:TIMEOUT>
add_parallel_fixture_task(sql inserts COMMAND true TIMEOUT 5 TIMEOUT 6)
