// Converts events to lines of the journal and back. docs/design/journal.md describes the format.
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

// The beginning of every line. These bytes occur nowhere else in a journal, because quotes in strings are escaped.
inline constexpr std::string_view kLineStart = "{\"e\":\"";

// Appends the line of an event, with its newline. Strings of any bytes are preserved. `segment` is the id of the
// process whose event it is.
void append_line(std::string& out, const Event& event, std::int64_t segment);

struct JournalLine {
    Event event;
    std::int64_t segment = 0;
    int format = kJournalFormat;  // The format that a run_started names. If it is newer than ours, nothing else is set.
};

// Reads a line without its newline into `line`, whatever it held before. Unknown keys are ignored.
Status decode_line(std::string_view text, JournalLine& line);
Result<JournalLine> decode_line(std::string_view text);

}  // namespace pf

#endif
