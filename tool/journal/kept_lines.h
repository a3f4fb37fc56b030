// Keeps what the lines of tasks say beside the record, until a limit is reached.
//
// THREADS: not shared.
#ifndef PARALLEL_FIXTURES_TOOL_JOURNAL_KEPT_LINES_H
#define PARALLEL_FIXTURES_TOOL_JOURNAL_KEPT_LINES_H

#include <cstddef>

#include "tool/event/event.h"
#include "tool/journal/run_record.h"

namespace pf {

class KeptLines {
public:
    // Keeps about `most` bytes in `record`, which must outlive this object.
    KeptLines(RunRecord& record, std::size_t most) : record_(record), most_(most) {}

    // Each moves the event into the record and gives its index to the task, unless the limit is reached. An end that
    // says nothing beyond the record of the task is not kept.
    void keep(TaskRecord& task, TaskDeclared& event);
    void keep(TaskRecord& task, TaskEnded& event);

private:
    RunRecord& record_;
    const std::size_t most_;
    std::size_t bytes_ = 0;
};

}  // namespace pf

#endif
