// The index of a plan, which names its parts.
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

// The texts are views into the bytes of the file.
struct PlanIndex {
    Text stamp;
    Text config;
    Text source;
    Text ctest;
    std::vector<Text> parts;  // The names of files in the directory of the plan.
};

Result<PlanIndex> read_index(Entries entries);

// Reads the first entry, which must have the given kind of file and the version that this helper reads.
Status check_version(Entries& entries, Text kind);

}  // namespace pf

#endif
