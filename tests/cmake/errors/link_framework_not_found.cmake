# error: the target "program": it links ParallelFixtures::gtest, but there is no target GTest::gtest
# error: Call find_package[(]GTest[)] in its directory or in one above
enable_language(CXX)
add_library(parallel_fixtures_gtest INTERFACE)
add_library(ParallelFixtures::gtest_main ALIAS parallel_fixtures_gtest)
file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/program.cc" "int main() {}\n")
add_executable(program "${CMAKE_CURRENT_BINARY_DIR}/program.cc")
target_link_libraries(program PRIVATE ParallelFixtures::gtest_main)
add_parallel_fixture_tests(cases TARGET program)
