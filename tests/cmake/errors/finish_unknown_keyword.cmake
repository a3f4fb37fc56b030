# error: parallel_fixtures_on_finish[(][)]: "LABELS" is not a keyword of this call
parallel_fixtures_on_finish(LABELS a COMMAND true)
