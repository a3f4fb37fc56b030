// The output of a command in bounded memory: the beginning and the end are kept, and a file takes more of it.
#ifndef PARALLEL_FIXTURES_TOOL_PROCESS_CAPTURE_H
#define PARALLEL_FIXTURES_TOOL_PROCESS_CAPTURE_H

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "runtime/descriptor.h"

namespace pf {

struct CaptureLimits {
    std::size_t head = std::size_t{64} << 10U;      // Kept in memory from the beginning, bytes.
    std::size_t tail = std::size_t{64} << 10U;      // Kept in memory from the end, bytes.
    std::uint64_t file = std::uint64_t{64} << 20U;  // Written to the file at most, bytes.
};

struct Captured {
    std::string text;  // All of it, or head and tail with a line in between that states the cut.
    std::uint64_t bytes = 0;
    bool cut = false;
    bool in_file = false;  // The file has the beginning of the output: CaptureLimits::file bytes, fewer on a full disk.
};

class Capture {
public:
    // `file` is the path of the file for output that does not fit into memory; "": none. The file and its folder are
    // made when they are needed.
    explicit Capture(std::string file = {}, CaptureLimits limits = {}) : file_path_(std::move(file)), limits_(limits) {}

    // Returns a capture for a command whose output goes elsewhere, as `statement` says in place of the output.
    static Capture uncaptured(std::string statement);

    void append(std::string_view bytes);

    [[nodiscard]] std::uint64_t bytes() const { return bytes_; }
    [[nodiscard]] bool captured() const { return captured_; }

    // Returns the end of the output, at most `size` bytes.
    [[nodiscard]] std::string_view tail(std::size_t size) const;

    // Calls back with all of the output and true. If the output is longer than memory and file hold, or was not
    // captured, it calls back with the beginning that was kept and false.
    void with_text(const std::function<void(std::string_view text, bool whole)>& callback) const;

    // Returns what results keep of the output, and empties the capture.
    Captured take();

private:
    void spill(std::string_view bytes);

    std::string file_path_;
    CaptureLimits limits_;
    std::string text_;  // The head; all of the output until it is split.
    std::string tail_;  // Of output that is split: at least the last limits_.tail bytes.
    std::uint64_t bytes_ = 0;
    bool split_ = false;
    bool captured_ = true;
    Descriptor file_;
    std::uint64_t in_file_ = 0;
    bool file_failed_ = false;
};

}  // namespace pf

#endif
