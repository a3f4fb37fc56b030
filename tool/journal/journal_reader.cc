#include "tool/journal/journal_reader.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "tool/journal/journal_codec.h"
#include "tool/support/file.h"

namespace pf {
namespace {

constexpr std::size_t kBlock = 256U << 10U;
// Bytes. No event that we write is nearly as long, and a longer line must not fill the memory.
constexpr std::size_t kLongestLine = 64U << 20U;

class Stream {
public:
    Stream(int file, const JournalCallback& callback) : file_(file), callback_(callback) {}

    Status run(const std::string& path);
    [[nodiscard]] JournalProblems take_problems() { return std::move(problems_); }

private:
    void take(std::string_view block);
    void rest_of_line(std::string_view rest);
    void keep(std::string_view begin);
    void line(std::string_view text, std::uint64_t offset);
    bool decode(std::string_view text, std::uint64_t offset, bool tell);
    void problem(std::uint64_t offset, std::string what);

    int file_;
    const JournalCallback& callback_;
    std::string begun_;             // The beginning of a line whose end has not been read yet.
    std::uint64_t line_start_ = 0;  // The offset of the current line.
    std::uint64_t position_ = 0;
    JournalLine decoded_;
    bool too_long_ = false;
    bool any_event_ = false;
    bool any_line_ = false;
    std::optional<Error> refused_;
    JournalProblems problems_;
};

Status Stream::run(const std::string& path) {
    const auto block = std::make_unique_for_overwrite<char[]>(kBlock);  // Not initialized, for short journals.
    while (!refused_) {
        const ssize_t n = ::read(file_, block.get(), kBlock);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            return system_error("read " + path, errno);
        }
        if (n == 0) {
            break;
        }
        take(std::string_view(block.get(), static_cast<std::size_t>(n)));
    }
    if (refused_) {
        return Error{"cannot read " + path + ": " + refused_->message};
    }
    if (any_line_ && !any_event_) {
        return Error{"cannot read " + path + ": it is not a journal, none of its lines is an event"};
    }
    if (position_ > line_start_) {
        problem(line_start_, "the last line is incomplete and was ignored");
    }
    return ok_status();
}

void Stream::take(std::string_view block) {
    std::size_t begin = 0;
    while (begin < block.size() && !refused_) {
        const std::size_t end = block.find('\n', begin);
        if (end == std::string_view::npos) {
            keep(block.substr(begin));
            position_ += block.size() - begin;
            return;
        }
        rest_of_line(block.substr(begin, end - begin));
        position_ += end + 1 - begin;
        line_start_ = position_;
        begin = end + 1;
    }
}

// Takes the rest of a line. Most lines are within one block and are decoded without a copy.
void Stream::rest_of_line(std::string_view rest) {
    if (begun_.empty() && !too_long_) {
        line(rest, line_start_);
        return;
    }
    keep(rest);
    if (too_long_) {
        any_line_ = true;
        problem(line_start_, "a line that is longer than any event was ignored");
    } else {
        line(begun_, line_start_);
    }
    begun_.clear();
    too_long_ = false;
}

void Stream::keep(std::string_view begin) {
    too_long_ = too_long_ || begun_.size() + begin.size() > kLongestLine;
    if (too_long_) {
        begun_.clear();
        begun_.shrink_to_fit();
    } else {
        begun_ += begin;
    }
}

void Stream::line(std::string_view text, std::uint64_t offset) {
    if (text.empty()) {
        return;  // A writer begins a new line after a fragment of another one.
    }
    any_line_ = true;
    if (decode(text, offset, true)) {
        return;
    }
    // Another process may have appended a whole line to a fragment that a full disk cut off.
    std::size_t at = text.find(kLineStart, 1);
    while (at != std::string_view::npos && !decode(text.substr(at), offset + at, false)) {
        at = text.find(kLineStart, at + 1);
    }
}

bool Stream::decode(std::string_view text, std::uint64_t offset, bool tell) {
    const Status decoded = decode_line(text, decoded_);
    if (!decoded) {
        if (tell) {
            problem(offset, "a line was ignored: " + decoded.error().message);
        }
        return false;
    }
    if (decoded_.format > kJournalFormat) {
        refused_ =
            Error{"a newer version of parallel-fixtures wrote it (journal format " + std::to_string(decoded_.format) +
                  ", this one reads " + std::to_string(kJournalFormat) + "); use that version"};
        return true;
    }
    any_event_ = true;
    callback_(decoded_.event, decoded_.segment, Span{offset, static_cast<std::uint32_t>(text.size())});
    return true;
}

void Stream::problem(std::uint64_t offset, std::string what) {
    ++problems_.count;
    if (problems_.first.size() < JournalProblems::kKept) {
        problems_.first.push_back({offset, std::move(what)});
    }
}

}  // namespace

Result<JournalProblems> read_journal(const std::string& path, const JournalCallback& callback) {
    auto file = open_file(path, O_RDONLY);
    if (!file) {
        return file.error();
    }
    Stream stream(file->get(), callback);
    const Status status = stream.run(path);
    if (!status) {
        return status.error();
    }
    return stream.take_problems();
}

Result<JournalFile> JournalFile::open(const std::string& path) {
    auto file = open_file(path, O_RDONLY);
    if (!file) {
        return file.error();
    }
    return JournalFile(std::move(*file), path);
}

Result<Event> JournalFile::read(Span span) {
    line_.resize(span.length);
    std::size_t done = 0;
    while (done < line_.size()) {
        const ssize_t n =
            ::pread(file_.get(), line_.data() + done, line_.size() - done, static_cast<off_t>(span.offset + done));
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return n < 0 ? system_error("read " + path_, errno) : Error{"cannot read " + path_ + ": it became shorter"};
        }
        done += static_cast<std::size_t>(n);
    }
    auto decoded = decode_line(line_);
    if (!decoded) {
        return Error{"cannot read " + path_ + ": " + decoded.error().message};
    }
    return std::move(decoded->event);
}

}  // namespace pf
