# error: parallel_fixtures_link[(]t[)]: the words after the target are not understood: FRAMEWORKS
add_executable(t IMPORTED)
parallel_fixtures_link(t FRAMEWORKS)
