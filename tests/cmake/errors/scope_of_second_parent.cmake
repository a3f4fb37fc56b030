# error: add_parallel_fixture[(]schema[)]: its scope, WORKER, is wider than TASK, that of its parent "dir"
# error: Give it SCOPE TASK or a narrower one
add_parallel_fixture(db SETUP true)
add_parallel_fixture(dir SCOPE TASK SETUP true)
add_parallel_fixture(schema SCOPE WORKER PARENT db dir SETUP true)
