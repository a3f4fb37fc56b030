# warning: add_parallel_fixture[(]f[)]: TEARDWON is an argument of SETUP here. Did you mean the keyword TEARDOWN[?]
add_parallel_fixture(f SETUP true TEARDWON false)
