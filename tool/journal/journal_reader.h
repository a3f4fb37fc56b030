// Reads journals of any size in bounded memory: once from end to end, or single lines again by their place.
//
// THREADS: none.
#ifndef PARALLEL_FIXTURES_TOOL_JOURNAL_JOURNAL_READER_H
#define PARALLEL_FIXTURES_TOOL_JOURNAL_JOURNAL_READER_H

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "runtime/descriptor.h"
#include "runtime/result.h"
#include "tool/event/event.h"

namespace pf {

// Where a line is in its journal. A journal only grows: a span stays right while others append.
struct Span {
    std::uint64_t offset = 0;
    std::uint32_t length = 0;  // Without the newline; 0: no line.

    explicit operator bool() const { return length != 0; }
};

struct JournalProblem {
    std::uint64_t offset = 0;
    std::string what;  // "line cut at its end", for a person.
};

struct JournalProblems {
    static constexpr std::size_t kKept = 20;

    std::vector<JournalProblem> first;  // At most kKept of them.
    std::uint64_t count = 0;
};

// The callback may take what it wants out of `event`.
using JournalCallback = std::function<void(Event& event, std::int64_t segment, Span span)>;

// Calls back for each line, in order. A line that is cut or corrupt is passed over and told in the result; where a
// whole line follows a fragment without a newline between, it is found. Errors: the file cannot be read, a newer
// version wrote it, or it has lines and none is a journal's.
Result<JournalProblems> read_journal(const std::string& path, const JournalCallback& callback);

// Single lines by their place.
class JournalFile {
public:
    static Result<JournalFile> open(const std::string& path);

    // REQUIRES: a span that read_journal gave for this file.
    Result<Event> read(Span span);

private:
    JournalFile(Descriptor file, std::string path) : file_(std::move(file)), path_(std::move(path)) {}

    Descriptor file_;
    std::string path_;
    std::string line_;
};

}  // namespace pf

#endif
