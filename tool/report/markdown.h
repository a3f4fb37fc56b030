// A summary of a run in GitHub's Markdown, for GITHUB_STEP_SUMMARY, a comment on a pull request, or a chat.
#ifndef PARALLEL_FIXTURES_TOOL_REPORT_MARKDOWN_H
#define PARALLEL_FIXTURES_TOOL_REPORT_MARKDOWN_H

#include <cstddef>
#include <string>

#include "runtime/result.h"
#include "tool/journal/run_record.h"

namespace pf {

// GitHub refuses a summary of a step that is larger, and a comment is even smaller.
inline constexpr std::size_t kLargestSummary = std::size_t{1} << 20U;

// Returns at most `most` bytes: what did not pass with its output as far as there is room, flaky tasks, the slowest
// ones, and what the set-ups cost. It is an error if the journal cannot be read again.
Result<std::string> markdown_summary(const RunRecord& record, std::size_t most = kLargestSummary);

}  // namespace pf

#endif
