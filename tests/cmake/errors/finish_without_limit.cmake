# error: TIMEOUT is 0, and the command must have a limit
parallel_fixtures_on_finish(COMMAND true TIMEOUT 0)
