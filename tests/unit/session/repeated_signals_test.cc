#include "tool/session/repeated_signals.h"

#include <csignal>

#include "tests/support/catch.h"

using pf::RepeatedSignals;

TEST_CASE("the same signal within half a second counts once, later it counts again", "[R6]") {
    RepeatedSignals signals;
    CHECK(signals.counts(SIGTERM, false, 10));
    CHECK_FALSE(signals.counts(SIGTERM, false, 10));
    CHECK_FALSE(signals.counts(SIGTERM, false, 10.49));
    CHECK(signals.counts(SIGTERM, false, 10.5));  // A repeated signal does not extend the half second.
    CHECK_FALSE(signals.counts(SIGTERM, false, 10.6));
}

TEST_CASE("another signal counts at once", "[R6]") {
    RepeatedSignals signals;
    CHECK(signals.counts(SIGTERM, false, 10));
    CHECK(signals.counts(SIGINT, false, 10));
    CHECK(signals.counts(SIGTERM, false, 10));
}

TEST_CASE("a key that is pressed twice counts twice, whatever else repeats the signal", "[R6]") {
    RepeatedSignals signals;
    CHECK(signals.counts(SIGINT, true, 10));
    CHECK_FALSE(signals.counts(SIGINT, false, 10.1));
    CHECK(signals.counts(SIGINT, true, 10.2));
    RepeatedSignals sent_first;
    CHECK(sent_first.counts(SIGINT, false, 10));
    CHECK_FALSE(sent_first.counts(SIGINT, true, 10.1));
}
