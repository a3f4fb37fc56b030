// Appends the events of one process to a journal. Other processes may append to it at the same time.
//
// THREADS: not shared.
#ifndef PARALLEL_FIXTURES_TOOL_JOURNAL_JOURNAL_WRITER_H
#define PARALLEL_FIXTURES_TOOL_JOURNAL_JOURNAL_WRITER_H

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "runtime/descriptor.h"
#include "runtime/result.h"
#include "tool/event/event.h"

namespace pf {

// An error such as a full disk is not final: the next flush() tries the unwritten lines again. When more than
// kBacklogLimit bytes wait, further events are dropped, so that memory is bounded. A line of which only a part was
// written is written again on a new line, and readers ignore the fragment.
class JournalWriter : public EventSink {
public:
    static constexpr std::size_t kFlushSize = 256U << 10U;   // Bytes after which handle() flushes.
    static constexpr std::size_t kBacklogLimit = 1U << 20U;  // Bytes after which handle() drops events.

    // Opens the journal and creates it if it is missing. Does not follow a symbolic link at `path`. `segment` is the id
    // of this process.
    static Result<std::unique_ptr<JournalWriter>> open(const std::string& path, std::int64_t segment);

    // Writes to `file`. `path` is for errors. `fresh_line` is false if the file ends with an incomplete line.
    JournalWriter(Descriptor file, std::string path, std::int64_t segment, bool fresh_line);
    ~JournalWriter() override { flush(); }

    void handle(const Event& event) override;

    // Writes all waiting lines, in as few writes as possible. Call it before the session sleeps, because events that
    // are not written are lost if the process is killed.
    void flush();

    // Drops the waiting lines, for a process that has something else to report about its end.
    void drop_waiting() { waiting_.clear(); }

    // Returns the first error, if there was one. The results on disk are then incomplete.
    [[nodiscard]] const std::optional<Error>& error() const { return error_; }

    // Returns how many bytes are not written yet.
    [[nodiscard]] std::size_t waiting_bytes() const { return waiting_.size(); }

private:
    bool begin_fresh_line();
    void fail(int error_number);

    Descriptor file_;
    std::string path_;
    std::int64_t segment_;
    std::string waiting_;  // Whole lines that are not written yet.
    bool fresh_line_;      // Whether the file ends with a newline, as far as this process knows.
    std::optional<Error> error_;
};

}  // namespace pf

#endif
