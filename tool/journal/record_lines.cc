#include "tool/journal/record_lines.h"

#include <utility>

namespace pf {
namespace {

// Writes into `end` what the record of the task has of it. All else is at its default in a line that says no more.
void fill_from(const TaskRecord& task, TaskEnded& end) {
    end.at = task.ended_at;
    end.attempt = task.attempts;
    end.worker = task.worker;
    end.slot = task.slot;
    end.seconds = task.seconds;
    end.outcome = task.outcome;
    end.cause = task.cause;
    end.reason = task.reason;
    end.exit_code = task.exit_code;
    end.signal = task.signal;
    end.flaky = task.flaky;
}

}  // namespace

Result<RecordLines> RecordLines::open(const RunRecord& record) {
    auto journal = JournalFile::open(record.journal_path);
    if (!journal) {
        return journal.error();
    }
    return RecordLines(record, std::move(*journal));
}

Result<const TaskDeclared*> RecordLines::declaration(const TaskRecord& task) {
    if (task.kept_declaration != kNoIndex) {
        return &record_->declarations[task.kept_declaration];
    }
    if (!task.declared_line) {
        return nullptr;
    }
    auto read = journal_.read_as<TaskDeclared>(task.declared_line);
    if (!read) {
        return read.error();
    }
    declaration_ = std::move(*read);
    return &declaration_;
}

Result<const TaskEnded*> RecordLines::end(const TaskRecord& task) {
    const auto stacks = record_->stacks.empty() ? record_->stacks.end() : record_->stacks.find(task.id);
    auto end = end_in_line(task);
    if (stacks == record_->stacks.end() || !end || *end == nullptr) {
        return end;
    }
    end_ = TaskEnded(**end);
    end_.stacks = stacks->second;
    return &end_;
}

Result<const TaskEnded*> RecordLines::end_in_line(const TaskRecord& task) {
    if (task.kept_end != kNoIndex) {
        return &record_->ends[task.kept_end];
    }
    if (!task.ended_line) {
        return nullptr;
    }
    end_ = TaskEnded();
    if (!task.end_says_more) {
        fill_from(task, end_);
        return &end_;
    }
    auto read = journal_.read_as<TaskEnded>(task.ended_line);
    if (!read) {
        return read.error();
    }
    end_ = std::move(*read);
    return &end_;
}

}  // namespace pf
