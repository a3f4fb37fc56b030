#include "tool/cli/exit_code.h"

#include "tests/support/catch.h"

namespace {

// Facts in which everything has gone wrong. The tests remove the first fact that applies, one after the other.
pf::ExitFacts everything() { return {true, 2, true, 1, 1, true}; }

}  // namespace

TEST_CASE("the exit code is that of the first fact that applies") {
    pf::ExitFacts facts = everything();
    CHECK(pf::exit_code(facts) == 2);
    facts.usage_or_plan_error = false;
    CHECK(pf::exit_code(facts) == 130);
    facts.signal = 15;
    CHECK(pf::exit_code(facts) == 143);
    facts.signal = 0;
    CHECK(pf::exit_code(facts) == 5);
    facts.incomplete = false;
    CHECK(pf::exit_code(facts) == 3);
    facts.fixtures_failed = 0;
    CHECK(pf::exit_code(facts) == 1);
    facts.tasks_failed = 0;
    CHECK(pf::exit_code(facts) == 4);
    facts.nothing_selected = false;
    CHECK(pf::exit_code(facts) == 0);
}
