#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

}  // namespace

TEST(S, Directory) {
    char path[4096];
    ASSERT_NE(getcwd(path, sizeof path), nullptr);
    const std::string directory = path;
    EXPECT_EQ(directory.substr(directory.rfind('/')), "/elsewhere");
}
TEST(S, Environment) { EXPECT_EQ(variable("FROM_SCRIPT"), "yes"); }
TEST(S, Modified) { EXPECT_EQ(variable("WORDS"), "a:b"); }
TEST(S, Both) { EXPECT_EQ(variable("WORDS"), "x:y"); }
TEST(S, Disabled) { FAIL() << "it must not run"; }
TEST(S, Fails) { FAIL() << "as it must"; }
TEST(S, PrintsBad) { std::puts("bad"); }
TEST(S, PrintsNothing) {}
TEST(S, Skips) { std::puts("absent"); }
TEST(S, Exits) { std::exit(5); }
TEST(S, Hangs) {
    while (true) {
        pause();
    }
}
TEST(S, Misses) { FAIL() << "it must not run"; }
TEST(S, Untouched) { EXPECT_EQ(variable("FROM_SCRIPT"), "no"); }
