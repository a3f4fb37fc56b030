// What reports say of a task that did not pass.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_REPORT_TASK_TEXT_H
#define PARALLEL_FIXTURES_TOOL_REPORT_TASK_TEXT_H

#include <cstddef>
#include <string>

#include "tool/event/event.h"
#include "tool/report/source_place.h"

namespace pf {

// Returns the first failed assertion in one line, with its place, or the reason if there is none. A crash has both. A
// timeout and a service that died have their reason, because an assertion before them did not end the task. `paths`
// names the files; null: they are named as in the journal.
std::string message_of(const TaskEnded& ended, const SourcePaths* paths = nullptr);

// Returns all failed assertions, and the reason unless the first of them is the reason. The last line has no newline.
std::string details_of(const TaskEnded& ended, const SourcePaths* paths = nullptr);

// Returns details_of() and the output, which is cut to `most` bytes.
std::string details_with_output(const TaskEnded& ended, const SourcePaths* paths, std::size_t most);

}  // namespace pf

#endif
