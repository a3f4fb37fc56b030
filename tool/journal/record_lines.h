// What a journal says of the tasks of a record beyond the record itself.
//
// THREADS: not shared.
#ifndef PARALLEL_FIXTURES_TOOL_JOURNAL_RECORD_LINES_H
#define PARALLEL_FIXTURES_TOOL_JOURNAL_RECORD_LINES_H

#include "runtime/result.h"
#include "tool/event/event.h"
#include "tool/journal/journal_reader.h"
#include "tool/journal/run_record.h"

namespace pf {

// Gives events from the memory of the record as far as they were kept there, and otherwise reads their lines again. A
// pointer that is returned is valid until the next call of the same function.
class RecordLines {
public:
    // `record` must outlive this object. It is an error if its journal cannot be opened.
    static Result<RecordLines> open(const RunRecord& record);

    // Returns the declaration of the task, whose id, group, name and generator may be empty. Returns null if the
    // journal has lost it.
    Result<const TaskDeclared*> declaration(const TaskRecord& task);

    // Returns the final task_ended of the task, whose id may be empty, with the stacks that followed it. Returns null
    // if there is none.
    Result<const TaskEnded*> end(const TaskRecord& task);

    // Reads the line of an attempt before the last one.
    Result<TaskEnded> end(const EarlierAttempt& attempt) { return journal_.read_as<TaskEnded>(attempt.line); }

    // Reads any line of the journal.
    Result<Event> read(Span span) { return journal_.read(span); }
    template <typename E>
    Result<E> read_as(Span span) {
        return journal_.read_as<E>(span);
    }

private:
    Result<const TaskEnded*> end_in_line(const TaskRecord& task);

    RecordLines(const RunRecord& record, JournalFile journal) : record_(&record), journal_(std::move(journal)) {}

    const RunRecord* record_;
    JournalFile journal_;
    TaskDeclared declaration_;
    TaskEnded end_;
};

}  // namespace pf

#endif
