#include "tests/fuzz/support/listing_rules.h"

#include <string>

#include "tests/fuzz/support/fuzz.h"
#include "tests/fuzz/support/plan_rules.h"
#include "tool/discover/listing_cache.h"
#include "tool/discover/listing_plan.h"

namespace pf::fuzz {
namespace {

void hold_cache(const Listing& listing) {
    const std::string file = scratch() + "/listing-0.json";
    PF_HOLDS(save_listing(file, "key", listing).ok());
    const auto kept = load_listing(file, "key");
    PF_HOLDS(kept.has_value());
    PF_HOLDS(*kept == listing);
    PF_HOLDS(!load_listing(file, "another").has_value());
}

// One fixture, and a group with a program on it.
Plan plan_with_program() {
    Plan plan;
    PlannedFixture fixture;
    fixture.name = "f";
    fixture.binary_dir = "/b";
    fixture.scope = FixtureScope::worker;
    plan.fixtures.push_back(fixture);
    Group group;
    group.name = "g";
    group.fixtures = {0};
    group.binary_dir = "/b";
    group.program.file = "/b/program";
    group.program.command = {"/b/program"};
    plan.groups.push_back(group);
    return plan;
}

void hold_plan_with(const Listing& listing) {
    Plan plan = plan_with_program();
    const Status added = add_listing(plan, 0, listing);
    if (!added.ok()) {
        PF_IS_MESSAGE(added.error().message);
        PF_HOLDS(plan.fixtures.size() == 1 && plan.groups.size() == 1 && plan.tasks.empty());
        return;
    }
    PF_HOLDS(plan.tasks.size() == listing.cases.size());
    hold_plan(plan);
}

}  // namespace

bool hold_listing(const Result<Listing>& listing) {
    const Status checked = listing.ok() ? check_listing(*listing) : Status(listing.error());
    if (!checked.ok()) {
        PF_IS_MESSAGE(checked.error().message);
        return false;
    }
    hold_cache(*listing);
    hold_plan_with(*listing);
    return true;
}

}  // namespace pf::fuzz
