#include "tool/journal/journal_writer.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "tool/journal/journal_codec.h"
#include "tool/support/file.h"

namespace pf {
namespace {

bool ends_with_newline(int file) {
    const off_t size = ::lseek(file, 0, SEEK_END);
    char last = '\n';
    return size <= 0 || ::pread(file, &last, 1, size - 1) != 1 || last == '\n';
}

}  // namespace

Result<std::unique_ptr<JournalWriter>> JournalWriter::open(const std::string& path, std::int64_t segment) {
    auto file = open_file(path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW);
    if (!file) {
        return file.error();
    }
    const bool fresh_line = ends_with_newline(file->get());
    return std::make_unique<JournalWriter>(std::move(*file), path, segment, fresh_line);
}

JournalWriter::JournalWriter(Descriptor file, std::string path, std::int64_t segment, bool fresh_line)
    : file_(std::move(file)), path_(std::move(path)), segment_(segment), fresh_line_(fresh_line) {}

void JournalWriter::handle(const Event& event) {
    if (waiting_.size() >= kBacklogLimit) {
        return;
    }
    append_line(waiting_, event, segment_);
    if (waiting_.size() >= kFlushSize) {
        flush();
    }
}

void JournalWriter::flush() {
    if (waiting_.empty() || !begin_fresh_line()) {
        return;
    }
    errno = 0;
    const std::size_t written = write_all(file_.get(), waiting_);
    if (written == waiting_.size()) {
        waiting_.clear();
        return;
    }
    fail(errno);
    const std::size_t newline = written == 0 ? std::string::npos : waiting_.rfind('\n', written - 1);
    const std::size_t whole = newline == std::string::npos ? 0 : newline + 1;
    fresh_line_ = whole == written;
    // If only the newline of a line is missing, the line is not written again.
    waiting_.erase(0, !fresh_line_ && waiting_[written] == '\n' ? written + 1 : whole);
}

bool JournalWriter::begin_fresh_line() {
    if (!fresh_line_) {
        errno = 0;
        fresh_line_ = write_all(file_.get(), "\n") == 1;
        if (!fresh_line_) {
            fail(errno);
        }
    }
    return fresh_line_;
}

void JournalWriter::fail(int error_number) {
    if (!error_) {
        error_ = system_error("write " + path_, error_number == 0 ? EIO : error_number);
    }
}

}  // namespace pf
