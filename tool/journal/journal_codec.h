// An event as a line of the journal, and back. docs/design/journal.md is the format.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_JOURNAL_JOURNAL_CODEC_H
#define PARALLEL_FIXTURES_TOOL_JOURNAL_JOURNAL_CODEC_H

#include <cstdint>
#include <string>
#include <string_view>

#include "runtime/result.h"
#include "tool/event/event.h"

namespace pf {

inline constexpr int kJournalFormat = 1;

// How every line begins. Nowhere else in a journal do these bytes occur: a string would have its quotes escaped.
inline constexpr std::string_view kLineStart = "{\"e\":\"";

// Appends the line with its newline. Any bytes in any string are kept.
void append_line(std::string& out, const Event& event, std::int64_t segment);

struct JournalLine {
    Event event;
    std::int64_t segment = 0;
    int format = kJournalFormat;  // Of a run_started. A larger one than ours: nothing else was read.
};

// `line` without its newline. Keys that this version does not know are passed over.
Result<JournalLine> decode_line(std::string_view line);

}  // namespace pf

#endif
