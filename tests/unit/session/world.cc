#include "tests/unit/session/world.h"

#include <unistd.h>

#include <algorithm>

#include "runtime/platform.h"
#include "runtime/process_tree.h"
#include "tool/session/leased_run.h"
#include "tool/session/service_run.h"

namespace pf::test {

World::World() {
    REQUIRE(platform::become_subreaper());
    plan.groups.emplace_back();
    plan.groups[0].name = "g";
    plan.groups[0].binary_dir = plan.keep(folder.path());
    plan.groups[0].program.command = {plan.keep(PF_SESSION_PROGRAM)};
    plan.groups[0].program.linked = true;
    constexpr int kLeakGraceMs = 200;
    context = std::make_unique<SessionContext>(plan, "/usr/bin:/bin", kLeakGraceMs);
    context->temporary = folder.path();
}

World::~World() {
    worker_.reset();
    runs_.clear();
    context->to_delete.clear();
    context.reset();
    CHECK(names_of(descendants_of(getpid())) == std::vector<std::string>{});
    CHECK(platform::children_of(getpid()).empty());
}

PlannedFixture& World::fixture(const std::string& name, FixtureKind kind) {
    PlannedFixture& made = plan.fixtures.emplace_back();
    made.name = plan.keep(name);
    made.kind = kind;
    made.binary_dir = plan.keep(folder.path());
    return made;
}

PlannedFixture& World::linked(const std::string& name, const Texts& environment, const std::string& below) {
    PlannedFixture& made = fixture(name, FixtureKind::linked);
    made.program = 0;
    made.environment = environment;
    if (!below.empty()) {
        made.parents = {id_of(below)};
        made.linked_name = made.name;
    }
    return made;
}

Task& World::task(const std::string& name, const Texts& command, const TaskOptions& options) {
    Task& made = plan.tasks.emplace_back();
    made.group = 0;
    made.name = plan.keep(name);
    made.command = command;
    made.own_options = std::make_shared<const TaskOptions>(options);
    if (command.empty()) {
        made.test = made.name;
    } else {
        plan.groups[0].program.command.clear();  // Its tasks are plain commands.
    }
    return made;
}

Texts World::child(const std::vector<std::string>& words) {
    Texts command = {plan.keep(PF_RUNTIME_CHILD)};
    for (const std::string& word : words) {
        command.push_back(plan.keep(word));
    }
    return command;
}

Texts World::shell(const std::string& script) { return {"/bin/sh", "-c", plan.keep(script)}; }

FixtureId World::id_of(const std::string& fixture) const {
    const auto found = std::find_if(plan.fixtures.begin(), plan.fixtures.end(),
                                    [&](const PlannedFixture& f) { return f.name == fixture; });
    REQUIRE(found != plan.fixtures.end());
    return static_cast<FixtureId>(found - plan.fixtures.begin());
}

std::unique_ptr<FixtureRun> World::make_run(FixtureId id, const std::string& below) {
    auto& host = static_cast<FixtureHost&>(*this);
    const FixtureRun::Identity identity{next_++, id, std::string(plan.fixtures[id].name), {}};
    names_[identity.id] = identity.label;
    if (context->leases.reach) {
        return std::make_unique<LeasedRun>(*context, host, identity, below);
    }
    switch (plan.fixtures[id].kind) {
        case FixtureKind::linked:
            return std::make_unique<LinkedRun>(*context, host, identity, below.empty() ? nullptr : linked_run(below));
        case FixtureKind::service:
            return std::make_unique<ServiceRun>(*context, host, identity);
        case FixtureKind::command:
            break;
    }
    return std::make_unique<FixtureRun>(*context, host, identity);
}

FixtureRun& World::make(const std::string& fixture, const std::string& below) {
    auto& made = runs_[fixture];
    made = make_run(id_of(fixture), below);
    return *made;
}

FixtureRun& World::set_up(const std::string& fixture, const std::string& below) {
    FixtureRun& made = make(fixture, below);
    made.set_up();
    return made;
}

void World::start(const std::string& task, int attempt, const std::string& below) {
    const auto found =
        std::find_if(plan.tasks.begin(), plan.tasks.end(), [&](const Task& planned) { return planned.name == task; });
    REQUIRE(found != plan.tasks.end());
    const WorkerId id{found->group, 0};
    if (!worker_) {
        worker_ = std::make_unique<WorkerRun>(*context, static_cast<TaskHost&>(*this), id);
    }
    current_ = task;
    worker_->start({static_cast<TaskId>(found - plan.tasks.begin()), attempt, id, 0, request},
                   below.empty() ? nullptr : linked_run(below));
}

void World::hand_next(const std::string& task) {
    next_task_ = task;
    REQUIRE(worker_->take_next({plan.find("g." + task), 1, {0, 0}, 0, request}));
    worker_->send_next();
}

void World::turn_until(const std::function<bool()>& condition) {
    REQUIRE(wait_until([&] {
        if (condition()) {
            return true;
        }
        context->to_delete.clear();
        context->supervisors.collect();
        context->loop.turn(0.01);
        for (const auto& [name, run] : runs_) {
            run->wake();
        }
        return condition();
    }));
}

std::string World::next() {
    turn_until([this] { return !said_.empty(); });
    std::string said = said_.front();
    said_.pop_front();
    return said;
}

pid_t World::supervisor() {
    std::vector<pid_t> children = platform::children_of(getpid());
    // A child that has ended and was not reaped is no supervisor.
    std::erase_if(children, [](pid_t child) { return !alive(child); });
    for (const pid_t child : children) {
        UNSCOPED_INFO(platform::process_name(child) << " (pid " << child << ")");
    }
    REQUIRE(children.size() == 1);
    return children[0];
}

void World::say(const std::string& who, const std::string& what, const std::string& why) {
    said_.push_back(who + " " + what + (why.empty() ? "" : ": " + why));
}

void World::fixture_set_up(InstanceId id, SetupOutcome outcome, const std::string& reason) {
    say(names_.at(id), outcome == SetupOutcome::passed ? "is up" : to_text(outcome), reason);
}

void World::fixture_lost(InstanceId id, const std::string& reason) { say(names_.at(id), "is lost", reason); }

void World::fixture_not_leased(InstanceId id, const std::string& reason) {
    say(names_.at(id), "is not leased", reason);
}

void World::fixture_died(InstanceId id, const std::string& reason) { say(names_.at(id), "died", reason); }

void World::fixture_torn_down(InstanceId id, bool passed, const std::string& reason) {
    say(names_.at(id), passed ? "is down" : "is down, failed", reason);
}

void World::fixture_warning(InstanceId id, const std::string& text) { say(names_.at(id), "warns", text); }

void World::task_ended(WorkerRun& worker, AttemptResult ended, std::optional<double> next_began) {
    result = std::move(ended);
    results[current_] = result;
    const Conclusion& verdict = result.conclusion;
    const std::string cause = verdict.reason.empty() ? "" : std::string(" (") + to_text(verdict.cause) + ")";
    say(current_, to_text(verdict.outcome) + cause, verdict.reason);
    if (next_began) {
        CHECK(*next_began == worker.started());
        current_ = next_task_;
        say(current_, "began", "");
    }
}

void World::next_handed_back(WorkerRun& /*worker*/) { say("the next task", "came back", ""); }

void World::task_stopped(WorkerRun& worker, bool stopped) {
    say(std::string(plan.tasks[worker.current().task].name), stopped ? "was stopped" : "was continued", "");
}

Status World::task_generated(WorkerRun& /*worker*/, std::string_view line) {
    if (line == "bad") {
        return Error{"it is bad"};
    }
    task(std::string(line), {"/bin/true"});
    return ok_status();
}

}  // namespace pf::test
