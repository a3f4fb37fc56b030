# warning: add_parallel_fixture_task[(]g a[)]: LABEL is an argument of COMMAND here. Did you mean the keyword LABELS[?] To keep the argument without this warning, write [$]<1:LABEL>
add_parallel_fixture_tests(g)
add_parallel_fixture_task(g a COMMAND true LABEL nightly)
