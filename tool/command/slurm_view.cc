#include "tool/command/slurm_view.h"

#include <fmt/format.h>

#include <type_traits>
#include <utility>
#include <variant>

namespace pf {
namespace {

// Events that the terminal has from the command itself, or once for all nodes.
template <typename E>
constexpr bool kNotShown = std::is_same_v<E, RunStarted> || std::is_same_v<E, ShardDeclared> ||
                           std::is_same_v<E, FixtureDeclared> || std::is_same_v<E, PlanEnded> ||
                           std::is_same_v<E, RunEnded> || std::is_same_v<E, FinishEnded> || std::is_same_v<E, Stopping>;

}  // namespace

FollowedPart& SlurmView::follow(SlurmPart part, const std::string& node, std::vector<TaskId> tasks) {
    return parts_.emplace_back(
        FollowedPart{part, node, std::move(tasks), FollowedJournal(files_.journal(part)), {}, false, false, 0, false});
}

void SlurmView::read(double now) {
    for (FollowedPart& part : parts_) {
        if (!part.closed) {
            part.journal.read([&](Event& event) { take(part, event, now); });
        }
    }
}

void SlurmView::take(FollowedPart& part, Event& event, double now) {
    ++events_;
    part.open.take(event);
    if (auto* started = std::get_if<RunStarted>(&event)) {
        part.begun = true;
        part.begun_at = now;
        part.node = started->hostname;
    } else if (const auto* stopping = std::get_if<Stopping>(&event)) {
        Event message = Message{stopping->at, MessageLevel::note, "starts nothing more: " + stopping->reason};
        show(part, message);
        return;
    }
    part.closed = part.closed || part.open.ended() || part.open.interrupted();
    show(part, event);
}

void SlurmView::show(const FollowedPart& part, Event& event) {
    const bool shown = std::visit(
        [&](auto& told) {
            using E = std::remove_reference_t<decltype(told)>;
            if constexpr (requires { told.at; }) {
                told.at += part.begun_at;
            }
            if constexpr (requires { told.instance; }) {
                told.instance += " on " + part.node;
            }
            if constexpr (kNotShown<E>) {
                return false;
            } else if constexpr (requires { adapt(part, told); }) {
                return adapt(part, told);
            } else {
                return true;
            }
        },
        event);
    if (shown) {
        terminal_.set_machine(part.node);
        terminal_.handle(event);
        terminal_.set_machine("");
    }
}

bool SlurmView::adapt(const FollowedPart& /*part*/, TaskDeclared& declared) {
    // The tasks of the plan were declared by the command. A generator that ran again declares its tasks again.
    return !declared.generated_by.empty() && generated_.emplace(declared.id, declared.generated_by).second;
}

bool SlurmView::adapt(const FollowedPart& /*part*/, TaskStarted& /*started*/) {
    ++running_;
    return true;
}

bool SlurmView::adapt(const FollowedPart& /*part*/, TaskEnded& ended) {
    running_ -= ended.attempt > 0 ? 1 : 0;
    if (const TaskId task = plan_.find(ended.id); task != kNone && ended.final) {
        doubtful_[task] = LostRun::may_be_of_loss(ended);
    }
    // A task that ran again although it had a result counts once. One that was interrupted, though nobody has asked for
    // it, runs again.
    ended.final = ended.final && (ended.cause != Cause::interrupted || stopping_) && note_done(ended.id);
    return true;
}

bool SlurmView::adapt(const FollowedPart& part, Message& message) {
    message.text = part.node + ": " + message.text;
    return true;
}

// Returns whether the task had no result before.
bool SlurmView::note_done(const std::string& id) {
    const TaskId task = plan_.find(id);
    if (task == kNone) {
        return generated_done_.insert(id).second;
    }
    const bool is_new = !done_[task];
    done_[task] = true;
    return is_new;
}

void SlurmView::close(FollowedPart& part, double now) {
    if (std::exchange(part.closed, true)) {
        return;
    }
    const std::string why = lost_text(part.node);
    for (Event& event : part.open.closing(why)) {
        std::visit(
            [&](auto& told) {
                if constexpr (requires { told.at; }) {
                    told.at = now - part.begun_at;
                }
            },
            event);
        if (!std::holds_alternative<Message>(event)) {
            show(part, event);
        }
    }
}

std::set<TaskId> SlurmView::unfinished(const FollowedPart& part) const {
    std::set<TaskId> tasks;
    for (const TaskId task : part.tasks) {
        if (!done_[task] || doubtful_[task]) {
            tasks.insert(task);
        }
    }
    for (const auto& [id, group] : part.open.unfinished()) {
        const auto generated = generated_.find(id);
        const TaskId generator = generated == generated_.end() ? kNone : plan_.find(generated->second);
        if (generator != kNone) {
            tasks.insert(generator);
        }
    }
    return tasks;
}

}  // namespace pf
