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
    if (options_.max_parallel < 2 || !options_.ask_ctest) {
        return;
    }
    listing_ = options_.ask_ctest(*session_, [this](auto tests) { listed(std::move(tests)); });
    listing_until_ = session_->now() + kListingTimeout;
}

void Server::listed(std::optional<std::vector<ListedTest>> tests) {
    listing_until_ = session_->now();  // serve_clients() deletes the listing, which calls this function.
    if (!tests) {
        return;
    }
    for (EligibleTask& eligible : eligible_tasks(plan_, *tests)) {
        if (tasks_.count(eligible.task) == 0 && !notes_.outcomes().count(eligible.task)) {
            eligible_[plan_.groups[plan_.tasks[eligible.task].group].name].push_back(std::move(eligible));
        }
    }
    for (const ListedTest& test : *tests) {
        listed_[test.name] = environment_of(test);
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
    const Text name = plan_.groups[group].name;
    const auto busy = std::count_if(ahead_.begin(), ahead_.end(), [&](const auto& ahead) {
        return plan_.groups[plan_.tasks[ahead.first].group].name == name;
    });
    return workers == 0 || busy + 1 < workers;
}

bool Server::has_room() const {
    const auto asked =
        std::count_if(tasks_.begin(), tasks_.end(), [this](const auto& task) { return ahead_.count(task.first) == 0; });
    return static_cast<std::ptrdiff_t>(ahead_.size()) + asked < options_.max_parallel;
}

void Server::run_ahead() {
    for (const Text group : requested_groups_) {
        if (const auto found = eligible_.find(group); found != eligible_.end()) {
            run_ahead(found->second);
        }
    }
}

void Server::run_ahead(std::list<EligibleTask>& eligible) {
    for (auto next = eligible.begin(); next != eligible.end() && !ctest_ended_ && has_room();) {
        const TaskId task = next->task;
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
        ahead_[task] = {sorted(without_assignments(*environment, plan_.environment(task), options_.ctest_environment)),
                        false};
        TaskRequest request;
        request.reserved = Reserved::none;
        request.environment = ahead_[task].environment;
        if (!limited && options_.limit > 0) {
            request.timeout = options_.limit;
        }
        session_->add(task, std::move(request));
    }
}

bool Server::is_ahead(const std::string& id) {
    const TaskId task = plan_.find(id);
    return ahead_.count(task) != 0 && client_of(task) == nullptr;
}

// Gives the client the task that runs or has run ahead. Returns false if there is none with the requested variables and
// words.
bool Server::use_run_ahead(Client& client, TaskId task, const SessionRequest& request) {
    const auto as_wanted = [&](const std::vector<std::string>& environment) {
        return request.arguments.empty() && request.wrapper.empty() && environment == sorted(request.environment);
    };
    if (const auto ended = ended_ahead_.find(task); ended != ended_ahead_.end()) {
        const EndedAhead there = std::move(ended->second);
        ended_ahead_.erase(ended);
        if (!as_wanted(there.environment)) {
            return false;
        }
        client.send(TaskBegun{});
        deliver_result(client, task, there.event, false);
        return true;
    }
    const auto known = ahead_.find(task);
    if (known == ahead_.end()) {
        return false;
    }
    if (!as_wanted(known->second.environment)) {
        again_[task] = request;
    }
    if (known->second.started) {
        client.started = session_->now();
        client.send(TaskBegun{});
    }
    return true;
}

// Handles the end of a task that ran ahead. Returns false if the task did not run ahead.
bool Server::ahead_ended(TaskId task, const TaskEnded& event) {
    const auto known = ahead_.find(task);
    if (known == ahead_.end()) {
        return false;
    }
    const Ahead ahead = std::move(known->second);
    ahead_.erase(known);
    Client* client = client_of(task);
    if (client == nullptr) {
        ended_ahead_[task] = {ahead.environment, event};
    } else if (!begin_again(task)) {
        deliver_result(*client, task, event, false);
    }
    run_ahead();
    return true;
}

}  // namespace pf
