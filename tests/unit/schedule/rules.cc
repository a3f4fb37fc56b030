#include "tests/unit/schedule/rules.h"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace pf::test {
namespace {

void rule(bool holds, const std::string& text) {
    if (!holds) {
        throw std::runtime_error("broken rule: " + text);
    }
}

}  // namespace

void Rules::see(const Action& action) {
    std::visit([this](const auto& a) { on(a); }, action);
}

bool Rules::is_nested_in(InstanceId id, InstanceId ancestor) const {
    const auto life = instances_.find(id);
    return id == ancestor ||
           (life != instances_.end() && std::any_of(life->second.what.parents.begin(), life->second.what.parents.end(),
                                                    [&](InstanceId parent) { return is_nested_in(parent, ancestor); }));
}

// RUN fixtures, and WORKER ones between tasks, take a slot of their own while they are set up or torn down.
bool Rules::holds_own_slot(const InstanceLife& life) const {
    const FixtureScope scope = plan_.fixtures[life.what.fixture].scope;
    return (scope == FixtureScope::run && life.state != State::set_up) ||
           (scope == FixtureScope::worker && life.state == State::tearing_down);
}

void Rules::check_room() const {
    if (stop_ >= StopLevel::terminate) {
        return;  // Teardowns do not wait for tasks that are being ended.
    }
    int used = 0;
    std::set<WorkerId> setting_up;
    for (const auto& [key, task] : running_) {
        used += processors_of(task);
    }
    for (const auto& [id, life] : instances_) {
        if (holds_own_slot(life)) {
            ++used;
        } else if (life.state != State::set_up && running_.count(life.what.worker) == 0) {
            setting_up.insert(life.what.worker);  // A set-up for a task uses the slots of the task.
        }
    }
    rule(used + static_cast<int>(setting_up.size()) <= options_.slots, "no more slots are used than there are");
}

// Returns the locks that the scheduler reserves, and ctest does not.
Texts Rules::locks_of(TaskId task, const TaskRequestPtr& request) const {
    const Reserved reserved = request ? request->reserved : Reserved::all;
    return reserved == Reserved::none  ? Texts{}
           : reserved == Reserved::own ? plan_.tasks[task].options().locks
                                       : plan_.locks(task);
}

bool Rules::is_serial(const RunningTask& running) const {
    const Reserved reserved = running.request ? running.request->reserved : Reserved::all;
    return reserved == Reserved::all ? plan_.run_serial(running.task)
                                     : reserved == Reserved::own && plan_.tasks[running.task].options().run_serial;
}

int Rules::processors_of(const RunningTask& running) const {
    const bool by_ctest = running.request && running.request->reserved == Reserved::none;
    return by_ctest ? 1 : std::clamp(plan_.tasks[running.task].options().processors, 1, options_.slots);
}

void Rules::check_alone() const {
    const auto serial = std::find_if(running_.begin(), running_.end(),
                                     [this](const auto& running) { return is_serial(running.second); });
    if (serial == running_.end()) {
        return;
    }
    rule(running_.size() == 1, "nothing runs beside a serial task");
    for (const auto& [id, life] : instances_) {
        rule(life.state == State::set_up, "no set-up or teardown runs beside a serial task");
    }
}

void Rules::on(const SetUp& action) {
    rule(stop_ == StopLevel::none, "no set-up begins once the run stops");
    const Instance& what = scheduler_.instance(action.instance);
    const FixtureScope scope = plan_.fixtures[what.fixture].scope;
    for (const auto& [id, life] : instances_) {
        const bool same_place = life.what.worker == what.worker;
        rule(life.what.fixture != what.fixture || (scope != FixtureScope::run && !same_place),
             "a fixture is set up once at a time where it belongs");
    }
    const std::vector<FixtureId>& below = plan_.fixtures[what.fixture].parents;
    rule(below.size() == what.parents.size(), "a set-up is nested in its parents");
    for (std::size_t i = 0; i < below.size(); ++i) {
        const InstanceLife& parent = instances_.at(what.parents[i]);
        rule(parent.what.fixture == below[i] && parent.healthy && parent.state == State::set_up,
             "a set-up begins when its parents are up");
        rule(parent.what.worker.number < 0 || parent.what.worker == what.worker,
             "a set-up is nested in the instances of its own worker");
    }
    rule((scope == FixtureScope::task) == (what.task != kNone) &&
             (scope == FixtureScope::run) == (what.worker.number < 0),
         "an instance says whose it is");
    rule(instances_.emplace(action.instance, InstanceLife{what}).second, "numbers are not used again");
    check_room();
    if (stop_ < StopLevel::terminate) {
        check_alone();
    }
}

void Rules::on(const TearDown& action) {
    InstanceLife& life = instances_.at(action.instance);
    rule(life.state == State::set_up, "a teardown follows a set-up that has ended, once");
    for (const auto& [id, other] : instances_) {
        rule(id == action.instance || !is_nested_in(id, action.instance), "children are torn down first");
    }
    for (const auto& [key, task] : running_) {
        const std::vector<InstanceId> chain = scheduler_.chain(key);
        rule(std::find(chain.begin(), chain.end(), action.instance) == chain.end(),
             "a teardown begins after the last task above it");
    }
    rule(action.with_command == !life.skipped, "the teardown command runs unless the set-up was skipped");
    rule((action.force == Force::kill) == (stop_ == StopLevel::kill), "teardowns are only killed in a killed run");
    life.state = State::tearing_down;
    life.being_ended = action.force == Force::kill;
    life.ending = action.force;
    check_room();
    if (stop_ < StopLevel::terminate) {
        check_alone();
    }
}

void Rules::on(const EndInstance& action) {
    InstanceLife& life = instances_.at(action.instance);
    rule(life.state != State::set_up, "only what is going on is ended");
    rule(!life.being_ended || (life.ending == Force::terminate && action.force == Force::kill), "an end only hardens");
    rule(!life.abandoned, "nothing follows an abandoning");
    life.being_ended = true;
    life.ending = action.force;
}

void Rules::on(const AbandonInstance& action) {
    InstanceLife& life = instances_.at(action.instance);
    rule(life.state != State::set_up && life.being_ended && life.ending == Force::kill && !life.abandoned,
         "only what was killed in vain is abandoned, once");
    life.abandoned = true;
}

void Rules::check_chain(const StartTask& action) const {
    const std::vector<FixtureId> wanted = plan_.chain(plan_.groups[action.worker.group].fixtures);
    const std::vector<InstanceId> chain = scheduler_.chain(action.worker);
    rule(chain.size() == wanted.size(), "a task starts on its whole chain");
    for (std::size_t i = 0; i < chain.size(); ++i) {
        const InstanceLife& life = instances_.at(chain[i]);
        rule(life.what.fixture == wanted[i], "the chain is in order");
        for (const InstanceId parent : life.what.parents) {
            rule(std::find(chain.begin(), chain.begin() + static_cast<std::ptrdiff_t>(i), parent) !=
                     chain.begin() + static_cast<std::ptrdiff_t>(i),
                 "parents come first");
        }
        rule(life.healthy && life.state == State::set_up, "a task starts when everything below it is up");
        rule(life.what.task == kNone || life.what.task == action.task, "a TASK fixture is for one task");
        rule(life.what.worker.number < 0 || life.what.worker == action.worker, "a WORKER fixture is for one worker");
    }
}

void Rules::note_failed(const Instance& what) {
    const FixtureScope scope = plan_.fixtures[what.fixture].scope;
    for (GroupId group = 0; group < plan_.groups.size(); ++group) {
        const std::vector<FixtureId> chain = plan_.chain(plan_.groups[group].fixtures);
        const bool above = std::find(chain.begin(), chain.end(), what.fixture) != chain.end();
        if ((scope == FixtureScope::run && above) || (scope == FixtureScope::worker && group == what.worker.group)) {
            failed_groups_.insert(group);
        }
    }
}

void Rules::check_dependencies(const StartTask& action) const {
    if (plan_.groups[plan_.tasks[action.task].group].dispatch == Dispatch::unit) {
        return;
    }
    for (const Text name : plan_.tasks[action.task].options().depends) {
        const auto other = tasks_.find(plan_.find(name));
        rule(other == tasks_.end() || other->second.final || (options_.repeat_in_turn && other->second.last),
             "a task starts after those that it depends on");
    }
}

void Rules::check_resources() const {
    std::map<std::string, std::map<std::string, int>> used;
    for (const auto& [key, running] : running_) {
        for (const auto& group : running.allocation ? *running.allocation : Allocation()) {
            for (const auto& [type, parts] : group) {
                for (const AllocatedSlots& part : parts) {
                    used[type][part.id] += part.slots;
                    rule(used[type][part.id] <= options_.resources->at(type).at(part.id),
                         "no unit of a resource gives more than it has");
                }
            }
        }
    }
}

void Rules::check_order(const StartTask& action) {
    if (plan_.groups[action.worker.group].dispatch != Dispatch::unit) {
        return;
    }
    const auto last = last_in_unit_.find(action.worker.group);
    rule(action.worker.number == 0 &&
             (last == last_in_unit_.end() || last->second <= action.task || options_.repeat_in_turn),
         "a UNIT is in order");
    last_in_unit_[action.worker.group] = action.task;
}

void Rules::on(const StartTask& action) {
    rule(stop_ == StopLevel::none, "no task starts once the run stops");
    rule(failed_groups_.count(action.worker.group) == 0, "no task starts above a fixture that has failed");
    TaskLife& life = tasks_.at(action.task);
    rule(!life.final, "a task that was concluded does not start");
    rule(!life.cancelled, "a task that was cancelled does not start");
    rule(!plan_.tasks[action.task].options().disabled, "a disabled task does not start");
    check_dependencies(action);
    rule(action.attempt == ++life.attempts, "attempts are counted from one");
    const bool elsewhere = action.request && action.request->group != kNone;
    rule((elsewhere ? action.request->group : plan_.tasks[action.task].group) == action.worker.group,
         "a worker belongs to its group");
    rule(action.worker.number >= 0 && action.worker.number < scheduler_.worker_count(action.worker.group),
         "a group has so many workers");
    check_chain(action);
    std::set<int> held;
    for (const auto& [key, other] : running_) {
        rule(key != action.worker, "a worker runs one task at a time");
        rule(other.task != action.task, "a task runs once at a time");
        rule(other.slot != action.slot, "slot numbers are unique among the running");
        const Texts locks = locks_of(action.task, action.request);
        for (const Text lock : locks_of(other.task, other.request)) {
            rule(std::find(locks.begin(), locks.end(), lock) == locks.end(), "a lock has one holder");
        }
    }
    rule(action.slot >= 0 && action.slot < options_.slots, "slot numbers are below -j");
    check_order(action);
    RunningTask running;
    running.task = action.task;
    running.request = action.request;
    running.slot = action.slot;
    running.allocation = action.allocation;
    const bool needs = options_.resources && !plan_.tasks[action.task].options().resource_groups.empty();
    rule((running.allocation != nullptr) == needs, "a task has resources if it needs some");
    running_[action.worker] = running;
    check_room();
    check_resources();
    check_alone();
}

void Rules::on(const HandNext& action) {
    rule(stop_ == StopLevel::none, "no task is handed ahead once the run stops");
    rule(failed_groups_.count(action.next.worker.group) == 0,
         "no task is handed ahead above a fixture that has failed");
    RunningTask& running = running_.at(action.next.worker);
    rule(!running.ended && !running.being_ended && running.next == kNone, "a running task has one next task");
    rule(running.task == action.behind && tasks_.at(running.task).attempts == action.attempt,
         "it is said behind which attempt a task is");
    const TaskLife& life = tasks_.at(action.next.task);
    rule(!life.final && !life.cancelled && action.next.attempt == life.attempts + 1, "a next task has not begun");
    for (const auto& [key, other] : running_) {
        rule(other.task != action.next.task && other.next != action.next.task, "a task is in one place");
    }
    rule(processors_of(running) == 1 && !is_serial(running) && locks_of(running.task, running.request).empty(),
         "nothing is handed ahead behind a task that reserves something");
    RunningTask next;
    next.task = action.next.task;
    rule(processors_of(next) == 1 && !plan_.run_serial(action.next.task) && plan_.locks(action.next.task).empty(),
         "a task that reserves something is not handed ahead");
    running.next = action.next.task;
    running.asked_back = false;
}

void Rules::on(const TakeBack& action) {
    RunningTask& running = running_.at(action.worker);
    rule(running.next != kNone && !running.asked_back, "a next task is asked back once");
    running.asked_back = true;
}

// It may have begun at the moment at which something else was decided.
void Rules::on(const NextBegan& action) {
    TaskLife& life = tasks_.at(action.start.task);
    rule(!life.final && action.start.attempt == ++life.attempts, "a next task begins once");
    rule(running_.count(action.start.worker) == 0, "a next task begins after the one before it");
    check_order(action.start);
    RunningTask running;
    running.task = action.start.task;
    running.slot = action.start.slot;
    running_[action.start.worker] = running;
    check_room();
}

void Rules::on(const InspectTask& action) {
    const auto found = running_.find(action.worker);
    rule(found != running_.end() && !found->second.ended && !found->second.being_ended && !found->second.inspected,
         "a task is inspected once, before it is ended");
    found->second.inspected = true;
}

void Rules::on(const EndTask& action) {
    const auto found = running_.find(action.worker);
    rule(found != running_.end() && !found->second.ended, "only a running task is ended");
    const bool kill = action.force == Force::kill;
    rule(!found->second.being_killed && (kill || !found->second.being_ended), "an end only hardens");
    found->second.being_ended = true;
    found->second.being_killed = kill;
}

void Rules::on(const AbandonWorker& action) {
    RunningTask& task = running_.at(action.worker);
    rule(task.being_killed && !task.abandoned, "only what was killed in vain is abandoned, once");
    task.abandoned = true;
}

void Rules::on(const CloseWorker& action) {
    rule(running_.count(action.worker) == 0, "a worker that is closed runs nothing");
    for (const auto& [id, life] : instances_) {
        rule(life.what.worker.number < 0 || life.what.worker != action.worker,
             "a worker that is closed has no fixture left");
    }
}

void Rules::on(const ConcludeSetup& action) {
    InstanceLife& life = instances_.at(action.instance);
    rule(life.state == State::set_up, "a set-up is concluded when it has ended");
    life.healthy = action.outcome == SetupOutcome::passed;
    life.skipped = action.outcome == SetupOutcome::skipped;
    life.being_ended = false;
    life.abandoned = false;
    life.ending = Force::terminate;
    rule(life.healthy || !action.reason.empty(), "a set-up that did not pass has a reason");
    if (!life.healthy && !life.lost) {
        note_failed(life.what);
    }
}

void Rules::on(const ConcludeHold& action) const {
    const bool ready = std::any_of(instances_.begin(), instances_.end(), [&](const auto& instance) {
        const InstanceLife& life = instance.second;
        return life.what.fixture == action.fixture && life.state == State::set_up && life.healthy;
    });
    rule(action.outcome != SetupOutcome::passed || ready, "a hold is answered when the fixture is up");
    rule(action.outcome == SetupOutcome::passed || !action.reason.empty(), "what cannot be held has a reason");
}

void Rules::on(const ConcludeTeardown& action) const {
    rule(instances_.count(action.instance) == 0, "a teardown is concluded when it has ended");
    rule(action.passed || !action.reason.empty(), "a teardown that did not pass has a reason");
}

void Rules::on(const ConcludeTask& action) {
    TaskLife& life = tasks_.at(action.task);
    rule(!life.final, "a task has one final conclusion");
    const Conclusion& end = action.result.conclusion;
    const bool fails = end.outcome == Outcome::failed && end.cause == Cause::flaky;
    rule(!action.flaky || (action.final && (end.outcome == Outcome::passed || fails) && action.attempt > 1),
         "only a pass after something else is flaky");
    rule(action.flaky || !fails, "only what is flaky fails for it");
    rule(end.outcome == Outcome::passed || !end.reason.empty(), "what did not pass has a reason");
    const auto running = running_.find(action.worker);
    const bool ends_now = running != running_.end() && running->second.ended && running->second.task == action.task;
    if (ends_now) {
        rule(action.attempt == life.attempts && action.slot == running->second.slot, "a conclusion is of its attempt");
        running_.erase(running);
    } else {
        const bool stays = life.last && action.final && action.attempt == life.last->attempt &&
                           end.outcome == life.last->result.conclusion.outcome &&
                           end.reason == life.last->result.conclusion.reason;
        rule(stays || (action.attempt == 0 && action.final && !life.last), "what does not start keeps what it had");
        rule(action.attempt != 0 || end.outcome == Outcome::not_run || end.outcome == Outcome::skipped,
             "what never started has not failed");
    }
    life.final = action.final;
    life.last = action;
}

void Rules::on(const MarkSlow& action) const { rule(!tasks_.at(action.task).final, "only a running task is slow"); }

void Rules::on(const StopOnFailure& action) {
    rule(options_.max_fail > 0 && stop_ == StopLevel::none, "stopping on failure is said once, and was asked for");
    rule(action.running == static_cast<int>(std::count_if(running_.begin(), running_.end(),
                                                          [](const auto& r) { return !r.second.ended; })),
         "it is said how many still run");
    stop_ = StopLevel::no_more_starts;
}

void Rules::settled() const {
    for (const auto& [key, task] : running_) {
        rule(!task.ended, "an attempt that has ended is concluded at once");
    }
    rule(scheduler_.running() == static_cast<int>(running_.size()), "running() counts what runs");
}

void Rules::over() const {
    rule(scheduler_.finished(), "a run ends");
    rule(instances_.empty(), "every set-up was torn down");
    rule(running_.empty(), "nothing runs any more");
    for (const auto& [task, life] : tasks_) {
        rule(life.final, "every task has a final conclusion");
    }
}

}  // namespace pf::test
