#include "tool/discover/list_linked.h"

namespace pf {
namespace {

Scope plan_scope(parallel_fixtures::Scope scope) {
    switch (scope) {
        case parallel_fixtures::Scope::run:
            return Scope::run;
        case parallel_fixtures::Scope::worker:
            return Scope::worker;
        case parallel_fixtures::Scope::task:
            break;
    }
    return Scope::task;
}

}  // namespace

Result<Listing> list_linked(const Group& /*group*/, double /*timeout*/) {
    return Error{"it is linked with ParallelFixtures, which this version cannot serve: not built yet"};
}

Listing linked_listing(const std::vector<parallel_fixtures::Fixture>& fixtures,
                       const std::vector<parallel_fixtures::Test>& tests) {
    Listing listing;
    listing.linked = true;
    for (const parallel_fixtures::Fixture& fixture : fixtures) {
        listing.fixtures.push_back(
            {fixture.name, fixture.parent, plan_scope(fixture.scope), fixture.file, fixture.line});
    }
    for (const parallel_fixtures::Test& test : tests) {
        ListedCase& listed = listing.cases.emplace_back();
        listed.name = test.name;
        listed.file = test.file;
        listed.line = test.line;
        listed.labels = test.labels;
        listed.disabled = !test.disabled.empty();
        listed.fixture = test.fixture;
    }
    return listing;
}

}  // namespace pf
