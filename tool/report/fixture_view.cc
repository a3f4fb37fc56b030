#include "tool/report/fixture_view.h"

#include <algorithm>
#include <array>

namespace pf {
namespace {

bool is_worse(Outcome outcome, Outcome than) {
    constexpr std::array kFromBadToGood{Outcome::failed,  Outcome::timeout, Outcome::crashed,
                                        Outcome::not_run, Outcome::skipped, Outcome::passed};
    const auto rank = [&](Outcome o) { return std::find(kFromBadToGood.begin(), kFromBadToGood.end(), o); };
    return rank(outcome) < rank(than);
}

}  // namespace

Outcome setup_outcome(const InstanceRecord& instance) { return instance.died ? Outcome::failed : instance.setup; }

std::vector<FixtureView> fixture_views(const RunRecord& record) {
    std::vector<FixtureView> views(record.fixtures.size());
    for (const InstanceRecord& instance : record.instances) {
        if (record.segments[instance.segment].superseded()) {
            continue;
        }
        FixtureView& view = views[instance.fixture];
        if (view.setup == nullptr || is_worse(setup_outcome(instance), setup_outcome(*view.setup))) {
            view.setup = &instance;
        }
        if (instance.teardown && (view.teardown == nullptr || is_worse(*instance.teardown, *view.teardown->teardown))) {
            view.teardown = &instance;
        }
    }
    return views;
}

}  // namespace pf
