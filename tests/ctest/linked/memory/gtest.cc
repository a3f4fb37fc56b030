#include <gtest/gtest.h>

#include "blocks.h"

struct Suite : testing::Test {
    static Store* store;
    static void SetUpTestSuite() { store = new Store; }
    static void TearDownTestSuite() { delete store; }
};
Store* Suite::store = nullptr;

TEST_F(Suite, Passes) { EXPECT_EQ(store->entries[0], 0); }
TEST_F(Suite, Leaks) { leak(); }
TEST_F(Suite, Keeps) { keep(); }
