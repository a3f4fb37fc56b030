# error: TARGET takes the name of an executable target, not "[$]<1:prog>"
add_parallel_fixture_tests(g TARGET $<1:prog>)
