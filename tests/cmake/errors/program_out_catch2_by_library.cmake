# warning: add_parallel_fixture_tests[(]g[)]: "--out" in EXTRA_ARGS would leave a report of one test
enable_language(CXX)
add_library(Catch2::Catch2WithMain INTERFACE IMPORTED)
file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/prog.cc" "")
add_executable(prog "${CMAKE_CURRENT_BINARY_DIR}/prog.cc")
target_link_libraries(prog PRIVATE Catch2::Catch2WithMain)
add_parallel_fixture_tests(g TARGET prog EXTRA_ARGS --out out.xml)
