// What Test.xml says of a fixture, which may have been set up many times: the worst that happened.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_REPORT_FIXTURE_VIEW_H
#define PARALLEL_FIXTURES_TOOL_REPORT_FIXTURE_VIEW_H

#include <vector>

#include "tool/journal/run_record.h"

namespace pf {

// The worst set-up and the worst teardown of a fixture, or null if it has none. The instances are those of the record.
struct FixtureView {
    const InstanceRecord* setup = nullptr;
    const InstanceRecord* teardown = nullptr;
};

// Returns the views in the order of the record's fixtures, without superseded segments.
std::vector<FixtureView> fixture_views(const RunRecord& record);

// Returns the outcome of a set-up. The set-up of an instance that died has failed.
Outcome setup_outcome(const InstanceRecord& instance);

}  // namespace pf

#endif
