// Writes to a terminal, a pipe or a file without letting a slow reader block the session.
//
// THREADS: not shared.
#ifndef PARALLEL_FIXTURES_TOOL_TERMINAL_WRITER_H
#define PARALLEL_FIXTURES_TOOL_TERMINAL_WRITER_H

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "runtime/descriptor.h"

namespace pf {

class Writer {
public:
    // Writes to `fd` without owning it and without changing its flags, which other processes share. `reader` names the
    // reader in error().
    explicit Writer(int fd, std::string reader = "the terminal");
    // Hands everything to `write` at once.
    explicit Writer(std::function<void(std::string_view)> write);

    // Keeps the bytes for flush(). Drops them after an error.
    void append(std::string_view bytes);

    // Writes what the reader takes without blocking. After an error (a closed pipe, a full disk) nothing is written any
    // more. Raises no SIGPIPE.
    void flush();

    // Calls flush() until everything is written, and blocks as long as that takes.
    void finish();

    // Returns the number of bytes that are not written yet.
    [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }

    // Returns why writing failed, for a person, or "" if it did not.
    [[nodiscard]] const std::string& error() const { return error_; }

private:
    // Returns the number of bytes that were taken. 0 means that none can be taken now, or an error.
    std::size_t write_some();

    int fd_ = -1;
    std::string reader_;
    Descriptor own_;  // The same terminal or pipe, opened again so that it can be non-blocking.
    std::function<void(std::string_view)> write_;
    std::string waiting_;
    std::string error_;
};

}  // namespace pf

#endif
