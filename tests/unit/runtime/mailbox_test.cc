// The memory through which a test process reports.
#include "runtime/mailbox.h"

#include <sys/resource.h>
#include <unistd.h>

#include <string>

#include "tests/support/catch.h"
#include "tests/unit/runtime/in_child.h"

using pf::Mailbox;
using pf::test::in_child;

namespace {

std::string taken_from(Mailbox& mailbox) {
    std::string frame = "of the test before";
    mailbox.take(frame);
    return frame;
}

}  // namespace

TEST_CASE("what a test process reports arrives once, at any length") {
    Mailbox mailbox;
    CHECK(taken_from(mailbox).empty());
    for (const std::size_t size : {std::size_t{1}, std::size_t{5000}, std::size_t{20} << 20U, std::size_t{18}}) {
        const std::string report(size, 'r');
        REQUIRE(in_child([&] { return mailbox.put(report) ? 0 : 1; }) == 0);
        CHECK(taken_from(mailbox) == report);
        CHECK(taken_from(mailbox).empty());
    }
}

TEST_CASE("a report that is longer than any message is refused, and one before it stays") {
    Mailbox mailbox;
    REQUIRE(mailbox.put("first"));
    CHECK_FALSE(mailbox.put(std::string(std::size_t{64} << 20U, 'r')));
    CHECK(taken_from(mailbox) == "first");
}

TEST_CASE("what was reported too late is not in the next report") {
    Mailbox mailbox;
    REQUIRE(mailbox.put("late"));
    mailbox.clear();
    CHECK(taken_from(mailbox).empty());
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST_CASE("where address space is scarce a report may be shorter") {
    CHECK(in_child([] {
              const rlimit limit{std::size_t{60} << 20U, std::size_t{60} << 20U};
              if (setrlimit(RLIMIT_AS, &limit) != 0) {
                  return 1;
              }
              Mailbox mailbox;
              return mailbox.put(std::string(500000, 'r')) && taken_from(mailbox).size() == 500000 ? 0 : 2;
          }) == 0);
}
#endif
