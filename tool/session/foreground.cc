#include "tool/session/foreground.h"

#include <memory>
#include <utility>

namespace pf {
namespace {

// What its tasks need besides the fixtures of their program, each of them in a process of its own.
void stand_below_program(const Plan& plan, Group& group) {
    group.dispatch = Dispatch::tasks;
    group.program.reuse = 1;
    while (group.fixture != kNone && plan.fixtures[group.fixture].kind == FixtureKind::linked) {
        group.fixture = plan.fixtures[group.fixture].parent;
    }
}

}  // namespace

void prepare_foreground(Plan& plan, TaskId id) {
    Task& task = plan.tasks[id];
    Group& group = plan.groups[task.group];
    TaskOptions options = task.options();
    options.timeout = 0;
    options.retries = 0;
    task.own_options = std::make_shared<const TaskOptions>(std::move(options));
    group.workers = 1;
    group.retries = 0;
    group.dispatch = Dispatch::tasks;
    make_a_command(plan, id);
}

void make_a_command(Plan& plan, TaskId id) {
    Task& task = plan.tasks[id];
    Group& group = plan.groups[task.group];
    if (task.test.empty()) {
        return;
    }
    task.command.insert(task.command.begin(), group.program.command.begin(), group.program.command.end());
    stand_below_program(plan, group);
}

std::map<GroupId, GroupId> add_groups_of_commands(Plan& plan) {
    std::map<GroupId, GroupId> made;
    const std::size_t declared = plan.groups.size();
    for (GroupId id = 0; id < declared; ++id) {
        if (plan.groups[id].program.linked) {
            Group group = plan.groups[id];
            stand_below_program(plan, group);
            group.pool = group.pool == kNone ? id : group.pool;
            plan.groups[id].pool = group.pool;
            made[id] = static_cast<GroupId>(plan.groups.size());
            plan.groups.push_back(std::move(group));
        }
    }
    return made;
}

void put_in_its_place(Plan& plan, TaskId id, const std::vector<std::string>& command) {
    Task& task = plan.tasks[id];
    task.command.clear();
    for (const std::string& word : command) {
        task.command.push_back(plan.keep(word));
    }
    plan.groups[task.group].program.framework = Text();  // Its arguments would be no words of this command.
}

}  // namespace pf
