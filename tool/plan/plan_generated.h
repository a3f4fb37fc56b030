// Tasks that a generator prints while a run goes on.
//
// A line is one JSON object. It must have `name` (a text) and `command` (a list of texts, of which the first is not
// empty), and may have the other keywords of add_parallel_fixture_task in lower case:
//   numbers          timeout cost retries processors skip_return_code
//   true or false    generator run_serial will_fail disabled
//   lists of texts   resource_lock pass_regular_expression fail_regular_expression skip_regular_expression
//                    required_files labels environment_modification
//   text             working_directory
//   object of texts  environment
//
// THREADS: not shared.
#ifndef PARALLEL_FIXTURES_TOOL_PLAN_PLAN_GENERATED_H
#define PARALLEL_FIXTURES_TOOL_PLAN_PLAN_GENERATED_H

#include <string_view>

#include "runtime/result.h"
#include "tool/plan/plan.h"

namespace pf {

// Adds the task of a line to the group of its generator and returns it. A line that the generator has printed before,
// with the same content, returns the same task, because a generator may be retried. Any other line that is not a new
// task is an error, which says what is wrong but not in which line.
Result<TaskId> add_generated_task(Plan& plan, TaskId generator, std::string_view json_line);

}  // namespace pf

#endif
