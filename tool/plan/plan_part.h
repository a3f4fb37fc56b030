// Reads one part of a plan, which has what one directory declares. The parts are read in the order of the index.
//
// THREADS: not shared.
#ifndef PARALLEL_FIXTURES_TOOL_PLAN_PLAN_PART_H
#define PARALLEL_FIXTURES_TOOL_PLAN_PLAN_PART_H

#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

#include "runtime/result.h"
#include "tool/plan/plan.h"
#include "tool/plan/plan_entries.h"

namespace pf {

// The names that earlier parts declared.
struct PlanNames {
    std::unordered_map<Text, FixtureId> fixtures;
    std::unordered_map<Text, GroupId> groups;
    std::unordered_map<Text, GroupId> shared;  // The first group of each Group::shared_name.
};

class PartReader {
public:
    // `stamp` is that of the index.
    PartReader(Plan& plan, PlanNames& names, Entries entries, Text stamp)
        : plan_(plan), names_(names), entries_(std::move(entries)), index_stamp_(stamp) {}

    // Reads the part to its end and adds what it declares to the plan.
    Status read();

private:
    enum class Record { none, target, fixture, group, matching, task, test, finish };

    Status finish(const Entry& end);
    Status read_entry(const Entry& entry);
    Status begin_record(Record record, Text name);
    static Status set_text(Text& text, Text value);
    Status set_key(const Entry& entry);
    template <typename Id>
    Status refer(const std::unordered_map<Text, Id>& names, const char* what, Text name, Id& reference);
    Status add_fixture(Text name, std::vector<FixtureId>& fixtures);
    [[nodiscard]] std::string record_name() const;
    Status finish_record();
    Status finish_fixture();
    Status finish_group();
    const char* set_matching_key(const Entry& entry);
    Status finish_matching();
    Status begin_test(Text id);
    const char* set_property(const Entry& entry);
    Status finish_task();
    Status finish_test();
    Status finish_finish();
    Status read_plain(Text lines);
    Status read_plain_line(Text line);
    Status check_directory(Text directory);
    void resolve_target(Texts& command) const;
    void resolve_directory(Text& directory, Text binary_dir);
    std::shared_ptr<const TaskOptions> share_options();

    Plan& plan_;
    PlanNames& names_;
    Entries entries_;
    Text index_stamp_;
    Text stamp_;
    Text binary_dir_;  // The default for records.
    Text source_;      // The default for records.
    std::size_t records_ = 0;

    // The record that is being read, and its content.
    Record record_ = Record::none;
    Text name_;  // The name of the record, or of the group if it is a task.
    Texts target_command_;
    PlannedFixture fixture_;
    Group group_;
    Matching matching_;
    Task task_;
    TaskOptions options_;
    PlannedFinish finish_;
    TaskId tested_ = kNone;                    // The task of a `test` record.
    std::unordered_map<Text, Texts> targets_;  // Commands of targets, which replace a first word with their name.
    std::shared_ptr<const TaskOptions> last_options_;  // Of the last task, because neighbours often have equal ones.
};

}  // namespace pf

#endif
