# error: parallel_fixtures_link[(]nothing[)]: there is no target "nothing"
parallel_fixtures_link(nothing)
