// What went wrong in a run, in the order in which a reader wants to know it: fixtures, tasks, the run itself.
//
// THREADS: not shared.
#ifndef PARALLEL_FIXTURES_TOOL_REPORT_PROBLEMS_H
#define PARALLEL_FIXTURES_TOOL_REPORT_PROBLEMS_H

#include <cstddef>
#include <string>
#include <vector>

#include "runtime/result.h"
#include "tool/journal/run_record.h"
#include "tool/report/source_place.h"

namespace pf {

struct Problem {
    std::string name;   // "sql.inserts", "postgres (set-up)", "run".
    std::string what;   // "failed", "timeout", "crashed", "not run".
    SourcePlace place;  // As SourcePaths shows it.
    std::string message;
    std::string details;  // All failed assertions, the reason, the output, and what is known beside it, such as stacks.
    bool is_task = false;
};

struct Problems {
    std::vector<Problem> first;  // At most as many as asked for.
    std::size_t count = 0;
};

// The run's own trouble comes first, then fixtures, then tasks. Leaves out tasks that were not run for a cause that is
// a problem of its own. `most` is a number of problems, and `most_output` a number of bytes of each output and of what
// follows it; 0: neither is there. It is an error if the journal cannot be read again.
Result<Problems> problems_of(const RunRecord& record, const SourcePaths& paths, std::size_t most,
                             std::size_t most_output);

}  // namespace pf

#endif
