#include <gtest/gtest.h>
#include <parallel_fixtures/gtest.h>

int main(int argc, char** argv) {
    testing::InitGoogleTest(&argc, argv);
    return parallel_fixtures::run_all_tests();
}
