# error: add_parallel_fixture[(]c[)]: @PORT@ in SETUP stands for nothing: it is the port of a SERVICE with READY_PORT, in the same call. What is nested in that service, and tasks, write @<NAME>_PORT@
add_parallel_fixture(redis SERVICE redis-server --port @PORT@ READY_PORT AUTO)
add_parallel_fixture(c PARENT redis SETUP sh -c "redis-cli -p @PORT@ ping")
