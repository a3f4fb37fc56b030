#include "tool/journal/lost_run.h"

#include <algorithm>
#include <array>
#include <optional>
#include <variant>

namespace pf {
namespace {

// Exit codes of docs/results.md.
constexpr int kTaskFailed = 1;
constexpr int kFixtureFailed = 3;
constexpr int kSignal = 128;
constexpr int kKill = 9;   // SIGKILL
constexpr int kTerm = 15;  // SIGTERM

bool was_killed(const std::optional<int>& signal) { return signal == kKill || signal == kTerm; }

}  // namespace

bool LostRun::is_interruption(const Event& event) {
    const auto* task = std::get_if<TaskEnded>(&event);
    const auto* run = std::get_if<RunEnded>(&event);
    return std::holds_alternative<Stopping>(event) ||
           (task != nullptr && (task->cause == Cause::interrupted || may_be_of_loss(*task))) ||
           (run != nullptr && run->exit_code > kSignal);
}

bool LostRun::may_be_of_loss(const TaskEnded& ended) {
    constexpr std::array kOfOthers{Cause::fixture_failed, Cause::service_died, Cause::fixture_died, Cause::worker_died,
                                   Cause::unit_ended};
    const bool of_others = std::find(kOfOthers.begin(), kOfOthers.end(), ended.cause) != kOfOthers.end();
    return !is_good(ended.outcome) && (of_others || was_killed(ended.signal));
}

void LostRun::correct(Event& event) {
    auto* const setup = std::get_if<SetupEnded>(&event);
    if (setup != nullptr && setup->outcome == SetupOutcome::failed && was_killed(setup->signal)) {
        setup->outcome = SetupOutcome::interrupted;
    }
    if (auto* const teardown = std::get_if<TeardownEnded>(&event)) {
        teardown->node_lost = !teardown->passed;
    }
}

void LostRun::take(const Event& event) {
    if (is_interruption(event)) {
        interrupted_ = interrupted_ || std::holds_alternative<RunEnded>(event);
        return;
    }
    std::visit(
        [this](const auto& told) {
            if constexpr (requires { told.at; }) {
                last_at_ = std::max(last_at_, told.at);
            }
        },
        event);
    if (const auto* declared = std::get_if<TaskDeclared>(&event)) {
        unfinished_.emplace(declared->id, declared->group);
        declared_ += planned_ ? 0 : 1;
    } else if (std::holds_alternative<PlanEnded>(event)) {
        planned_ = true;
    } else if (const auto* started = std::get_if<TaskStarted>(&event)) {
        began_[started->id] = started->at;
    } else if (const auto* ended = std::get_if<TaskEnded>(&event)) {
        if (const auto began = began_.extract(ended->id)) {
            lived_until_ = std::max(lived_until_, began.mapped());
        }
        if (ended->final) {
            unfinished_.erase(ended->id);
            task_failed_ = task_failed_ || !is_good(ended->outcome);
        }
    } else if (const auto* setup = std::get_if<SetupStarted>(&event)) {
        setups_.emplace(setup->instance, setup->fixture);
    } else if (const auto* set_up = std::get_if<SetupEnded>(&event)) {
        setups_.erase(set_up->instance);
        fixture_failed_ =
            fixture_failed_ || set_up->outcome == SetupOutcome::failed || set_up->outcome == SetupOutcome::timeout;
    } else if (const auto* died = std::get_if<FixtureDied>(&event)) {
        first_death_ = std::min(first_death_, died->at);
    } else if (const auto* teardown = std::get_if<TeardownStarted>(&event)) {
        teardowns_.emplace(teardown->instance, teardown->fixture);
    } else if (const auto* torn_down = std::get_if<TeardownEnded>(&event)) {
        teardowns_.erase(torn_down->instance);
        fixture_failed_ = fixture_failed_ || !torn_down->passed;
    } else if (std::holds_alternative<RunEnded>(event)) {
        ended_ = true;
    }
}

std::vector<Event> LostRun::closing(const std::string& why) const {
    std::vector<Event> events;
    if (!planned_) {
        events.emplace_back(PlanEnded{declared_});
    }
    for (const auto& [instance, fixture] : setups_) {
        SetupEnded ended;
        ended.at = last_at_;
        ended.fixture = fixture;
        ended.instance = instance;
        ended.outcome = SetupOutcome::interrupted;
        ended.reason = why;
        events.emplace_back(std::move(ended));
    }
    for (const auto& [instance, fixture] : teardowns_) {
        TeardownEnded ended;
        ended.at = last_at_;
        ended.fixture = fixture;
        ended.instance = instance;
        ended.passed = false;
        ended.reason = why;
        ended.node_lost = true;
        events.emplace_back(std::move(ended));
    }
    events.emplace_back(Message{last_at_, MessageLevel::warning, why});
    RunEnded ended;
    ended.at = last_at_;
    const bool fixture_failed = fixture_failed_ || first_death_ < lived_until_ || !teardowns_.empty();
    ended.exit_code = fixture_failed ? kFixtureFailed : task_failed_ ? kTaskFailed : 0;
    events.emplace_back(ended);
    return events;
}

}  // namespace pf
