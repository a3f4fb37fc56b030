// The parts of report.html that need no JavaScript: its head, and a list of the tasks.
//
// THREADS: pure functions, except that write_plain_tasks reads the journal.
#ifndef PARALLEL_FIXTURES_TOOL_PAGE_PLAIN_PAGE_H
#define PARALLEL_FIXTURES_TOOL_PAGE_PLAIN_PAGE_H

#include <cstdio>
#include <string>
#include <string_view>

#include "runtime/result.h"
#include "tool/journal/run_record.h"
#include "tool/page/run_view.h"

namespace pf {

// For HTML text and quoted attributes. Escape sequences of a terminal are removed, other control characters and bytes
// that are not UTF-8 become visible.
std::string html_text(std::string_view bytes);

// "2026-11-23T04:42:08Z", of seconds since the epoch, as summary.json has it.
std::string iso_date(double seconds);

// "42 passed, 1 failed", for the title and the head.
std::string counts_text(const Counts& counts);

// The verdict, the counts, what was run and how, and the critical path.
std::string plain_header(const RunRecord& record, const RunView& view);

// The tasks that are neither passed nor skipped with their outputs, then the others. Both lists are bounded.
Status write_plain_tasks(const RunRecord& record, std::FILE* file);

}  // namespace pf

#endif
