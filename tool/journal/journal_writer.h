// Appends the events of one process to a journal, which other processes may append to as well.
//
// THREADS: none.
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

// After an error (a full disk) it goes on: lines that could not be written are tried again at the next flush, and when
// more than kBacklogLimit wait, later ones are dropped, so that memory stays bounded. A line that was cut is written
// again on a line of its own; a reader loses nothing but the fragment.
class JournalWriter : public EventSink {
public:
    static constexpr std::size_t kFlushSize = 256U << 10U;   // Bytes; handle() flushes by itself beyond.
    static constexpr std::size_t kBacklogLimit = 1U << 20U;  // Bytes, and one line.

    // Makes the file where it is missing, follows no symbolic link in its place. `segment` is this process's id.
    static Result<std::unique_ptr<JournalWriter>> open(const std::string& path, std::int64_t segment);

    // Writes to `file`, of which errors speak as `path`. `fresh_line` false: it ends in a line that was cut.
    JournalWriter(Descriptor file, std::string path, std::int64_t segment, bool fresh_line);
    ~JournalWriter() override { flush(); }

    void handle(const Event& event) override;

    // Writes what waits, whole lines in as few calls as the system allows. REQUIRES: called before the session sleeps,
    // or what happened is lost when it is killed.
    void flush();

    // Forgets what could not be written yet: it is no longer so.
    void drop_waiting() { waiting_.clear(); }

    // The first error, if there was one: the results on disk are not complete.
    [[nodiscard]] const std::optional<Error>& error() const { return error_; }

    [[nodiscard]] std::size_t waiting_bytes() const { return waiting_.size(); }

private:
    bool begin_fresh_line();
    void fail(int error_number);

    Descriptor file_;
    std::string path_;
    std::int64_t segment_;
    std::string waiting_;  // Whole lines.
    bool fresh_line_;      // What the file ends with, as far as this process knows.
    std::optional<Error> error_;
};

}  // namespace pf

#endif
