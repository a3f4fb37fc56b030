# error: add_parallel_fixture_task[(]g a[)]: DEPENDS is a property of CTest and no keyword of this call, so that it would be an argument of COMMAND
# error: set_tests_properties[(]<group>.<name> PROPERTIES DEPENDS <value>[)]. As an argument it is written [$]<1:DEPENDS>
add_parallel_fixture_tests(g)
add_parallel_fixture_task(g a COMMAND true DEPENDS b)
