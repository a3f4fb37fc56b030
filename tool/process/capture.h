// What a command printed, with bounded memory: the beginning and the end are kept, more of it goes to a file.
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
    std::string text;  // All of it, or head and tail with the cut stated in between.
    std::uint64_t bytes = 0;
    bool cut = false;
    bool in_file = false;  // The file exists and holds the first `file` bytes.
};

class Capture {
public:
    // `file`: where to put output that does not fit into memory; "" for nowhere. It is made only when needed.
    explicit Capture(std::string file = {}, CaptureLimits limits = {}) : file_path_(std::move(file)), limits_(limits) {}

    // Of a command whose output goes elsewhere: `statement` says so in place of it.
    static Capture uncaptured(std::string statement);

    void append(std::string_view bytes);

    [[nodiscard]] std::uint64_t bytes() const { return bytes_; }
    [[nodiscard]] bool captured() const { return captured_; }

    // The end of it, at most `size` bytes.
    [[nodiscard]] std::string_view tail(std::size_t size) const;

    // Calls back with all of the output in one piece and true, or with the part that was kept from the beginning and
    // false when it was more than memory and file hold, or when it was not captured.
    void with_text(const std::function<void(std::string_view text, bool whole)>& callback) const;

    // What is to be written down; the capture is empty afterwards.
    Captured take();

private:
    void spill(std::string_view bytes);

    std::string file_path_;
    CaptureLimits limits_;
    std::string text_;  // The head, and the tail as long as both are one piece.
    std::string tail_;  // Once they are not: at least the last limits_.tail bytes.
    std::uint64_t bytes_ = 0;
    bool split_ = false;
    bool captured_ = true;
    Descriptor file_;
    std::uint64_t in_file_ = 0;
    bool file_failed_ = false;
};

}  // namespace pf

#endif
