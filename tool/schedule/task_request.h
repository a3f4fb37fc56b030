// One request to run a task, where it departs from the plan.
#ifndef PARALLEL_FIXTURES_TOOL_SCHEDULE_TASK_REQUEST_H
#define PARALLEL_FIXTURES_TOOL_SCHEDULE_TASK_REQUEST_H

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tool/plan/plan.h"

namespace pf {

// Which locks and processors of a task the scheduler reserves. ctest holds the remaining ones, because they are
// properties of the test that asks for the task: all of them for the task itself, those of the group for a task that a
// generator has made.
enum class Reserved { all, own, none };

// Members at their default leave the plan's value as it is.
struct TaskRequest {
    GroupId group = kNone;  // The group whose workers run the task: one of add_command_groups() (foreground.h).
    Reserved reserved = Reserved::all;
    std::optional<double> timeout;       // Seconds; 0: none.
    std::optional<int> retries;          // Attempts = retries + 1.
    std::vector<std::string> command;    // argv of another program, which reports as the task's own would.
    std::vector<std::string> arguments;  // Appended to the command. A forked test has none.
    std::vector<std::string> wrapper;    // Put in front of the command: a debugger or a memory checker.
    std::optional<std::vector<std::string>> environment;  // K=V: all variables of the process that asks.
};

// Null: the task runs as planned.
using TaskRequestPtr = std::shared_ptr<const TaskRequest>;

// The following return the value of the request, or that of the plan. timeout_of() returns -1 if neither has one.
inline GroupId group_of(const Plan& plan, TaskId task, const TaskRequestPtr& request) {
    return request && request->group != kNone ? request->group : plan.tasks[task].group;
}
inline double timeout_of(const Plan& plan, TaskId task, const TaskRequestPtr& request) {
    return request && request->timeout ? *request->timeout : plan.timeout(task);
}
inline int retries_of(const Plan& plan, TaskId task, const TaskRequestPtr& request) {
    return request && request->retries ? *request->retries : plan.retries(task);
}

}  // namespace pf

#endif
