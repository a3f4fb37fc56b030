// The index of a plan: which parts it has.
//
// THREADS: pure function.
#ifndef PARALLEL_FIXTURES_TOOL_PLAN_PLAN_INDEX_H
#define PARALLEL_FIXTURES_TOOL_PLAN_PLAN_INDEX_H

#include <string>
#include <vector>

#include "runtime/result.h"
#include "tool/plan/plan.h"
#include "tool/plan/plan_entries.h"

namespace pf {

// Views into the bytes of the file.
struct PlanIndex {
    Text stamp;
    Text config;
    Text ctest;
    std::vector<Text> parts;  // File names.
};

Result<PlanIndex> read_index(Entries entries);

// Reads the first entry, which says what the file is (`kind`) and of which version.
Status check_version(Entries& entries, Text kind);

}  // namespace pf

#endif
