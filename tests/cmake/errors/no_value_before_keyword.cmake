# error: PARENT has no value[.] As a value, SETUP is written [$]<1:SETUP>
add_parallel_fixture(f PARENT SETUP true)
