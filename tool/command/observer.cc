#include "tool/command/observer.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <limits>
#include <thread>
#include <utility>

#include "tool/journal/journal_codec.h"
#include "tool/support/number.h"
#include "tool/terminal/format.h"

namespace pf {
namespace {

using Steady = std::chrono::steady_clock;

constexpr double kWriteRetry = 0.05;  // Seconds between attempts to write.
constexpr double kLastLines = 2;      // Seconds for the observer to take one more byte at the end of the run.
constexpr double kLastMoments = 5;    // Seconds for the command to end once it has everything.

}  // namespace

Result<std::unique_ptr<Observer>> Observer::open(const std::string& target, std::int64_t segment) {
    std::unique_ptr<Observer> observer(new Observer(target, segment));
    const Status opened = observer->open_target();
    return opened.ok() ? Result<std::unique_ptr<Observer>>(std::move(observer)) : opened.error();
}

Status Observer::open_target() {
    int fd = -1;
    if (target_.starts_with("|")) {
        auto child = ReaderChild::start(target_.substr(1));
        if (!child.ok()) {
            return child.error();
        }
        child_ = std::move(*child);
        fd = child_->pipe();
    } else if (target_.starts_with("fd:")) {
        fd = parse_number<int>(target_.substr(3)).value_or(-1);
        // What the run starts must not inherit it.
        if (fd <= STDERR_FILENO || fcntl(fd, F_SETFD, FD_CLOEXEC) != 0) {
            return Error{fmt::format("{} is no open descriptor above 2", target_)};
        }
    } else {
        file_ = Descriptor(::open(target_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NONBLOCK | O_CLOEXEC, 0666));
        if (!file_) {
            return errno == ENXIO ? Status(Error{"nobody reads the named pipe " + target_})
                                  : Status(system_error("open " + target_, errno));
        }
        fd = file_.get();
    }
    writer_ = std::make_unique<Writer>(fd, "the observer");
    return ok_status();
}

void Observer::handle(const Event& event) {
    if (gone_) {
        return;
    }
    std::string line;
    append_line(line, event, segment_);
    append(line);
}

void Observer::append(const std::string& line) {
    if (writer_->waiting() + line.size() > kMostWaiting) {
        writer_->flush();
    }
    if (writer_->waiting() + line.size() > kMostWaiting) {
        ++dropped_;
        return;
    }
    if (dropped_ > 0) {
        dropped_in_all_ += dropped_;
        writer_->append(
            fmt::format("{{\"e\":\"events_dropped\",\"s\":{},\"lines\":{}}}\n", segment_, std::exchange(dropped_, 0)));
    }
    writer_->append(line);
}

double Observer::tick() {
    if (gone_) {
        return std::numeric_limits<double>::infinity();
    }
    writer_->flush();
    note_end();
    return !gone_ && writer_->waiting() > 0 ? kWriteRetry : std::numeric_limits<double>::infinity();
}

void Observer::note_end() {
    if (!gone_ && !writer_->error().empty()) {
        gone_ = true;
        warnings_.push_back(fmt::format(
            "--events: the observer takes no more lines, and the run goes on without it: {}", writer_->error()));
    }
}

void Observer::finish() {
    const auto limit = std::chrono::duration<double>(kLastLines);
    for (Steady::time_point taken = Steady::now(); !gone_ && writer_->waiting() > 0 && Steady::now() - taken < limit;) {
        const std::size_t before = writer_->waiting();
        static_cast<void>(tick());
        taken = writer_->waiting() < before ? Steady::now() : taken;
        if (!gone_ && writer_->waiting() == before) {
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
    }
    const bool reads = gone_ || writer_->waiting() == 0;
    if (!reads) {
        warnings_.push_back(fmt::format("--events: the observer did not take the last {} bytes", writer_->waiting()));
    }
    if (dropped_in_all_ + dropped_ > 0) {
        warnings_.push_back(fmt::format("--events: {} were dropped, because the observer did not read them fast enough",
                                        counted(dropped_in_all_ + dropped_, "line")));
    }
    writer_.reset();
    gone_ = true;
    file_.reset();
    if (child_) {
        if (const std::string problem = child_->finish(reads ? kLastMoments : 0); !problem.empty()) {
            warnings_.push_back("--events: the command of the observer: " + problem);
        }
        child_.reset();
    }
}

std::vector<std::string> Observer::take_warnings() { return std::exchange(warnings_, {}); }

}  // namespace pf
