#include "tool/session/by_hand.h"

#include <memory>
#include <utility>

namespace pf {

void make_ready_by_hand(Plan& plan, TaskId id) {
    Task& task = plan.tasks[id];
    Group& group = plan.groups[task.group];
    TaskOptions options = task.options();
    options.timeout = 0;
    options.retries = 0;
    task.own_options = std::make_shared<const TaskOptions>(std::move(options));
    group.workers = 1;
    group.retries = 0;
    group.dispatch = Dispatch::tasks;
    if (task.test.empty()) {
        return;
    }
    task.command = group.program.command;
    while (group.fixture != kNone && plan.fixtures[group.fixture].kind == FixtureKind::linked) {
        group.fixture = plan.fixtures[group.fixture].parent;
    }
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
