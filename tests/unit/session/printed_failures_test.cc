#include "tool/session/printed_failures.h"

#include "tests/support/catch.h"

using namespace pf;

namespace {

// The texts are those of GoogleTest 1.12, Catch2 3.3, doctest 2.4, Boost.Test 1.74 and glibc 2.36.
constexpr const char* kGtest =
    "[ RUN      ] Sums.Wrong\n"
    "/src/sums_test.cc:14: Failure\n"
    "Expected equality of these values:\n"
    "  1 + 1\n"
    "    Which is: 2\n"
    "  3\n"
    "/src/sums_test.cc:15: Failure\n"
    "Failed\n"
    "\n"
    "[  FAILED  ] Sums.Wrong (0 ms)\n";
constexpr const char* kCatch2 =
    "-------------------------------------------------------------------------------\n"
    "wrong\n"
    "-------------------------------------------------------------------------------\n"
    "/src/sums_test.cc:3\n"
    "...............................................................................\n"
    "\n"
    "/src/sums_test.cc:4: FAILED:\n"
    "  CHECK( 1 + 1 == 3 )\n"
    "with expansion:\n"
    "  2 == 3\n"
    "\n"
    "/src/sums_test.cc:5: FAILED:\n"
    "explicitly with message:\n"
    "  never\n"
    "\n";
constexpr const char* kCatch2Compact =
    "/src/sums_test.cc:4: failed: 1 + 1 == 3 for: 2 == 3\n"
    "/src/sums_test.cc:5: failed: explicitly with 1 message: 'never'\n";
constexpr const char* kDoctest =
    "===============================================================================\n"
    "/src/sums_test.cc:4:\n"
    "TEST CASE:  wrong\n"
    "\n"
    "/src/sums_test.cc:5: ERROR: CHECK( 1 + 1 == 3 ) is NOT correct!\n"
    "  values: CHECK( 2 == 3 )\n"
    "\n"
    "/src/sums_test.cc:6: FATAL ERROR: never\n"
    "\n";
constexpr const char* kBoost =
    "Running 1 test case...\n"
    "/src/sums_test.cc(5): error: in \"sums/wrong\": check 1 + 1 == 3 has failed [2 != 3]\n"
    "/src/sums_test.cc(6): fatal error: in \"sums/wrong\": never\n";
constexpr const char* kAssert = "sums: /src/sums.c:7: int main(void): Assertion `1 + 1 == 3' failed.\nAborted\n";

}  // namespace

TEST_CASE("the failures that each framework prints are found") {
    const std::string file = "/src/sums_test.cc";
    CHECK(printed_failures(kGtest) ==
          Failures{{file, 14, "Expected equality of these values:\n  1 + 1\n    Which is: 2\n  3"},
                   {file, 15, "Failed"}});
    CHECK(printed_failures(kCatch2) == Failures{{file, 4, "  CHECK( 1 + 1 == 3 )\nwith expansion:\n  2 == 3"},
                                                {file, 5, "explicitly with message:\n  never"}});
    CHECK(printed_failures(kCatch2Compact) == Failures{{file, 4, "failed: 1 + 1 == 3 for: 2 == 3"},
                                                       {file, 5, "failed: explicitly with 1 message: 'never'"}});
    CHECK(printed_failures(kDoctest) ==
          Failures{{file, 5, "ERROR: CHECK( 1 + 1 == 3 ) is NOT correct!\n  values: CHECK( 2 == 3 )"},
                   {file, 6, "FATAL ERROR: never"}});
    CHECK(printed_failures(kBoost) ==
          Failures{{file, 5, "error: in \"sums/wrong\": check 1 + 1 == 3 has failed [2 != 3]"},
                   {file, 6, "fatal error: in \"sums/wrong\": never"}});
    CHECK(printed_failures(kAssert) == Failures{{"/src/sums.c", 7, "Assertion `1 + 1 == 3' failed."}});
}

TEST_CASE("colours and carriage returns are no part of a failure") {
    CHECK(printed_failures("\x1b[1;31m/src/a.cc:4: \x1b[0mFAILED:\r\n  \x1b[33mCHECK( a )\x1b[0m\r\n\r\n") ==
          Failures{{"/src/a.cc", 4, "  CHECK( a )"}});
}

TEST_CASE("any bytes are read to their end") {
    for (const std::string text :
         {"\x1b[", "\x1b", "a.cc:4: FAILED:\x1b[1;31", "\x1b[m\x1b[", "a.cc:4: \x1b[1mFAILED:\n\x1b["}) {
        CHECK(printed_failures(text).size() <= 1);
    }
    std::string bytes;
    for (int i = 0; i < 4096; ++i) {
        bytes += "\x1b[m:(). 1aF\n"[(i * i + i / 7) % 12];
    }
    CHECK(printed_failures(bytes).size() <= 50);
}

TEST_CASE("what only looks like a failure is none") {
    CHECK(printed_failures("2026-01-01 12:00:05: ERROR: the disk is full\n").empty());
    CHECK(printed_failures("a.cc:0: Failure\na.cc:-1: Failure\na.cc:x: Failure\n:4: Failure\nFailure\n").empty());
    CHECK(printed_failures("a/b.d/c:4: Failure\n").empty());
    CHECK(printed_failures("a: b.c:1: Assertion `").empty());
    CHECK(printed_failures(": Assertion `' failed.").empty());
    CHECK(printed_failures("a.cc:4: Failures\nnote: a.cc:4\n").empty());
    CHECK(printed_failures("").empty());
}

TEST_CASE("the number and the length of failures are bounded") {
    std::string many;
    for (int i = 0; i < 100; ++i) {
        many += "a.cc:4: Failure\n" + std::string(10000, 'x') + "\n" + std::string(10000, 'y') + "\n\n";
    }
    const Failures failures = printed_failures(many);
    REQUIRE(failures.size() == 50);
    CHECK(failures.back().message.size() <= 4096);
}
