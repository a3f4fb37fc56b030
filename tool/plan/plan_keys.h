// What each key of a plan's record means (the table in docs/design/plan-format.md).
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_PLAN_PLAN_KEYS_H
#define PARALLEL_FIXTURES_TOOL_PLAN_PLAN_KEYS_H

#include "tool/plan/plan.h"

namespace pf {

// Set what `key` says. They return nullptr, or what the value should have been ("a number of seconds"), or "" for a key
// that the record does not have. An empty value is what a generator expression left of one that was not given: it sets
// nothing, except that it is a word of a command. References to other records are the caller's.
const char* set_fixture_key(Fixture& fixture, Text key, Text value);
const char* set_group_key(Group& group, Text key, Text value);
const char* set_task_key(Task& task, TaskOptions& options, Text key, Text value);

// Those of set_task_key that may stand in a `matching` record.
bool is_matching_key(Text key);

}  // namespace pf

#endif
