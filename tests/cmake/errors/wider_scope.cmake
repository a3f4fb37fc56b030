# error: add_parallel_fixture[(]inner[)]: its scope, RUN, is wider than TASK, that of its parent "outer"
# error: Give it SCOPE TASK
add_parallel_fixture(outer SETUP true SCOPE TASK)
add_parallel_fixture(inner PARENT outer SETUP true)
