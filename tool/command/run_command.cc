#include <algorithm>
#include <memory>

#include "runtime/platform.h"
#include "runtime/task_client.h"
#include "tool/cli/exit_code.h"
#include "tool/command/commands.h"
#include "tool/command/debugger.h"
#include "tool/command/memory_checker.h"
#include "tool/command/run.h"
#include "tool/command/run_resources.h"
#include "tool/command/selected_plan.h"
#include "tool/command/shard_selection.h"
#include "tool/schedule/dependencies.h"
#include "tool/session/foreground.h"
#include "tool/support/file.h"

namespace pf {
namespace {

// Runs a task in the memory checker that ctest put before the command of its test.
int run_wrapped(const RunOptions& options, SelectedPlan& selected, const std::vector<std::string>& command_line) {
    const TaskId task = selected.selection.tasks.front();
    if (selected.plan.tasks[task].options().generator) {
        return end_without_result(
            "a memory checker in front of a GENERATOR does not check the tasks that it makes; exclude this test");
    }
    TaskRequest request = as_command(selected.plan, add_command_groups(selected.plan), task);
    request.arguments = options.arguments;
    request.wrapper = options.wrapper;
    return Run(options, selected, std::make_shared<const TaskRequest>(std::move(request))).run(command_line);
}

}  // namespace

int run_in_foreground(const RunOptions& options, SelectedPlan& selected, const std::vector<std::string>& command_line) {
    const Result<TaskId> task = single_task(selected.plan, selected.selection);
    if (!task.ok()) {
        return fail(kExitUsage, task.error().message);
    }
    Result<std::vector<std::string>> debugger = find_command("--debugger", options.debugger);
    if (!debugger.ok()) {
        return fail(kExitUsage, debugger.error().message);
    }
    TaskRequest request = in_foreground(selected.plan, add_command_groups(selected.plan), *task);
    request.wrapper = *std::move(debugger);
    if (selected.plan.tasks[*task].test.empty() && !options.instead.empty()) {
        // The command follows, because the process in the debugger becomes it.
        request.wrapper = options.instead;
        request.wrapper.emplace_back("--");
    } else {
        request.command = options.instead;
    }
    return Run(options, selected, std::make_shared<const TaskRequest>(std::move(request))).run(command_line);
}

int run_command(const RunOptions& options, const std::vector<std::string>& command_line) {
    if (options.join_ctest && !wrapper_words(command_line).empty()) {
        return end_without_result(
            "a memory checker cannot check several tasks in one test; give the group GRANULARITY TASK");
    }
    Result<SelectedPlan> selected = load_selected_plan(options.build_dir, options.config, options.select,
                                                       options.part ? options.part->history : "");
    if (!selected.ok()) {
        return options.lifeline >= 0 ? end_without_result(selected.error().message)
                                     : fail(kExitUsage, selected.error().message);
    }
    if (options.shard_of_environment) {
        forget_shard_variables();
    }
    const bool nothing_selected = selected->selection.tasks.empty();  // An empty shard is no error.
    take_shard(*selected, options.shard, !options.part);
    if (options.part && !options.part->tasks.empty()) {
        if (const Status kept = keep_listed(*selected, options.part->tasks); !kept.ok()) {
            return fail(kExitUsage, kept.error().message);
        }
    }
    if (options.print_labels) {
        print_labels(selected->plan, selected->selection.tasks);
        return kExitOk;
    }
    if (options.show_only) {
        print_tasks(selected->plan, selected->selection.tasks, options.display.verbosity >= Verbosity::verbose);
        return kExitOk;
    }
    if (nothing_selected) {
        const std::string why = nothing_selected_text(selected->plan);
        return options.lifeline >= 0 ? end_without_result(why)
               : options.no_tests_ok ? kExitOk
                                     : fail(kExitNothingSelected, why);
    }
    if (const std::string why = cycle_problem(selected->plan, selected->selection.tasks); !why.empty()) {
        return options.lifeline >= 0 ? end_without_result(why) : fail(kExitUsage, why);
    }
    Result<std::optional<ResourceSpec>> resources = read_resources(options, selected->plan);
    if (!resources.ok()) {
        return fail(kExitUsage, resources.error().message);
    }
    selected->resources = *std::move(resources);
    if (!options.wrapper.empty()) {
        return run_wrapped(options, *selected, command_line);
    }
    if (options.no_fork) {
        return run_in_foreground(options, *selected, command_line);
    }
    TaskRequest request;
    request.arguments = options.arguments;
    const bool departs = !options.arguments.empty();
    return Run(options, *selected, departs ? std::make_shared<const TaskRequest>(std::move(request)) : nullptr)
        .run(command_line);
}

}  // namespace pf
