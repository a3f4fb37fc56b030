#include "tool/command/selected_plan.h"

#include <set>

#include "runtime/directory.h"
#include "tool/command/commands.h"
#include "tool/command/project_scripts.h"
#include "tool/discover/discover.h"
#include "tool/plan/plan_reader.h"
#include "tool/plan/resource_groups.h"
#include "tool/schedule/order.h"
#include "tool/support/regex.h"

namespace pf {
namespace {

class PatternCheck {
public:
    // Compiles the patterns and keeps the first error.
    void check(const std::string& whose, const char* property, const Texts& patterns,
               Result<Regex> (*compile)(std::string_view) = Regex::compile_cmake) {
        for (const Text pattern : patterns) {
            if (!error_.empty() || pattern.empty() || !seen_.emplace(pattern, compile == Regex::compile_cmake).second) {
                continue;
            }
            const Result<Regex> regex = compile(pattern);
            if (!regex.ok()) {
                error_ = whose + ": " + property + ": " + regex.error().message;
            }
        }
    }

    [[nodiscard]] const std::string& error() const { return error_; }

private:
    std::set<std::pair<Text, bool>> seen_;  // With whether the pattern has CMake's syntax.
    std::string error_;
};

Status check_patterns(const Plan& plan, const Selection& selection) {
    PatternCheck patterns;
    std::set<FixtureId> fixtures;
    for (const TaskId task : selection.tasks) {
        const TaskOptions& options = plan.tasks[task].options();
        if (!options.pass_regex.empty() || !options.fail_regex.empty() || !options.skip_regex.empty()) {
            const std::string whose = "task " + plan.task_id(task);
            patterns.check(whose, "PASS_REGULAR_EXPRESSION", options.pass_regex);
            patterns.check(whose, "FAIL_REGULAR_EXPRESSION", options.fail_regex);
            patterns.check(whose, "SKIP_REGULAR_EXPRESSION", options.skip_regex);
        }
        for (const FixtureId id : plan.chain(plan.groups[plan.tasks[task].group].fixtures)) {
            if (fixtures.insert(id).second) {
                const PlannedFixture& fixture = plan.fixtures[id];
                const std::string whose = "fixture " + std::string(fixture.name);
                patterns.check(whose, "SKIP_REGULAR_EXPRESSION", fixture.skip_regex);
                patterns.check(whose, "READY_LOG", {fixture.ready_log}, Regex::compile);
            }
        }
    }
    return patterns.error().empty() ? ok_status() : Status(Error{patterns.error()});
}

Status check_resource_groups(const Plan& plan, const Selection& selection) {
    std::set<Text> seen{""};
    for (const TaskId task : selection.tasks) {
        const Text property = plan.tasks[task].options().resource_groups;
        if (seen.insert(property).second) {
            if (const Result<ResourceGroups> groups = parse_resource_groups(property); !groups.ok()) {
                return Error{"task " + plan.task_id(task) + ": RESOURCE_GROUPS " + groups.error().message};
            }
        }
    }
    return ok_status();
}

// If a program could not be listed in the last run and can be now, all of its cases count as failed.
void add_cases_of_failed_programs(Plan& plan, SelectHistory& earlier) {
    std::set<GroupId> groups;
    for (GroupId id = 0; id < plan.groups.size(); ++id) {
        const std::string failed = std::string(plan.groups[id].name) + ".DISCOVERY_FAILED";
        if (!plan.groups[id].program.command.empty() && earlier.failed.count(failed) != 0 &&
            plan.find(failed) == kNone) {
            groups.insert(id);
        }
    }
    for (TaskId task = 0; task < plan.tasks.size() && !groups.empty(); ++task) {
        if (groups.count(plan.tasks[task].group) != 0) {
            earlier.failed.insert(plan.task_id(task));
        }
    }
}

}  // namespace

Result<SelectedPlan> load_selected_plan(const std::string& build_dir, const std::string& config,
                                        const SelectOptions& options, const std::string& history) {
    Result<Plan> plan = read_plan(real_path(build_dir), config);
    if (!plan.ok()) {
        return plan.error();
    }
    const DiscoverOptions programs{version(), options.groups, "", 0};
    if (Status discovered = discover(*plan, programs); !discovered.ok()) {
        return discovered.error();
    }
    const Status scripts = apply_project_scripts(*plan, Modifier::session);
    SelectedPlan selected{std::move(*plan),
                          history.empty() ? History::load(real_path(build_dir)) : History::load_file(history),
                          {},
                          {},
                          ""};
    selected.warning = scripts.ok() ? "" : unknown_properties(scripts.error());
    for (const auto& [id, task] : selected.history.tasks()) {
        if (task.failed) {
            selected.earlier.failed.insert(id);
        }
        if (!task.generator.empty()) {
            selected.earlier.generated_by.emplace(id, task.generator);
        }
    }
    add_cases_of_failed_programs(selected.plan, selected.earlier);
    Result<Selection> selection = select(selected.plan, options, selected.earlier);
    if (!selection.ok()) {
        return selection.error();
    }
    selected.selection = std::move(*selection);
    Status checked = check_patterns(selected.plan, selected.selection);
    checked = checked.ok() ? check_resource_groups(selected.plan, selected.selection) : checked;
    if (!checked.ok()) {
        return checked.error();
    }
    return selected;
}

std::string nothing_selected_text(const Plan& plan) {
    return plan.tasks.empty() ? "the plan has no tasks; declare them with add_parallel_fixture_task()"
                              : "none of " + std::to_string(plan.tasks.size()) +
                                    " tasks is selected; `parallel-fixtures list` shows them";
}

std::vector<TaskId> order_of(const SelectedPlan& selected, std::optional<std::uint64_t> shuffle_seed) {
    const Plan& plan = selected.plan;
    const History& history = selected.history;
    OrderInput input;
    input.task = [&](TaskId task) {
        const TaskHistory* known = history.task(plan.task_id(task));
        ExpectedTask expected;
        if (known != nullptr && known->time.count > 0) {
            expected.seconds = known->time.seconds;
        }
        expected.failed = known != nullptr && known->failed;
        return expected;
    };
    input.fixture = [&](FixtureId fixture) {
        const FixtureHistory* known = history.fixture(plan.fixtures[fixture].name);
        return known != nullptr ? known->setup.seconds : 0.0;
    };
    input.shuffle_seed = shuffle_seed;
    return order_tasks(plan, selected.selection.tasks, input);
}

}  // namespace pf
