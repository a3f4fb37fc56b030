// The part of PartReader that checks whole records and adds them to the plan.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "tool/plan/plan_part.h"
#include "tool/plan/plan_values.h"

namespace pf {
namespace {

bool lacks_command(const Texts& first, const std::vector<Texts>& next) {
    return !next.empty() && (first.empty() || std::any_of(next.begin(), next.end(),
                                                          [](const Texts& command) { return command.empty(); }));
}

}  // namespace

Status PartReader::finish_fixture() {
    PlannedFixture& fixture = fixture_;
    const bool is_service = fixture.kind == FixtureKind::service;
    if (is_service == fixture.service.empty() || (is_service && !(fixture.setup.empty() && fixture.teardown.empty())) ||
        lacks_command(fixture.setup, fixture.next_setups) || lacks_command(fixture.teardown, fixture.next_teardowns)) {
        return entries_.fault(fmt::format("the fixture \"{}\" does not have the commands of its kind", name_));
    }
    for (const FixtureId parent : fixture.parents) {
        if (fixture.scope < plan_.fixtures[parent].scope) {
            return entries_.fault(fmt::format("the scope of the fixture \"{}\" is wider than that of its parent \"{}\"",
                                              name_, plan_.fixtures[parent].name));
        }
    }
    if (Status status = check_directory(fixture.binary_dir); !status.ok()) {
        return status;
    }
    for (Texts* command : {&fixture.setup, &fixture.teardown, &fixture.service, &fixture.ready_command}) {
        resolve_target(*command);
    }
    for (std::vector<Texts>* commands : {&fixture.next_setups, &fixture.next_teardowns}) {
        for (Texts& command : *commands) {
            resolve_target(command);
        }
    }
    resolve_directory(fixture.working_directory, fixture.binary_dir);
    if (!names_.fixtures.emplace(name_, static_cast<FixtureId>(plan_.fixtures.size())).second) {
        return entries_.fault(fmt::format("there are two fixtures \"{}\"", name_));
    }
    if (fixture.linger > 0 && fixture.scope != FixtureScope::run) {
        return entries_.fault(fmt::format("the fixture \"{}\" lingers, and its scope is not run", name_));
    }
    for (const FixtureId below : plan_.chain(fixture.parents)) {
        plan_.fixtures[below].linger = std::max(plan_.fixtures[below].linger, fixture.linger);
    }
    plan_.fixtures.push_back(std::move(fixture));
    ++records_;
    return ok_status();
}

Status PartReader::finish_group() {
    if (Status status = check_directory(group_.binary_dir); !status.ok()) {
        return status;
    }
    resolve_directory(group_.working_directory, group_.binary_dir);
    resolve_target(group_.launcher);
    const TestProgram& program = group_.program;
    const bool has_file = !program.file.empty() && program.file.front() == '/';
    if (has_file == program.command.empty() || (!has_file && !program.framework.empty())) {
        return entries_.fault(fmt::format("the program of the group \"{}\" has no absolute file", name_));
    }
    const auto id = static_cast<GroupId>(plan_.groups.size());
    if (!names_.groups.emplace(name_, id).second) {
        return entries_.fault(fmt::format("there are two groups \"{}\"", name_));
    }
    const Text shared = group_.shared_name;
    group_.pool = shared.empty() ? kNone : names_.shared.emplace(shared, id).first->second;
    plan_.groups.push_back(std::move(group_));
    ++records_;
    return ok_status();
}

Status PartReader::finish_matching() {
    if (plan_.groups[matching_.group].program.command.empty()) {
        return entries_.fault(fmt::format("the group \"{}\" has no program", name_));
    }
    plan_.matchings.push_back(std::move(matching_));
    ++records_;
    return ok_status();
}

Status PartReader::finish_test() {
    resolve_directory(options_.working_directory, plan_.binary_dir(tested_));
    plan_.tasks[tested_].own_options = share_options();
    ++records_;
    return ok_status();
}

Status PartReader::finish_finish() {
    if (finish_.command.empty()) {
        return entries_.fault("parallel_fixtures_on_finish has no command");
    }
    if (Status status = check_directory(finish_.binary_dir); !status.ok()) {
        return status;
    }
    resolve_target(finish_.command);
    resolve_directory(finish_.working_directory, finish_.binary_dir);
    plan_.finishes.push_back(std::move(finish_));
    ++records_;
    return ok_status();
}

Status PartReader::finish_task() {
    const std::string id = fmt::format("{}.{}", name_, task_.name);
    if (!is_name(task_.name) || task_.command.empty()) {
        return entries_.fault(fmt::format("the task \"{}\" has no name or no command", id));
    }
    if (plan_.find(id) != kNone) {
        return entries_.fault(fmt::format("there are two tasks \"{}\"", id));
    }
    const Group& group = plan_.groups[task_.group];
    if (!group.program.command.empty()) {
        return entries_.fault(fmt::format("the task \"{}\" is in a group that has a program", id));
    }
    if (options_.binary_dir.empty() || options_.binary_dir == group.binary_dir) {
        options_.binary_dir = Text();
    } else if (Status status = check_directory(options_.binary_dir); !status.ok()) {
        return status;
    }
    options_.source = options_.source == group.source ? Text() : options_.source;
    resolve_directory(options_.working_directory, options_.binary_dir.empty() ? group.binary_dir : options_.binary_dir);
    resolve_target(task_.command);
    resolve_target(options_.launcher);
    task_.own_options = share_options();
    task_.command.shrink_to_fit();
    plan_.tasks.push_back(std::move(task_));
    ++records_;
    return ok_status();
}

std::shared_ptr<const TaskOptions> PartReader::share_options() {
    static const TaskOptions defaults;
    if (options_ == defaults) {
        return nullptr;
    }
    if (!last_options_ || !(*last_options_ == options_)) {
        last_options_ = std::make_shared<const TaskOptions>(options_);
    }
    return last_options_;
}

Status PartReader::check_directory(Text directory) {
    return !directory.empty() && directory.front() == '/'
               ? ok_status()
               : entries_.fault("the binary directory of this is missing or not absolute");
}

void PartReader::resolve_target(Texts& command) const {
    const auto target = command.empty() ? targets_.end() : targets_.find(command.front());
    if (target != targets_.end()) {
        command.erase(command.begin());
        command.insert(command.begin(), target->second.begin(), target->second.end());
    }
}

void PartReader::resolve_directory(Text& directory, Text binary_dir) {
    if (!directory.empty() && directory.front() != '/') {
        directory = plan_.keep(fmt::format("{}/{}", binary_dir, directory));
    }
}

}  // namespace pf
