# error: parallel_fixtures_link[(]t[)]: the target is no executable of this project
add_executable(t IMPORTED)
parallel_fixtures_link(t)
