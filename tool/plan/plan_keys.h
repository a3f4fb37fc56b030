// The keys of a plan's records (the table in docs/design/plan-format.md).
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_PLAN_PLAN_KEYS_H
#define PARALLEL_FIXTURES_TOOL_PLAN_PLAN_KEYS_H

#include "tool/plan/plan.h"

namespace pf {

// Set the value of a key. Return null, or what the value should be ("a number of seconds"), or "" if the record has no
// such key. An empty value sets nothing, because a generator expression leaves one if the project gave none; only as a
// word of a command it counts. The caller sets references to other records.
const char* set_fixture_key(PlannedFixture& fixture, Text key, Text value);
const char* set_group_key(Group& group, Text key, Text value);
const char* set_task_key(Task& task, TaskOptions& options, Text key, Text value);
const char* set_finish_key(PlannedFinish& finish, Text key, Text value);

// Returns whether a key of set_task_key() may occur in a record `matching`.
bool is_matching_key(Text key);

}  // namespace pf

#endif
