# warning: add_parallel_fixture[(]f[)]: READYPORT is an argument of SERVICE here. Did you mean the keyword READY_PORT
add_parallel_fixture(f SERVICE true READYPORT AUTO READY_NOTIFY OFF)
