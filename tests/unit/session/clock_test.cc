#include "tool/session/clock.h"

#include <poll.h>

#include "tests/support/catch.h"

TEST_CASE("the clock does not advance while the run is stopped") {
    using std::chrono::steady_clock;
    const auto real = steady_clock::now();
    pf::Clock clock;
    CHECK(clock.now() >= 0);
    clock.pause();
    const double paused = clock.now();
    poll(nullptr, 0, 30);
    CHECK(clock.now() == paused);
    clock.resume();
    const double after = clock.now();
    CHECK(after >= paused);
    CHECK(after + 0.03 <= std::chrono::duration<double>(steady_clock::now() - real).count());
    clock.resume();  // Without a pause: nothing.
    CHECK(clock.now() >= after);
}

TEST_CASE("the clock goes on") {
    const pf::Clock clock;
    const double before = clock.now();
    poll(nullptr, 0, 10);
    CHECK(clock.now() >= before + 0.01);
}
