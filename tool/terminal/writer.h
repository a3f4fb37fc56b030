// Bytes on their way to a terminal, a pipe or a file, none of which may hold the session up.
//
// THREADS: none.
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
    // Does not own `fd`, and does not change it: others share its O_NONBLOCK.
    explicit Writer(int fd);
    // Takes everything at once.
    explicit Writer(std::function<void(std::string_view)> write);

    // Kept until flush(). Dropped after an error.
    void append(std::string_view bytes);

    // Writes what the other side takes without waiting. After an error (a closed pipe, a full disk) nothing is written
    // any more; no signal comes of it.
    void flush();

    // flush() until everything is written, however long that takes.
    void finish();

    [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }

    // Why writing ended, for a person; empty: it did not.
    [[nodiscard]] const std::string& error() const { return error_; }

private:
    // How many bytes were taken; 0: none now, or an error.
    std::size_t write_some();

    int fd_ = -1;
    Descriptor own_;  // The same terminal or pipe, opened anew so that it can be non-blocking.
    std::function<void(std::string_view)> write_;
    std::string waiting_;
    std::string error_;
};

}  // namespace pf

#endif
