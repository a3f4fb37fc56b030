# error: add_parallel_fixture_tests[(]g[)]: the target "library" is no executable but of type INTERFACE_LIBRARY
add_parallel_fixture_tests(g TARGET library)
add_library(library INTERFACE)
