// What runs before it is asked for.
#include <algorithm>
#include <utility>

#include "tool/serve/ctest_environment.h"
#include "tool/serve/run_ahead.h"
#include "tool/serve/server.h"
#include "tool/serve/task_for_ctest.h"

namespace pf {
namespace {

constexpr double kListingLimit = 60;  // Seconds for ctest to list its tests.

std::vector<std::string> sorted(std::vector<std::string> entries) {
    std::sort(entries.begin(), entries.end());
    return entries;
}

}  // namespace

void Server::ask_ctest() {
    if (options_.at_a_time < 2 || !options_.ask_ctest) {
        return;
    }
    listing_ = options_.ask_ctest(*session_, [this](auto tests) { listed(std::move(tests)); });
    listing_until_ = session_->now() + kListingLimit;
}

void Server::listed(std::optional<std::vector<ListedTest>> tests) {
    listing_until_ = session_->now();  // It cannot be deleted here.
    if (!tests) {
        return;
    }
    for (CertainTask& certain : certain_tasks(plan_, *tests)) {
        if (tasks_.count(certain.task) == 0 && !notes_.outcomes().count(certain.task)) {
            certain_[plan_.groups[plan_.tasks[certain.task].group].name].push_back(std::move(certain));
        }
    }
    for (const ListedTest& test : *tests) {
        listed_[test.name] = environment_of(test);
    }
    for (const auto& [test, environment] : std::exchange(came_, {})) {
        note_environment(test, environment);
    }
    run_ahead();
}

// One that has come shows what the variables of those to come will be.
void Server::note_environment(const std::string& test, const std::vector<std::string>& environment) {
    if (listed_.empty()) {
        if (listing_) {
            came_.try_emplace(test, environment);
        }
    } else if (const auto known = listed_.find(test); known != listed_.end()) {
        environments_.try_emplace(known->second, sorted(environment));
    }
}

// nullptr: nobody has come who shows it.
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

// A test that ctest starts must not wait for what runs ahead: one worker of each group is left to it.
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
    return static_cast<std::ptrdiff_t>(ahead_.size()) + asked < options_.at_a_time;
}

void Server::run_ahead() {
    for (const Text group : groups_come_) {
        if (const auto found = certain_.find(group); found != certain_.end()) {
            run_ahead(found->second);
        }
    }
}

void Server::run_ahead(std::list<CertainTask>& certain) {
    for (auto next = certain.begin(); next != certain.end() && !ctest_ended_ && has_room();) {
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
        next = certain.erase(next);
        ahead_[task] = {sorted(without_assignments(*environment, plan_.environment(task), options_.ctest_environment)),
                        false};
        leave_to_ctest(plan_, task);
        if (!limited && options_.limit > 0) {
            TaskOptions options = plan_.tasks[task].options();
            options.timeout = options_.limit;
            plan_.tasks[task].own_options = std::make_shared<const TaskOptions>(std::move(options));
        }
        session_->add(task, ahead_[task].environment, {});
    }
}

bool Server::is_ahead(const std::string& id) {
    const TaskId task = plan_.find(id);
    return ahead_.count(task) != 0 && client_of(task) == nullptr;
}

// True: it has run, or runs, as its test wants it.
bool Server::collect(Client& client, TaskId task, const SessionRequest& request) {
    const auto as_wanted = [&](const std::vector<std::string>& environment) {
        return request.arguments.empty() && request.wrapper.empty() && environment == sorted(request.environment);
    };
    if (const auto ended = ended_ahead_.find(task); ended != ended_ahead_.end()) {
        const EndedAhead there = std::move(ended->second);
        ended_ahead_.erase(ended);
        if (!as_wanted(there.environment)) {
            return false;
        }
        hand_over(client, task, there.event, false);
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
    }
    return true;
}

// True: no test has asked for its result yet, or it is to run once more.
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
        hand_over(*client, task, event, false);
    }
    run_ahead();
    return true;
}

}  // namespace pf
