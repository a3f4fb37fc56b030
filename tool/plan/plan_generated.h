// Tasks that a generator prints while a run goes on.
//
// A line is one JSON object. `name` (text) and `command` (a list of texts, the first of them not empty) must be there;
// the others are the keywords of add_parallel_fixture_task in lower case:
//   numbers          timeout cost retries processors skip_return_code
//   true or false    generator run_serial will_fail disabled
//   lists of texts   resource_lock pass_regular_expression fail_regular_expression skip_regular_expression
//   required_files
//                    labels environment_modification
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

// Adds the task that `json_line` says to the group of its generator. A line that the same generator printed before,
// with the same content, gives the task it gave then: a generator may be tried again. Everything else that is not a new
// task is an error which says what is wrong with the line; the caller says which line it is.
Result<TaskId> add_generated_task(Plan& plan, TaskId generator, std::string_view json_line);

}  // namespace pf

#endif
