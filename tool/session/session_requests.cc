// What the server of a ctest asks of a session.
#include <utility>

#include "tool/session/session.h"

namespace pf {

void Session::hold(FixtureId fixture) {
    publisher_.declare_fixtures({fixture});
    scheduler_.hold(fixture, now());
}

std::vector<std::string> Session::handed_down(FixtureId fixture) {
    const auto run = fixtures_.find(scheduler_.run_instance(fixture));
    if (run == fixtures_.end()) {
        return {};
    }
    std::vector<std::string> changes = fixture_environment(scheduler_.instance(run->first));
    const std::vector<std::string>& own = run->second->handed_down();
    changes.insert(changes.end(), own.begin(), own.end());
    return changes;
}

void Session::perform(const ConcludeHold& action) {
    host_.hold_concluded(action.fixture, action.outcome, action.reason);
}

void Session::add(TaskId task, TaskRequest asked) {
    const auto request = std::make_shared<const TaskRequest>(std::move(asked));
    const GroupId group = group_of(context_.plan, task, request);
    const std::vector<FixtureId>& fixtures = context_.plan.groups[group].fixtures;
    if (context_.plan.ctest_fixtures(fixtures).empty()) {
        scheduler_.hold_group(group);
    }
    for (const FixtureId fixture : fixtures) {
        scheduler_.retain(fixture);
    }
    scheduler_.forget_expected(task);
    ++result_.declared;
    publisher_.declare_fixtures(fixtures);
    publisher_.declare(task, request);
    scheduler_.add_task(task, request, now());
}

void Session::add_unstarted(TaskId task) {
    scheduler_.forget_expected(task);
    ++result_.declared;
    publisher_.declare_fixtures(context_.plan.groups[context_.plan.tasks[task].group].fixtures);
    publisher_.declare(task, nullptr);
    scheduler_.add_task(task, nullptr, now());
}

void Session::pause_output(TaskId task, bool paused) {
    const auto found = workers_.find(scheduler_.last_worker(task));
    if (found != workers_.end() && found->second->running() && found->second->current().task == task) {
        found->second->pause_output(paused);
    }
}

void Session::task_output(WorkerRun& worker, std::string_view bytes) {
    host_.task_output(worker.current().task, bytes);
}

void Session::stop(const std::string& reason) {
    publisher_.send(Stopping{now(), reason, scheduler_.running(), false});
    host_.ending();
    scheduler_.stop(StopLevel::terminate, reason, now());
}

}  // namespace pf
