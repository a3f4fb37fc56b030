// A GoogleTest program that is not linked with ours: one process for each case.
#include <gtest/gtest.h>

#include "nasty.h"

TEST(Plain, Waits) { chaos::wait_ms(20); }
TEST(Plain, Misbehaves) {
    for (const char* what : {"group", "closes", "deaf", "aborts", "leaks"}) {
        if (chaos::asked(std::string("plain-") + what)) {
            chaos::be_nasty(what);
        }
    }
}
