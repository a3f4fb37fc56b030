#include "tool/journal/run_record_builder.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <variant>

namespace pf {
namespace {

Outcome outcome_of(SetupOutcome outcome) {
    switch (outcome) {
        case SetupOutcome::passed:
            return Outcome::passed;
        case SetupOutcome::failed:
            return Outcome::failed;
        case SetupOutcome::timeout:
            return Outcome::timeout;
        case SetupOutcome::skipped:
            return Outcome::skipped;
        case SetupOutcome::interrupted:
            return Outcome::not_run;
    }
    return Outcome::crashed;
}

template <typename E>
double time_of(const E& event) {
    // A command that follows the run does not make it longer.
    if constexpr (!std::is_same_v<E, FinishEnded> && requires { event.at; }) {
        return event.at;
    } else {
        return 0;
    }
}

// Returns the number of a value in `values`, to which it is added if it is new.
template <typename Index, typename Value>
std::uint32_t number_of(const Value& value, Index& index, std::vector<Value>& values) {
    if (!values.empty() && values.back() == value) {
        return static_cast<std::uint32_t>(values.size() - 1);  // A task is mostly like the one before it.
    }
    const auto [found, fresh] = index.try_emplace(value, static_cast<std::uint32_t>(values.size()));
    if (fresh) {
        values.push_back(value);
    }
    return found->second;
}

}  // namespace

RunRecordBuilder::RunRecordBuilder(std::string journal_path, std::size_t most_kept) : kept_(record_, most_kept) {
    record_.journal_path = std::move(journal_path);
    record_.labels.emplace_back();
    record_.sources.emplace_back();
    record_.required.emplace_back();
}

void RunRecordBuilder::take(Event& event, std::int64_t pid, Span span) {
    if (std::holds_alternative<RunStarted>(event)) {
        segment_index_.erase(pid);
    }
    const Here here{segment_of(pid), span};
    std::visit(
        [&](auto& e) {
            double& last = record_.segments[here.segment].last_at;
            last = std::max(last, time_of(e));
            on(e, here);
        },
        event);
}

std::uint32_t RunRecordBuilder::segment_of(std::int64_t pid) {
    const auto [found, fresh] = segment_index_.try_emplace(pid, static_cast<std::uint32_t>(record_.segments.size()));
    if (fresh) {
        record_.segments.emplace_back().pid = pid;
    }
    return found->second;
}

std::uint32_t RunRecordBuilder::group_of(const std::string& name) {
    return number_of(name, group_index_, record_.groups);
}

std::uint32_t RunRecordBuilder::fixture_of(const std::string& name) {
    const auto [found, fresh] = fixture_index_.try_emplace(name, static_cast<std::uint32_t>(record_.fixtures.size()));
    if (fresh) {
        record_.fixtures.emplace_back().name = name;
    }
    return found->second;
}

void RunRecordBuilder::on(RunStarted& event, Here here) {
    flaky_fails_ = flaky_fails_ || event.flaky_fails;
    record_.segments[here.segment].started = std::move(event);
}

void RunRecordBuilder::on(FixtureDeclared& event, Here) {
    FixtureRecord& fixture = record_.fixtures[fixture_of(event.name)];
    fixture.kind = std::move(event.kind);
    fixture.scope = std::move(event.scope);
    fixture.parents = std::move(event.parents);
    fixture.source = std::move(event.source);
}

void RunRecordBuilder::on(TaskDeclared& event, Here here) {
    SegmentRecord& segment = record_.segments[here.segment];
    if (!segment.planned) {
        ++segment.declared;
    }
    TaskRecord& task = declare(std::move(event.id), event.group, here);
    task.declared_line = here.span;
    task.processors = event.processors;
    task.source = number_of(event.source, source_index_, record_.sources);
    task.labels = number_of(event.labels, label_index_, record_.labels);
    task.required = number_of(event.fixtures, required_index_, record_.required);
    kept_.keep(task, event);
}

TaskRecord& RunRecordBuilder::declare(std::string id, const std::string& group, Here here) {
    auto index = static_cast<std::uint32_t>(record_.tasks.size());
    const auto known = task_index_.find(id);
    if (known == task_index_.end()) {
        record_.tasks.emplace_back();
    } else {
        index = known->second;
        task_index_.erase(known);  // Its key is a view of the id that is overwritten below.
        SegmentRecord& before = record_.segments[record_.tasks[index].segment];
        --before.tasks;
        ++before.taken_over;
        TaskRecord again;
        if (before.started.run_id != record_.segments[here.segment].started.run_id) {
            again.earlier = attempts_of_earlier_run(record_.tasks[index], here.segment);
            again.before = again.attempts = static_cast<int>(again.earlier.size());
        }
        record_.tasks[index] = std::move(again);
    }
    record_.stacks.erase(id);
    TaskRecord& task = record_.tasks[index];
    task.id = std::move(id);
    task.group = group_of(group);
    task.segment = here.segment;
    task_index_.emplace(task.id, index);
    ++record_.segments[here.segment].tasks;
    return task;
}

// Returns the attempts that the task has in the merged journal of an earlier run, with their times as seen from another
// segment.
std::vector<EarlierAttempt> RunRecordBuilder::attempts_of_earlier_run(TaskRecord& task, std::uint32_t segment) const {
    std::vector<EarlierAttempt> attempts = std::move(task.earlier);
    if (task.reported && task.attempts > 0) {
        attempts.push_back({task.attempts, task.outcome, task.ended_at, task.seconds, task.slot, task.ended_line});
    }
    const double later = record_.segments[segment].started.started - record_.segments[task.segment].started.started;
    int number = 0;
    for (EarlierAttempt& attempt : attempts) {
        attempt.number = ++number;
        attempt.ended_at -= later;
    }
    return attempts;
}

// Returns the task, and declares it if the journal has lost its declaration. Returns null if a later segment has it.
TaskRecord* RunRecordBuilder::task_of(const std::string& id, std::uint32_t segment) {
    const auto found = task_index_.find(id);
    if (found == task_index_.end()) {
        ++undeclared_;
        return &declare(id, id.substr(0, id.find('.')), Here{segment, Span{}});
    }
    TaskRecord& task = record_.tasks[found->second];
    return task.segment == segment ? &task : nullptr;
}

void RunRecordBuilder::on(PlanEnded& event, Here here) { record_.segments[here.segment].planned = event.tasks; }

InstanceRecord& RunRecordBuilder::new_instance(const std::string& fixture, const std::string& name, Here here) {
    open_instances_[{here.segment, name}] = static_cast<std::uint32_t>(record_.instances.size());
    InstanceRecord& instance = record_.instances.emplace_back();
    instance.name = name;
    instance.fixture = fixture_of(fixture);
    instance.segment = here.segment;
    return instance;
}

// Returns the instance that is up under this name, or a new one if the journal has lost its beginning.
InstanceRecord& RunRecordBuilder::instance_of(const std::string& fixture, const std::string& name, Here here) {
    const auto found = open_instances_.find({here.segment, name});
    return found == open_instances_.end() ? new_instance(fixture, name, here) : record_.instances[found->second];
}

void RunRecordBuilder::on(SetupStarted& event, Here here) {
    new_instance(event.fixture, event.instance, here).setup_started_at = event.at;
}

void RunRecordBuilder::on(SetupEnded& event, Here here) {
    InstanceRecord& instance = instance_of(event.fixture, event.instance, here);
    if (instance.setup_started_at == 0) {  // The line that says it was lost.
        instance.setup_started_at = event.at - event.seconds;
    }
    instance.setup = outcome_of(event.outcome);
    instance.setup_at = event.at;
    instance.setup_seconds = event.seconds;
    instance.kept = event.kept;
    instance.setup_reason = std::move(event.reason);
    instance.setup_line = here.span;
}

void RunRecordBuilder::on(FixtureDied& event, Here here) {
    InstanceRecord& instance = instance_of(event.fixture, event.instance, here);
    instance.died = true;
    instance.died_at = event.at;
    instance.died_reason = std::move(event.reason);
    instance.died_line = here.span;
}

void RunRecordBuilder::on(TeardownStarted& event, Here here) {
    InstanceRecord& instance = instance_of(event.fixture, event.instance, here);
    instance.teardown = Outcome::crashed;
    instance.teardown_at = event.at;
    instance.teardown_begun = true;
}

void RunRecordBuilder::on(TeardownEnded& event, Here here) {
    InstanceRecord& instance = instance_of(event.fixture, event.instance, here);
    instance.teardown = event.passed ? Outcome::passed : Outcome::failed;
    instance.teardown_at = event.at;
    instance.teardown_seconds = event.seconds;
    instance.teardown_reason = std::move(event.reason);
    instance.teardown_line = here.span;
    record_.segments[here.segment].teardown_lost |= event.node_lost;
    open_instances_.erase({here.segment, event.instance});
}

void RunRecordBuilder::on(TaskHanded& event, Here here) {
    if (TaskRecord* task = task_of(event.id, here.segment)) {
        task->handed = true;
    }
}

void RunRecordBuilder::on(TaskStarted& event, Here here) {
    if (TaskRecord* task = task_of(event.id, here.segment)) {
        task->handed = false;
        task->attempts = std::max(task->attempts, task->before + event.attempt);
        task->worker = event.worker;
        task->slot = event.slot;
        task->running = true;
        task->started_at = event.at;
        task->ahead = event.ahead;
        if (!event.waited_for.empty()) {
            note_wait(*task, event, here);
        }
    }
}

void RunRecordBuilder::note_wait(const TaskRecord& task, const TaskStarted& event, Here here) {
    WaitRecord& wait = record_.waits.emplace_back();
    wait.task = task_index_.at(task.id);
    wait.attempt = task.before + event.attempt;
    wait.since = event.waited_since;
    wait.seconds = event.waited;
    wait.causes = number_of(event.waited_for, wait_cause_index_, record_.wait_causes);
    wait.segment = here.segment;
    wait.line = here.span;
}

void RunRecordBuilder::on(TaskSlow& event, Here here) {
    if (TaskRecord* task = task_of(event.id, here.segment)) {
        task->slow = true;
    }
}

void RunRecordBuilder::on(TaskEnded& event, Here here) {
    TaskRecord* task = task_of(event.id, here.segment);
    if (task != nullptr && task->reported && event.cause == Cause::test_killed) {
        judge(*task, event, here);
    }
    if (task == nullptr || task->reported) {
        return;
    }
    task->running = false;
    task->attempts = std::max(task->attempts, task->before + event.attempt);
    task->worker = event.worker < 0 ? task->worker : event.worker;
    task->slot = event.slot < 0 ? task->slot : event.slot;
    task->seconds = event.seconds;
    task->ended_at = event.at;
    task->slow = task->slow || event.slow;
    task->leaked.insert(task->leaked.end(), event.leaked.begin(), event.leaked.end());
    if (!event.final) {
        task->earlier.push_back(
            {task->before + event.attempt, event.outcome, event.at, event.seconds, event.slot, here.span});
        return;
    }
    task->reported = true;
    const auto was_bad = [](const EarlierAttempt& attempt) { return !is_good(attempt.outcome); };
    const auto runs_before = task->earlier.begin() + task->before;
    const bool passed_later =
        event.outcome == Outcome::passed && std::any_of(task->earlier.begin(), runs_before, was_bad);
    task->flaky = event.flaky || passed_later;
    if (passed_later && flaky_fails_) {
        event.outcome = Outcome::failed;
        event.cause = Cause::flaky;
        event.reason = "it passed only in a later run, and --flaky-result is fail";
    }
    judge(*task, event, here);
}

// Stores the final result of a task. A later task_ended with the cause test_killed replaces it.
void RunRecordBuilder::judge(TaskRecord& task, TaskEnded& event, Here here) {
    task.outcome = event.outcome;
    task.cause = event.cause;
    task.exit_code = event.exit_code;
    task.signal = event.signal;
    task.reason = event.reason;
    task.ended_line = here.span;
    kept_.keep(task, event);
}

void RunRecordBuilder::on(TaskStacks& event, Here here) {
    const TaskRecord* task = task_of(event.id, here.segment);
    if (task != nullptr && task->reported && task->attempts == event.attempt) {
        record_.stacks[event.id] = std::move(event.stacks);
    }
}

void RunRecordBuilder::on(Stopping& event, Here here) {
    std::string& reason = record_.segments[here.segment].stopping;
    if (reason.empty()) {
        reason = std::move(event.reason);
    }
}

void RunRecordBuilder::on(FinishEnded& event, Here /*here*/) {
    event.output.text.clear();
    record_.finishes.push_back(std::move(event));
}

}  // namespace pf
