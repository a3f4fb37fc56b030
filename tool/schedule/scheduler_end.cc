// How a running task is ended: at its time limit, or because something else has decided how it ends.
#include <algorithm>
#include <utility>

#include "tool/schedule/scheduler.h"

namespace pf {

void Scheduler::end_task(Worker& worker, const Conclusion& why, Force force, double now) {
    Assignment& assignment = *worker.assignment;
    if (!assignment.decided) {
        assignment.decided = why;
    }
    const bool late = assignment.decided->cause == Cause::timeout;
    const double own = late ? plan_.timeout_grace(assignment.task) : -1;
    const double grace = own >= 0 ? own : options_.grace;
    const bool kill = force == Force::kill || grace <= 0;
    if (assignment.ending >= (kill ? Ending::killed : Ending::terminated)) {
        return;
    }
    assignment.ending = kill ? Ending::killed : Ending::terminated;
    assignment.deadline = now + (kill ? options_.kill_limit : grace);
    assignment.slow_at = kNever;
    assignment.stopped_until = kNever;
    note_due(worker);
    actions_.push_back(EndTask{worker.id, kill ? Force::kill : Force::terminate,
                               late ? plan_.tasks[assignment.task].options().timeout_signal : 0});
}

void Scheduler::end_if_running(Worker& worker, const Conclusion& why, Force force, double now) {
    const std::optional<Assignment>& assignment = worker.assignment;
    if (!assignment || !assignment->running) {
        return;  // The set-ups and teardowns for the task are ended one by one.
    }
    if (std::optional<Next>& next = worker.assignment->next) {
        next->decided = next->decided ? next->decided : why;
        next->force = std::max(next->force, force);
        take_back(worker);
    }
    Conclusion after = why;
    if (why.cause == Cause::interrupted) {
        const std::string after_seconds = "interrupted after " + formatted("%.1f s", now - assignment->started);
        const std::string by = "interrupted ";  // As in "interrupted by SIGINT".
        after.reason = why.reason.rfind(by, 0) == 0 ? after_seconds + why.reason.substr(by.size() - 1)
                                                    : after_seconds + " (" + why.reason + ")";
    }
    end_task(worker, after, force, now);
}

void Scheduler::check_task(Worker& worker, double now) {
    if (!worker.assignment || !worker.assignment->running) {
        return;
    }
    Assignment& assignment = *worker.assignment;
    if (assignment.slow_at <= now) {
        assignment.slow = true;
        assignment.slow_at = kNever;
        actions_.push_back(MarkSlow{assignment.task, now - assignment.started});
    }
    if (assignment.stopped_until <= now && assignment.ending == Ending::no) {
        end_task(worker, {Outcome::failed, Cause::stopped, "it stopped itself and nobody continued it"}, Force::kill,
                 now);
    }
    if (assignment.deadline <= now) {
        escalate_task(worker, now);
    }
    note_due(worker);
}

// Called when a time limit of the task has changed, and when the task has begun or ended.
void Scheduler::note_due(Worker& worker) {
    Assignment& a = *worker.assignment;
    task_deadlines_.move(worker.id, a.due, a.running ? std::min({a.deadline, a.slow_at, a.stopped_until}) : kNever);
}

void Scheduler::escalate_task(Worker& worker, double now) {
    Assignment& assignment = *worker.assignment;
    if (assignment.ending == Ending::no) {
        const Conclusion late{Outcome::timeout, Cause::timeout,
                              "timed out after " + formatted("%g s", limit_of(assignment))};
        options_.inspect_limit > 0 ? inspect(worker, late, now) : end_task(worker, late, Force::terminate, now);
    } else if (assignment.ending == Ending::inspected) {
        end_task(worker, {}, Force::terminate, now);
    } else if (assignment.ending == Ending::terminated) {
        end_task(worker, {}, Force::kill, now);
    } else if (assignment.ending == Ending::killed) {
        assignment.ending = Ending::abandoned;
        assignment.deadline = kNever;
        actions_.push_back(AbandonWorker{worker.id});
    }
}

void Scheduler::inspect(Worker& worker, const Conclusion& why, double now) {
    Assignment& assignment = *worker.assignment;
    assignment.decided = why;
    assignment.ending = Ending::inspected;
    assignment.deadline = now + options_.inspect_limit;
    assignment.slow_at = kNever;
    assignment.stopped_until = kNever;
    actions_.push_back(InspectTask{worker.id});
}

void Scheduler::task_inspected(WorkerId id, double now) {
    Worker& worker = worker_at(id);
    if (worker.assignment && worker.assignment->running && worker.assignment->ending == Ending::inspected) {
        end_task(worker, {}, Force::terminate, now);
    }
}

void Scheduler::task_stopped(WorkerId id, bool stopped, double now) {
    Worker& worker = worker_at(id);
    std::optional<Assignment>& assignment = worker.assignment;
    if (assignment && assignment->running && assignment->ending == Ending::no) {
        assignment->stopped_until = stopped ? now + options_.stopped_limit : kNever;
        note_due(worker);
    }
}

}  // namespace pf
