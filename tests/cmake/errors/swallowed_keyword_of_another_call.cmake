# warning: add_parallel_fixture[(]f[)]: WORKERS is an argument of SETUP here. It is a keyword of add_parallel_fixture_tests[(][)], and none of this call. To keep the argument without this warning, write [$]<1:WORKERS>
add_parallel_fixture(f SETUP true WORKERS 2)
