// What runs before it is asked for.
#include "tool/serve/run_ahead.h"
#include "tool/serve/server.h"

namespace pf {

// The first test of a group has come: the others will.
void Server::run_ahead(GroupId group, const std::vector<std::string>& environment) {
    const Group& first = plan_.groups[group];
    if (!options_.in_turn || !first.tests.ahead || !selects_group(*options_.in_turn, first) ||
        !groups_ahead_.insert(first.name).second) {
        return;
    }
    const auto planned = static_cast<TaskId>(plan_.tasks.size());
    for (TaskId task = 0; task < planned; ++task) {
        const TaskOptions& options = plan_.tasks[task].options();
        const bool wanted = plan_.groups[plan_.tasks[task].group].name == first.name && !options.disabled &&
                            !options.generator && options.generated_by == kNone;
        if (wanted && tasks_.count(task) == 0) {
            ahead_[task] = {environment, false, std::nullopt};
            session_->add(task, environment);
        }
    }
}

// True: it has run, or runs, as its test wants it.
bool Server::collect(Guest& guest, TaskId task, const SessionRequest& request) {
    const auto known = ahead_.find(task);
    if (known == ahead_.end()) {
        return false;
    }
    const bool as_wanted = request.arguments.empty() && known->second.environment == request.environment;
    const std::optional<TaskEnded> ended = known->second.ended;
    if (ended) {
        ahead_.erase(known);
        if (as_wanted) {
            guest.say(TaskBegun{});
            hand_over(guest, task, *ended, false);
        }
        return as_wanted;
    }
    if (!as_wanted) {
        again_[task] = request;
    }
    if (known->second.started) {
        guest.started = session_->now();
        guest.say(TaskBegun{});
    }
    return true;
}

// True: its end is nobody's yet, or it is to run once more, or it was handed over.
bool Server::ahead_ended(TaskId task, const TaskEnded& event) {
    const auto known = ahead_.find(task);
    if (known == ahead_.end()) {
        return false;
    }
    Guest* guest = guest_of(task);
    if (guest == nullptr) {
        known->second.ended = event;
        return true;
    }
    ahead_.erase(known);
    if (begin_again(task)) {
        return true;
    }
    hand_over(*guest, task, event, false);
    return true;
}

}  // namespace pf
