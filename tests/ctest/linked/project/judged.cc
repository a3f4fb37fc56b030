// Cases that are judged by the properties of their tests.
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>

TEST(S, Passes) {}
TEST(S, PassesWrongly) {}
TEST(S, FailsRightly) { FAIL(); }
TEST(S, Says) {
    std::puts("it is done");
    FAIL();
}
TEST(S, SaysError) { std::puts("runtime error: overflow"); }
TEST(S, SaysSkip) { std::puts("not supported here"); }
TEST(S, Needs) {}
TEST(S, Modified) { EXPECT_STREQ(std::getenv("LEVEL"), "basex"); }
TEST(S, Hangs) {
    std::signal(SIGUSR1, [](int) {
        static_cast<void>(write(STDOUT_FILENO, "signalled\n", 10));
        _exit(3);
    });
    pause();
}
