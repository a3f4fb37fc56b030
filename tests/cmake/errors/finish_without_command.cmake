# error: parallel_fixtures_on_finish[(][)]: COMMAND is missing
parallel_fixtures_on_finish(TIMEOUT 5)
