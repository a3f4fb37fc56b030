// Reads journals of any size in bounded memory: all lines in order, or single lines by their place.
//
// THREADS: not shared.
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

// The place of a line in its journal. It stays valid while others append, because a journal only grows.
struct Span {
    std::uint64_t offset = 0;
    std::uint32_t length = 0;  // Bytes without the newline. 0: there is no line.

    explicit operator bool() const { return length != 0; }
};

struct JournalProblem {
    std::uint64_t offset = 0;
    std::string what;  // For a person.
};

struct JournalProblems {
    static constexpr std::size_t kKept = 20;

    std::vector<JournalProblem> first;  // The first kKept problems.
    std::uint64_t count = 0;            // The number of all problems.
};

// Receives one event, and may move parts out of it.
using JournalCallback = std::function<void(Event& event, std::int64_t segment, Span span)>;

// Calls `callback` for each line, in order. An incomplete or corrupt line is ignored and reported in the result. A
// whole line that follows a fragment without a newline between is found. It is an error if the file cannot be read, if
// a newer version wrote it, or if it has lines but none of them is an event.
Result<JournalProblems> read_journal(const std::string& path, const JournalCallback& callback);

// Reads single lines by their place.
class JournalFile {
public:
    static Result<JournalFile> open(const std::string& path);

    // `span` must come from read_journal() of this file.
    Result<Event> read(Span span);

    // Reads an event of type `E`. It is an error if the line is another event.
    template <typename E>
    Result<E> read_as(Span span) {
        Result<Event> event = read(span);
        if (!event) {
            return event.error();
        }
        E* const wanted = std::get_if<E>(&*event);
        return wanted != nullptr ? Result<E>(std::move(*wanted)) : Error{"cannot read " + path_ + ": it was changed"};
    }

private:
    JournalFile(Descriptor file, std::string path) : file_(std::move(file)), path_(std::move(path)) {}

    Descriptor file_;
    std::string path_;
    std::string line_;
};

}  // namespace pf

#endif
