// What follows from the journal as a whole: the tasks without a result, the fixtures, and what is missing.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>

#include "tool/journal/run_record_builder.h"

namespace pf {
namespace {

// Returns the rank of an outcome: a fixture with several outcomes has the one with the highest rank.
std::ptrdiff_t weight(Outcome outcome) {
    constexpr std::array kFromLowToHigh{Outcome::not_run, Outcome::passed,  Outcome::skipped,
                                        Outcome::crashed, Outcome::timeout, Outcome::failed};
    return std::find(kFromLowToHigh.begin(), kFromLowToHigh.end(), outcome) - kFromLowToHigh.begin();
}

}  // namespace

void RunRecordBuilder::account(TaskRecord& task) {
    if (!task.reported) {
        task.cause = Cause::unreported;
        task.outcome = task.running ? Outcome::crashed : Outcome::not_run;
        if (task.running) {
            task.reason = "no result: the journal ends while the task was running";
        } else if (task.handed) {
            task.reason =
                "no result: the journal ends while the task was the next one of a worker, where it may have begun";
        } else if (task.attempts > 0) {
            task.reason =
                fmt::format("no result: the journal ends after attempt {}, which did not pass", task.attempts);
        } else {
            task.reason = "no result: the journal ends before the task was started";
        }
    }
    Counts& counts = record_.counts;
    ++counts.declared;
    ++counts.outcomes[static_cast<std::size_t>(task.outcome)];
    counts.flaky += task.flaky ? 1 : 0;
    counts.leaked += task.did_leak() ? 1 : 0;
    counts.slow += task.slow ? 1 : 0;
    counts.unreported += task.reported ? 0 : 1;
}

void RunRecordBuilder::finish_fixture(const InstanceRecord& instance) {
    FixtureRecord& fixture = record_.fixtures[instance.fixture];
    fixture.setups += instance.kept ? 0 : 1;
    fixture.kept += instance.kept ? 1 : 0;
    fixture.setup_seconds += instance.setup_seconds;
    fixture.teardowns += instance.teardown_begun ? 1 : 0;
    fixture.teardown_seconds += instance.teardown_seconds;
    if (record_.segments[instance.segment].superseded()) {
        return;
    }
    const auto add = [&fixture](Outcome outcome, const std::string& reason) {
        const bool unexplained = outcome == fixture.outcome && fixture.reason.empty();
        if (unexplained || weight(outcome) > weight(fixture.outcome)) {
            fixture.outcome = outcome;
            fixture.reason = reason;
        }
    };
    add(instance.setup,
        instance.setup == Outcome::crashed ? "the journal ends during its set-up" : instance.setup_reason);
    if (instance.died) {
        add(Outcome::failed, instance.died_reason);
    }
    if (instance.teardown && *instance.teardown != Outcome::passed) {
        const bool told = *instance.teardown == Outcome::failed;
        add(*instance.teardown, told ? instance.teardown_reason : "the journal ends during its teardown");
    }
}

void RunRecordBuilder::tell_segment(const SegmentRecord& segment) {
    const std::string who = record_.segments.size() > 1 ? segment.name() + ": " : "";
    if (segment.started.run_id.empty()) {
        record_.problems.push_back(who + "the line run_started is missing");
    }
    if (!segment.planned) {
        record_.problems.push_back(who + "it ended before all tasks were declared; others may be missing here");
    } else if (*segment.planned > segment.declared) {
        record_.problems.push_back(
            fmt::format("{}declared tasks missing in the journal: {}", who, *segment.planned - segment.declared));
    }
    if (!segment.ended) {
        record_.problems.push_back(who + "the run did not reach its end");
    }
}

// Removes the waits of tasks that were declared again afterwards.
void RunRecordBuilder::drop_stale_waits() {
    std::erase_if(record_.waits, [this](const WaitRecord& wait) {
        const TaskRecord& task = record_.tasks[wait.task];
        return wait.segment != task.segment || wait.line.offset < task.declared_line.offset;
    });
}

RunRecord RunRecordBuilder::finish(const JournalProblems& problems) {
    for (TaskRecord& task : record_.tasks) {
        account(task);
    }
    drop_stale_waits();
    for (const InstanceRecord& instance : record_.instances) {
        finish_fixture(instance);
    }
    if (record_.segments.empty()) {
        record_.problems.emplace_back("the journal has no event");
    }
    for (const SegmentRecord& segment : record_.segments) {
        if (!segment.superseded()) {
            tell_segment(segment);
        }
    }
    if (record_.counts.unreported > 0) {
        record_.problems.push_back(fmt::format("tasks without a result: {}", record_.counts.unreported));
    }
    if (undeclared_ > 0) {
        record_.problems.push_back(fmt::format("tasks whose declaration is missing: {}", undeclared_));
    }
    for (const JournalProblem& problem : problems.first) {
        record_.problems.push_back(fmt::format("journal, byte {}: {}", problem.offset, problem.what));
    }
    if (problems.count > problems.first.size()) {
        record_.problems.push_back(fmt::format("journal: {} more problems", problems.count - problems.first.size()));
    }
    return std::move(record_);
}

}  // namespace pf
