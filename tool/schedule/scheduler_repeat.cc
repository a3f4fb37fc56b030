// Tasks that are repeated in turn, until their number of attempts, a time, or a failure ends it.
#include <map>
#include <utility>
#include <vector>

#include "tool/schedule/scheduler.h"

namespace pf {

// The task waits behind all others of its group, and once these have had as many attempts, the group waits behind all
// other groups.
void Scheduler::repeat_in_turn(GroupId id, const Assignment& assignment) {
    if (repeats_until_ < 0) {
        conclude_unstarted(assignment.task, {});
        return;
    }
    GroupState& group = groups_[id];
    let_dependents_go(assignment.task);  // They would wait until the last attempt otherwise.
    group.ready.push_back(assignment.task, assignment.need);
    note_ready(id);
    if (attempts_[*group.ready.first()] >= attempts_[assignment.task]) {
        move_to_end(id);
    }
}

void Scheduler::move_to_end(GroupId id) {
    GroupState& group = groups_[id];
    ready_places_.erase(group.place);
    waiting_.remove(group.place);
    if (group.wide != 0) {
        const auto line = wide_.find(std::exchange(group.wide, 0));
        line->second.erase(group.place);
        if (line->second.empty()) {
            wide_.erase(line);
        }
    }
    order_.erase(group.place);
    group.place = next_place_++;
    order_.emplace(group.place, id);
    note_ready(id);
}

// Tasks that wait for a further attempt keep the result of their last one. Those that have had none still start.
void Scheduler::end_repeats(double now) {
    repeats_until_ = -kNever;
    for (const auto& [place, id] : std::map<Place, GroupId>(order_)) {
        std::vector<TaskId> over;
        for (const TaskId task : groups_[id].ready.drain()) {
            if (retrying_.count(task) != 0) {
                over.push_back(task);
            } else {
                groups_[id].ready.push_back(task, need_of(task));
            }
        }
        note_ready(id);
        for (const TaskId task : over) {
            conclude_unstarted(task, {});
        }
    }
    advance(now);
}

}  // namespace pf
