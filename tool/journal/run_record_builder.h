// Builds a RunRecord from a stream of events, for build_run_record().
#ifndef PARALLEL_FIXTURES_TOOL_JOURNAL_RUN_RECORD_BUILDER_H
#define PARALLEL_FIXTURES_TOOL_JOURNAL_RUN_RECORD_BUILDER_H

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tool/journal/journal_reader.h"
#include "tool/journal/kept_lines.h"
#include "tool/journal/run_record.h"

namespace pf {

class RunRecordBuilder {
public:
    // Keeps at most `most_kept` bytes of what the record itself does not have.
    RunRecordBuilder(std::string journal_path, std::size_t most_kept);

    // Adds an event of the process `pid`, and may move parts out of it.
    void take(Event& event, std::int64_t pid, Span span);

    // Call once, after the last event.
    RunRecord finish(const JournalProblems& problems);

private:
    // The place of the current event.
    struct Here {
        std::uint32_t segment = 0;
        Span span;
    };

    void on(RunStarted& event, Here here);
    void on(FixtureDeclared& event, Here here);
    void on(TaskDeclared& event, Here here);
    void on(ShardDeclared& /*event*/, Here /*here*/) {}
    void on(PlanEnded& event, Here here);
    void on(SetupStarted& event, Here here);
    void on(SetupEnded& event, Here here);
    void on(FixtureDied& event, Here here);
    void on(TeardownStarted& event, Here here);
    void on(TeardownEnded& event, Here here);
    void on(TaskHanded& event, Here here);
    void on(TaskStarted& event, Here here);
    void on(TaskSlow& event, Here here);
    void on(TaskEnded& event, Here here);
    void on(TaskStacks& event, Here here);
    void on(Message& /*event*/, Here /*here*/) {}
    void on(Stopping& event, Here here);
    void on(RunEnded& event, Here here) { record_.segments[here.segment].ended = event; }
    void on(FinishEnded& event, Here here);

    std::uint32_t segment_of(std::int64_t pid);
    std::uint32_t group_of(const std::string& name);
    std::uint32_t fixture_of(const std::string& name);
    std::vector<EarlierAttempt> attempts_of_earlier_run(TaskRecord& task, std::uint32_t segment) const;
    TaskRecord* task_of(const std::string& id, std::uint32_t segment);
    void judge(TaskRecord& task, TaskEnded& event, Here here);
    TaskRecord& declare(std::string id, const std::string& group, Here here);
    InstanceRecord& new_instance(const std::string& fixture, const std::string& name, Here here);
    InstanceRecord& instance_of(const std::string& fixture, const std::string& name, Here here);

    void note_wait(const TaskRecord& task, const TaskStarted& event, Here here);

    // run_record_finish.cc
    void account(TaskRecord& task);
    void drop_stale_waits();
    void finish_fixture(const InstanceRecord& instance);
    void tell_segment(const SegmentRecord& segment);

    RunRecord record_;
    KeptLines kept_;
    std::unordered_map<std::string_view, std::uint32_t> task_index_;  // The keys are views of the records' ids.
    std::unordered_map<std::int64_t, std::uint32_t> segment_index_;   // The latest segment of each pid.
    std::map<std::pair<std::uint32_t, std::string>, std::uint32_t> open_instances_;
    std::unordered_map<std::string, std::uint32_t> group_index_;
    std::unordered_map<std::string, std::uint32_t> fixture_index_;
    std::unordered_map<std::string, std::uint32_t> source_index_{{"", 0}};
    std::map<std::vector<std::string>, std::uint32_t> label_index_{{{}, 0}};
    std::map<std::vector<std::string>, std::uint32_t> required_index_{{{}, 0}};
    std::map<std::vector<std::string>, std::uint32_t> wait_cause_index_;
    bool flaky_fails_ = false;  // In one of the segments.
    std::uint64_t undeclared_ = 0;
};

}  // namespace pf

#endif
