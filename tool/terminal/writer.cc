#include "tool/terminal/writer.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <utility>

#include "runtime/signals.h"

namespace pf {
namespace {

// Bytes that a write to a pipe takes without blocking if poll() calls the pipe writable (pipe(7), PIPE_BUF).
constexpr std::size_t kPipeTakes = 4096;

// Opens a terminal or a pipe again, so that it can be non-blocking: O_NONBLOCK belongs to the open file, which the
// shell and others share. A regular file is not opened again, because it would be written from its beginning.
Descriptor open_again(int fd) {
    struct stat facts {};
    if (::fstat(fd, &facts) != 0 || (!S_ISFIFO(facts.st_mode) && ::isatty(fd) != 1)) {
        return {};
    }
    const std::string path = fmt::format("/proc/self/fd/{}", fd);
    return Descriptor(::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
}

bool ready(int fd, int timeout) {
    pollfd descriptor{fd, POLLOUT, 0};
    return ::poll(&descriptor, 1, timeout) > 0;
}

// Calls write(2) without the SIGPIPE that would kill the helper.
ssize_t write_without_signal(int fd, std::string_view bytes) {
    sigset_t pipe_signal;
    sigset_t pending;
    sigemptyset(&pipe_signal);
    sigaddset(&pipe_signal, SIGPIPE);
    sigemptyset(&pending);
    sigpending(&pending);
    const bool was_pending = sigismember(&pending, SIGPIPE) == 1;
    const BlockedSignals blocked({SIGPIPE});
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    const int error = errno;
    if (written < 0 && error == EPIPE && !was_pending) {
        const timespec at_once{};
        while (sigtimedwait(&pipe_signal, nullptr, &at_once) < 0 && errno == EINTR) {
        }
    }
    errno = error;
    return written;
}

}  // namespace

Writer::Writer(int fd, std::string reader) : fd_(fd), reader_(std::move(reader)), own_(open_again(fd)) {}

Writer::Writer(std::function<void(std::string_view)> write) : write_(std::move(write)) {}

void Writer::append(std::string_view bytes) {
    if (error_.empty()) {
        waiting_ += bytes;
    }
}

std::size_t Writer::write_some() {
    if (write_) {
        write_(waiting_);
        return waiting_.size();
    }
    const int fd = own_ ? own_.get() : fd_;
    const std::size_t size = own_ ? waiting_.size() : std::min(waiting_.size(), kPipeTakes);
    if (!own_ && !ready(fd, 0)) {
        return 0;
    }
    const ssize_t written = write_without_signal(fd, std::string_view(waiting_).substr(0, size));
    if (written >= 0) {
        return static_cast<std::size_t>(written);
    }
    if (errno != EAGAIN && errno != EINTR) {
        error_ = system_error("writing to " + reader_, errno).message;
        waiting_.clear();
    }
    return 0;
}

void Writer::flush() {
    std::size_t done = 0;
    while (!waiting_.empty() && (done = write_some()) > 0) {
        waiting_.erase(0, done);
    }
}

void Writer::finish() {
    flush();
    while (!waiting_.empty()) {
        static_cast<void>(ready(own_ ? own_.get() : fd_, -1));
        flush();
    }
}

}  // namespace pf
