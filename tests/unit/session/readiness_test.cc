// Whether the output of a service makes it ready. tests/acceptance/services_test.cc tests the other probes.
#include "tool/session/readiness.h"

#include <unistd.h>

#include <string>
#include <vector>

#include "tests/support/catch.h"

using namespace pf;

namespace {

// Returns whether a service that has printed these pieces is ready.
bool ready_after(Text pattern, const std::vector<std::string>& pieces) {
    Plan plan;
    SessionContext context(plan, "", 0);
    PlannedFixture fixture;
    fixture.kind = FixtureKind::service;
    fixture.ready_log = pattern;
    Readiness readiness(context, fixture, 0, getpid(), [] {});
    readiness.running();
    for (const std::string& piece : pieces) {
        readiness.output(piece);
    }
    return readiness.ready();
}

}  // namespace

TEST_CASE("a line is looked at when it is whole, in whatever pieces it comes") {
    CHECK(ready_after("^ready$", {"ready\n"}));
    CHECK(ready_after("^ready$", {"not\nrea", "dy\r", "\n"}));
    CHECK_FALSE(ready_after("^ready$", {"ready"}));
    CHECK_FALSE(ready_after("^ready$", {"rea\ndy\n"}));
}

TEST_CASE("of a long line the same is looked at in whatever pieces it comes") {
    constexpr std::size_t kLooked = std::size_t{64} << 10U;
    const std::string before(kLooked - 5, 'x');
    CHECK(ready_after("ready", {before + "ready\n"}));
    CHECK(ready_after("ready", {before, "ready", "\n"}));
    CHECK_FALSE(ready_after("ready", {before + "xready\n"}));
    CHECK_FALSE(ready_after("ready", {before, "xready", "\n"}));
}
