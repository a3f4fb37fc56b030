#include "tests/fuzz/support/plan_rules.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "tests/fuzz/support/fuzz.h"
#include "tool/plan/plan_values.h"

namespace pf::fuzz {
namespace {

bool is_absolute(Text path) { return !path.empty() && path.front() == '/'; }

bool is_seconds(double seconds) { return std::isfinite(seconds) && seconds >= 0 && seconds <= kMaxSeconds; }

bool is_seconds_or_none(double seconds) { return seconds == -1 || is_seconds(seconds); }

bool all_assign(const Texts& environment) { return std::all_of(environment.begin(), environment.end(), is_assignment); }

void hold_fixture(const Plan& plan, FixtureId id) {
    const PlannedFixture& fixture = plan.fixtures[id];
    PF_HOLDS(is_name(fixture.name));
    for (const FixtureId parent : fixture.parents) {
        PF_HOLDS(parent < id);
    }
    PF_HOLDS(fixture.scope >= FixtureScope::run && fixture.scope <= FixtureScope::task);
    for (const FixtureId parent : fixture.parents) {
        PF_HOLDS(fixture.scope >= plan.fixtures[parent].scope);
    }
    PF_HOLDS((fixture.kind == FixtureKind::service) == !fixture.service.empty());
    PF_HOLDS((fixture.kind == FixtureKind::linked) == (fixture.program != kNone));
    PF_HOLDS(fixture.program == kNone || fixture.program < plan.groups.size());
    PF_HOLDS(is_seconds(fixture.setup_timeout) && is_seconds(fixture.teardown_timeout));
    PF_HOLDS(is_seconds(fixture.stop_timeout) && is_seconds(fixture.linger));
    PF_HOLDS(fixture.linger == 0 || fixture.scope == FixtureScope::run);
    for (const FixtureId parent : fixture.parents) {
        PF_HOLDS(plan.fixtures[parent].linger >= fixture.linger);
    }
    PF_HOLDS(fixture.stop_signal > 0);
    PF_HOLDS(is_absolute(fixture.binary_dir));
    PF_HOLDS(fixture.working_directory.empty() || is_absolute(fixture.working_directory));
    PF_HOLDS(all_assign(fixture.environment));
}

void hold_group(const Plan& plan, GroupId id) {
    const Group& group = plan.groups[id];
    PF_HOLDS(is_name(group.name));
    for (const FixtureId fixture : group.fixtures) {
        PF_HOLDS(fixture < plan.fixtures.size());
    }
    PF_HOLDS(group.pool == kNone || (group.pool <= id && plan.groups[group.pool].name == group.name));
    PF_HOLDS(group.workers >= 0 && group.retries >= 0 && group.program.reuse >= 0);
    PF_HOLDS(is_seconds_or_none(group.timeout));
    PF_HOLDS(is_seconds(group.program.discovery_timeout) && is_seconds(group.tests.before));
    PF_HOLDS(is_absolute(group.binary_dir));
    PF_HOLDS(group.program.command.empty() == group.program.file.empty());
    PF_HOLDS(group.program.file.empty() || is_absolute(group.program.file));
    PF_HOLDS(all_assign(group.environment));
}

void hold_task(Plan& plan, TaskId id) {
    const Task& task = plan.tasks[id];
    const TaskOptions& options = task.options();
    PF_HOLDS(task.group < plan.groups.size());
    PF_HOLDS(is_name(task.name));
    PF_HOLDS(!task.command.empty() || plan.groups[task.group].program.linked);
    PF_HOLDS(options.processors >= 1 && options.retries >= -1);
    PF_HOLDS(is_seconds_or_none(options.timeout) && is_seconds_or_none(options.cost));
    PF_HOLDS(options.generated_by == kNone || options.generated_by < id);
    PF_HOLDS(options.working_directory.empty() || is_absolute(options.working_directory));
    PF_HOLDS(is_absolute(plan.binary_dir(id)));
    PF_HOLDS(all_assign(options.environment));
    PF_HOLDS(plan.find(plan.task_id(id)) == id);
}

}  // namespace

void hold_plan(Plan& plan) {
    std::set<Text> fixtures;
    for (FixtureId id = 0; id < plan.fixtures.size(); ++id) {
        hold_fixture(plan, id);
        PF_HOLDS(fixtures.insert(plan.fixtures[id].name).second);
    }
    std::set<Text> groups;
    for (GroupId id = 0; id < plan.groups.size(); ++id) {
        hold_group(plan, id);
        const GroupId pool = plan.groups[id].pool;
        PF_HOLDS((pool != kNone && pool != id) || groups.insert(plan.groups[id].name).second);
    }
    std::set<std::string> tasks;
    for (TaskId id = 0; id < plan.tasks.size(); ++id) {
        hold_task(plan, id);
        PF_HOLDS(tasks.insert(plan.task_id(id)).second);
    }
    for (const Matching& matching : plan.matchings) {
        PF_HOLDS(matching.group < plan.groups.size());
        PF_HOLDS(!plan.groups[matching.group].program.command.empty());
    }
}

}  // namespace pf::fuzz
