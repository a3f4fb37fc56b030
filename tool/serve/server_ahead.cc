// Tasks that run ahead of ctest (run_ahead.h).
#include <algorithm>
#include <utility>

#include "tool/serve/ctest_environment.h"
#include "tool/serve/run_ahead.h"
#include "tool/serve/server.h"

namespace pf {
namespace {

constexpr double kListingTimeout = 60;  // Seconds for ctest to list its tests.

std::vector<std::string> sorted(std::vector<std::string> entries) {
    std::sort(entries.begin(), entries.end());
    return entries;
}

}  // namespace

void Server::ask_ctest() {
    if (options_.ask_ctest) {
        start_listing(options_.ask_ctest, [this](auto tests) { listed(std::move(tests)); });
    }
}

void Server::start_listing(const AskCtest& ask, CtestListing::Answer answer) {
    listing_ = ask(*session_, [this, answer = std::move(answer)](auto tests) {
        listing_until_ = session_->now();  // serve_clients() deletes the listing, which calls this function.
        answer(std::move(tests));
    });
    listing_until_ = session_->now() + kListingTimeout;
}

void Server::listed(std::optional<std::vector<ListedTest>> tests) {
    if (!tests) {
        return;
    }
    note_selected(*tests);
    if (ctest_ended_) {
        conclude_unstarted();
        return;
    }
    expect(*tests);
    if (options_.max_parallel < 2) {
        return;
    }
    for (EligibleTask& eligible : eligible_tasks(plan_, *tests)) {
        if (served_.count(eligible.task) == 0 && !notes_.outcomes().count(eligible.task)) {
            eligible_[plan_.groups[plan_.tasks[eligible.task].group].name].push_back(std::move(eligible));
        }
    }
    for (const ListedTest& test : *tests) {
        if (test.property("RESOURCE_GROUPS").empty()) {  // Else no other test has the same variables.
            listed_[test.name] = environment_of(test);
        }
    }
    for (const auto& [test, environment] : std::exchange(unmatched_environments_, {})) {
        note_environment(test, environment);
    }
    run_ahead();
}

// Remembers the variables of a test. Tests for which ctest makes the same changes will have the same variables.
void Server::note_environment(const std::string& test, const std::vector<std::string>& environment) {
    if (listed_.empty()) {
        if (listing_) {
            unmatched_environments_.try_emplace(test, environment);
        }
    } else if (const auto known = listed_.find(test); known != listed_.end()) {
        environments_.try_emplace(known->second, sorted(environment));
    }
}

// Returns the variables that a test with these changes will have; nullptr if they are not yet known.
const std::vector<std::string>* Server::environment_for(const EnvironmentChanges& wanted) {
    const auto known = environments_.find(wanted);
    if (known != environments_.end()) {
        return &known->second;
    }
    const auto base = environments_.find(EnvironmentChanges{});
    if (base == environments_.end()) {
        return nullptr;
    }
    auto made = applied(wanted, base->second);
    return made ? &environments_.emplace(wanted, std::move(*made)).first->second : nullptr;
}

// Leaves one worker of each group to ctest, whose tests must not wait for tasks that run ahead.
bool Server::has_worker_for(GroupId group) const {
    const int workers = plan_.groups[group].workers;
    const auto busy = std::count_if(ahead_.begin(), ahead_.end(),
                                    [&](TaskId task) { return plan_.share_workers(plan_.tasks[task].group, group); });
    return workers == 0 || busy + 1 < workers;
}

bool Server::has_room() const {
    const auto unclaimed =
        std::count_if(ahead_.begin(), ahead_.end(), [this](TaskId task) { return client_of(task) == nullptr; });
    auto busy = static_cast<std::size_t>(unclaimed);
    for (const auto& client : connections_.clients) {
        busy += client->tasks.size();
    }
    return static_cast<int>(busy) < options_.max_parallel;
}

void Server::run_ahead() {
    if (eligible_.empty()) {
        return;
    }
    for (auto next = requested_groups_.begin(); next != requested_groups_.end() && !ctest_ended_ && has_room();) {
        const auto found = eligible_.find(*next);
        if (found != eligible_.end()) {
            run_ahead(found->second);
        }
        if (found == eligible_.end() || found->second.empty()) {
            next = requested_groups_.erase(next);
        } else {
            ++next;
        }
    }
}

void Server::run_ahead(std::list<EligibleTask>& eligible) {
    for (auto next = eligible.begin(); next != eligible.end() && !ctest_ended_ && has_room();) {
        const TaskId task = next->task;
        if (served_.count(task) != 0 || notes_.outcomes().count(task) != 0) {
            next = eligible.erase(next);
            continue;
        }
        if (!has_worker_for(plan_.tasks[task].group)) {
            return;
        }
        const bool limited = next->limited;
        const std::vector<std::string>* environment = environment_for(next->environment);
        if (environment == nullptr) {
            ++next;
            continue;
        }
        next = eligible.erase(next);
        ServedTask& served = served_[task];
        served.state = ServedTask::State::ahead;
        served.environment =
            sorted(without_assignments(*environment, plan_.environment(task), options_.ctest_environment));
        ahead_.insert(task);
        TaskRequest request;
        request.reserved = Reserved::none;
        request.environment = served.environment;
        if (!limited && options_.limit > 0) {
            request.timeout = options_.limit;
        }
        session_->add(task, std::move(request));
    }
}

bool Server::is_ahead(const std::string& id) const {
    const TaskId task = plan_.find(id);
    return ahead_.count(task) != 0 && client_of(task) == nullptr;
}

// Gives the client the task that runs or has run ahead. Returns false if the task must be started for the request.
bool Server::use_run_ahead(Client& client, TaskId task, const SessionRequest& request) {
    ServedTask& served = served_[task];
    const bool fits =
        request.arguments.empty() && request.wrapper.empty() && served.environment == sorted(request.environment);
    if (served.state == ServedTask::State::kept) {
        served.state = ServedTask::State::requested;
        const std::optional<TaskEnded> result = std::exchange(served.result, std::nullopt);
        if (fits) {
            deliver_result(client, task, *result, false);
        }
        return fits;
    }
    if (served.state != ServedTask::State::ahead) {
        return false;
    }
    if (!fits) {
        served.next = request;
    }
    if (served.started) {
        client.started = session_->now();
    }
    return true;
}

// Handles the end of a task that ran ahead.
void Server::ahead_ended(TaskId task, const TaskEnded& event) {
    ahead_.erase(task);
    ServedTask& served = served_[task];
    if (served.client == nullptr) {
        served.state = ServedTask::State::kept;
        served.result = event;
    } else if (served.next) {
        start_next(task);
    } else {
        deliver_result(*served.client, task, event, false);
    }
    run_ahead();
}

}  // namespace pf
