// The life of a task: it takes a slot, the fixtures of its worker are set up, it runs, it is concluded, and it gives
// the slot back.
#include <algorithm>
#include <utility>

#include "tool/schedule/scheduler.h"

namespace pf {
namespace {

bool is_failure(const Conclusion& end) {
    return end.outcome == Outcome::failed || end.outcome == Outcome::timeout || end.outcome == Outcome::crashed ||
           (end.outcome == Outcome::not_run &&
            (end.cause == Cause::missing_executable || end.cause == Cause::required_files));
}

}  // namespace

void Scheduler::assign(GroupId id, TaskId task, double now) {
    Worker& worker = open_worker(id);
    Assignment assignment;
    assignment.request = request_of(task);
    assignment.need = need_of(task);
    assignment.slot = slot_numbers_.lowest_free();
    const bool serial = assignment.need.serial;
    assign_to(worker, std::move(assignment), task);
    end_wait(task, now);
    if (serial) {
        note_wait_for_serial(now);
    }
    set_up_next_or_start(worker, now);
}

// Gives the worker the task, with the slots that it needs.
void Scheduler::assign_to(Worker& worker, Assignment assignment, TaskId task) {
    assignment.task = task;
    assignment.attempt = static_cast<int>(++attempts_[task]);
    slot_numbers_.take(assignment.slot);
    take(assignment);
    worker.assignment = std::move(assignment);
    last_worker_[task] = worker.id.number;
    note_worker(worker);
    count_assigned(worker.id.group, 1);
}

// Counts the tasks that require the fixtures of scope RUN of the group.
void Scheduler::count_assigned(GroupId id, int change) {
    for (const FixtureId fixture : groups_[id].chain) {
        if (const InstanceId instance = run_instance_[fixture]; instance != kNone) {
            int& assigned = instances_.at(instance).assigned;
            assigned += change;
            if (assigned == 0 && dead_ > 0) {
                consider(instance);
            }
        }
    }
}

// Sets up the next fixture of the worker, or starts the task once all of them are up. If another fixture has died
// meanwhile, the task waits until that is set up again.
void Scheduler::set_up_next_or_start(Worker& worker, double now) {
    if (is_doomed(worker) || (dead_ > 0 && !is_chain_usable(worker.id.group))) {
        put_back(worker, now);
        return;
    }
    std::size_t index = 0;
    for (const FixtureId fixture : groups_[worker.id.group].chain) {
        if (plan_.fixtures[fixture].scope == FixtureScope::run) {
            continue;
        }
        if (index++ < worker.instances.size()) {
            continue;
        }
        Instance what;
        what.fixture = fixture;
        what.worker = worker.id;
        what.task = plan_.fixtures[fixture].scope == FixtureScope::task ? worker.assignment->task : kNone;
        worker.instances.push_back(make_instance(what, false, now));
        return;
    }
    start_task(worker, now);
}

double Scheduler::limit_of(const Assignment& assignment) const {
    const double own = timeout_of(plan_, assignment.task, assignment.request);
    return own >= 0 ? own : options_.default_timeout;
}

void Scheduler::start_task(Worker& worker, double now) {
    const Assignment& assignment = *worker.assignment;
    note_started(worker, now);
    actions_.push_back(StartTask{assignment.task, assignment.attempt, worker.id, assignment.slot, assignment.request,
                                 assignment.allocation, take_wait(assignment.task)});
}

void Scheduler::note_started(Worker& worker, double at) {
    Assignment& assignment = *worker.assignment;
    const double limit = limit_of(assignment);
    assignment.running = true;
    assignment.started = at;
    assignment.deadline = limit > 0 ? at + limit : kNever;
    assignment.slow_at = options_.slow > 0 ? at + options_.slow : kNever;
    note_due(worker);
    ++running_;
    if (groups_[worker.id.group].hands_ahead) {
        started_.push_back(worker.id);
    }
}

void Scheduler::task_ended(WorkerId id, AttemptResult result, std::optional<double> next_began, double now) {
    --running_;
    Worker& worker = worker_at(id);
    const int slot = worker.assignment->slot;
    const std::optional<Next> next = leave_next(worker);
    if (next && !next_began) {
        return_next(*next, id.group);  // Before another attempt of the task that has ended, which is to be the first.
    }
    conclude(worker, std::move(result), now);
    if (next && next_began) {
        begin_next(worker, *next, slot, *next_began, now);
    }
    advance(now);
}

void Scheduler::conclude(Worker& worker, AttemptResult result, double now) {
    const GroupId id = worker.id.group;
    Assignment& assignment = *worker.assignment;
    assignment.running = false;
    assignment.finished = true;
    note_due(worker);
    if (assignment.decided) {
        // A task that was sent a signal does not pass, whatever its process does afterwards.
        result.conclusion = *assignment.decided;
    }
    const bool flaky = result.conclusion.outcome == Outcome::passed && options_.repeat != Repeat::until_fail &&
                       retrying_.count(assignment.task) != 0;
    if (flaky && options_.flaky_fails) {
        result.conclusion = {
            Outcome::failed, Cause::flaky,
            "it passed only at attempt " + std::to_string(assignment.attempt) + ", and --flaky-result is fail"};
    }
    const Conclusion end = result.conclusion;
    assignment.again = end.cause != Cause::flaky && runs_again(id, assignment, end.outcome) && now < repeats_until_;
    ConcludeTask conclusion;
    conclusion.task = assignment.task;
    conclusion.attempt = assignment.attempt;
    conclusion.worker = worker.id;
    conclusion.slot = assignment.slot;
    conclusion.allocation = assignment.allocation;
    conclusion.result = std::move(result);
    conclusion.final = !assignment.again;
    conclusion.flaky = flaky;
    conclusion.slow = assignment.slow;
    if (assignment.again) {
        retrying_.insert_or_assign(assignment.task, conclusion).first->second.result.output = {};
    } else {
        retrying_.erase(assignment.task);
        requests_.erase(assignment.task);
    }
    actions_.emplace_back(std::move(conclusion));
    if (!assignment.again && is_failure(end)) {
        note_failure(now);
    }
    const bool process_gone = end.outcome == Outcome::crashed || assignment.ending != Ending::no;
    if (process_gone && plan_.groups[id].one_process()) {
        end_unit(id, {Outcome::not_run, Cause::unit_ended,
                      "its unit ended with " + plan_.task_id(assignment.task) + ": " + end.reason});
    }
    wind_down(worker, now);
}

// The tasks of a unit share one process, so the later ones cannot run without it.
void Scheduler::end_unit(GroupId id, const Conclusion& why) {
    for (const GroupId group : pool_of(id).groups) {
        fail_group(group, why);
    }
}

void Scheduler::note_failure(double now) {
    if (++failed_ == options_.max_fail && stop_ == StopLevel::none) {
        actions_.push_back(StopOnFailure{running_});
        // Nobody has given `stress` the option.
        const bool by_itself = options_.repeat_in_turn && options_.max_fail == 1;
        stop(StopLevel::no_more_starts,
             "not started: " + (by_itself ? "the run stops at the first failure" : max_fail_option(options_.max_fail)),
             now);
    }
}

bool Scheduler::runs_again(GroupId id, const Assignment& assignment, Outcome outcome) const {
    const bool not_its_fault = assignment.decided && (assignment.decided->cause == Cause::interrupted ||
                                                      assignment.decided->cause == Cause::service_died);
    if (!starting_allowed() || assignment.cancelled || not_its_fault || groups_[id].failure) {
        return false;
    }
    if (options_.repeat == Repeat::until_fail) {
        return outcome == Outcome::passed && assignment.attempt < options_.repeat_count;
    }
    const bool flawed = outcome == Outcome::failed || outcome == Outcome::crashed || outcome == Outcome::timeout;
    return flawed && assignment.attempt < most_attempts(assignment, outcome);
}

// Returns how many attempts the task may have, if this one ends so. REQUIRES: the outcome is not a pass.
int Scheduler::most_attempts(const Assignment& assignment, Outcome outcome) const {
    const bool by_repeat = options_.repeat == Repeat::until_pass ||
                           (options_.repeat == Repeat::after_timeout && outcome == Outcome::timeout);
    const int retries = retries_of(plan_, assignment.task, assignment.request);
    return std::max(retries + 1, by_repeat ? options_.repeat_count : 1);
}

// The task holds its slot until its TASK fixtures are torn down.
void Scheduler::wind_down(Worker& worker, double now) {
    if (!worker.instances.empty()) {
        const InstanceId last = worker.instances.back();
        InstanceState& state = instances_.at(last);
        if (plan_.fixtures[state.what.fixture].scope == FixtureScope::task) {
            if (state.phase == Phase::up) {
                tear_down(last, !state.skipped, false, now);
            }
            return;
        }
    }
    release_slot(worker, now);
}

void Scheduler::release_slot(Worker& worker, double now) {
    const GroupId id = worker.id.group;
    const Assignment assignment = *std::exchange(worker.assignment, std::nullopt);
    give_back(assignment, now);
    slot_numbers_.give_back(assignment.slot);
    note_worker(worker);
    count_assigned(id, -1);
    if (!assignment.again) {
        task_done(assignment.task, id);
    } else if (groups_[id].failure || !starting_allowed()) {
        conclude_unstarted(assignment.task, groups_[id].failure ? *groups_[id].failure : stop_conclusion());
    } else if (options_.repeat_in_turn && retrying_.count(assignment.task) != 0) {
        repeat_in_turn(id, assignment);
    } else {
        groups_[id].ready.push_front(assignment.task, assignment.need);
        note_ready(id);
    }
}

void Scheduler::task_done(TaskId task, GroupId id) {
    GroupState& group = groups_[id];
    let_dependents_go(task);
    --unfinished_;
    group.generators -= plan_.tasks[task].options().generator ? 1 : 0;
    for (const FixtureId fixture : group.chain) {
        require(fixture, -1);
    }
    touch(id);
    if (--group.unfinished > 0) {
        return;
    }
    order_.erase(std::exchange(group.place, 0));
    Pool& pool = pool_of(id);
    pool.unfinished.erase(id);
    if (!pool.unfinished.empty()) {
        wake(*pool.unfinished.begin());
        note_idle(*pool.unfinished.begin());
    }
}

// Concludes a task that has no further attempt. If it had an attempt, the result of that one is final.
void Scheduler::conclude_last(TaskId task, const Conclusion& why) {
    requests_.erase(task);
    waits_.erase(task);
    const auto earlier = retrying_.find(task);
    if (earlier == retrying_.end()) {
        ConcludeTask conclusion;
        conclusion.task = task;
        conclusion.result.conclusion = why;
        actions_.emplace_back(std::move(conclusion));
        return;
    }
    earlier->second.final = true;
    actions_.push_back(earlier->second);
    retrying_.erase(earlier);
}

void Scheduler::conclude_unstarted(TaskId task, const Conclusion& why) {
    const GroupId id = group_of(plan_, task, request_of(task));
    conclude_last(task, why);
    task_done(task, id);
}

// Concludes a task that holds its slot, but whose set-ups have failed.
void Scheduler::give_up(Worker& worker, const Conclusion& why, double now) {
    worker.assignment->finished = true;
    conclude_last(worker.assignment->task, why);
    wind_down(worker, now);
}

// Makes a task that holds its slot, but has not started, wait for its attempt again.
void Scheduler::put_back(Worker& worker, double now) {
    Assignment& assignment = *worker.assignment;
    if (assignment.decided) {  // The task was cancelled meanwhile.
        give_up(worker, *assignment.decided, now);
        return;
    }
    assignment.finished = true;
    assignment.again = true;
    --attempts_[assignment.task];
    wind_down(worker, now);
}

void Scheduler::fail_group(GroupId id, const Conclusion& why) {
    if (!groups_[id].failure) {
        groups_[id].failure = why;
    }
    conclude_ready(id, why);
    take_back_in(id);
}

void Scheduler::conclude_ready(GroupId id, const Conclusion& why) {
    std::vector<TaskId> tasks = groups_[id].ready.drain();
    const std::set<TaskId> after_others = std::exchange(groups_[id].after_others, {});
    tasks.insert(tasks.end(), after_others.begin(), after_others.end());
    note_ready(id);
    for (const TaskId task : tasks) {
        conclude_unstarted(task, why);
    }
}

}  // namespace pf
