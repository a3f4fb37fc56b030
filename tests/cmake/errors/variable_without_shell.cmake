# warning: add_parallel_fixture_task[(]g b[)]: no shell runs the command of COMMAND, so that nothing replaces "[$]REDIS_PORT". Write @REDIS_PORT@ for a variable that a fixture hands down or ENVIRONMENT sets, or COMMAND sh -c "..."
add_parallel_fixture_tests(g)
add_parallel_fixture_task(g a COMMAND sh -c "echo \$REDIS_PORT")
add_parallel_fixture_task(g b COMMAND tool --port=\$REDIS_PORT)
