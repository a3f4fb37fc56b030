// Tests that wait until the check has killed what it wants, and others.
#include <poll.h>

#include <catch2/catch.hpp>

#include "fixtures.h"

using parallel_fixtures::get;

namespace {

const pid_t kProgram = getpid();
const pid_t kSupervisor = getppid();

struct Nested {
    Spoken spoken{"nested"};
    pid_t supervisor = getppid();
};
PARALLEL_FIXTURE(Nested, "nested");

struct Deep {
    using parent = Nested;
    static constexpr auto scope = parallel_fixtures::Scope::task;
    explicit Deep(Nested& /*below*/) {}
};
PARALLEL_FIXTURE(Deep, "deep");

// Says which directory it has of its own, of which process's.
void say_directory() { log_line("tmp=" + variable("PARALLEL_FIXTURES_TMPDIR") + " of=" + std::to_string(getppid())); }

// Says who is who, and waits until the file GO is there, but not for ever.
void wait_for_go(const char* test) {
    const Nested& nested = get<Nested>();
    say_directory();
    log_line("test=" + std::string(test) + " task=" + std::to_string(getpid()) +
             " worker=" + std::to_string(getppid()) + " nested=" + std::to_string(nested.spoken.owner()) +
             " nested_supervisor=" + std::to_string(nested.supervisor) + " program=" + std::to_string(kProgram) +
             " supervisor=" + std::to_string(kSupervisor));
    for (int i = 0; i < 20000 && access(variable("GO").c_str(), F_OK) != 0; ++i) {
        poll(nullptr, 0, 1);
    }
}

}  // namespace

TEST_CASE("waits 1", "[nested]") { wait_for_go("waits1"); }
TEST_CASE("waits 2", "[nested]") { wait_for_go("waits2"); }
TEST_CASE("nested 1", "[nested]") {
    say_directory();
    CHECK(true);
}
TEST_CASE("nested 2", "[nested]") {
    say_directory();
    CHECK(true);
}
TEST_CASE("plain") { CHECK(true); }
TEST_CASE("deep 1", "[deep]") { wait_for_go("deep1"); }
TEST_CASE("deep 2", "[deep]") { wait_for_go("deep2"); }
