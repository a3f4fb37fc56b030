# warning: add_parallel_fixture[(]f[)]: nothing says when the SERVICE is ready, so that tasks start at once, perhaps before it listens. Add READY_PORT, READY_LOG, READY_COMMAND or READY_NOTIFY. If it is ready at once, add READY_NOTIFY OFF
add_parallel_fixture(f SERVICE true)
