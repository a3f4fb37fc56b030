// Sends the lines of the journal to an observer as they happen (--events).
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_OBSERVER_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_OBSERVER_H

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "runtime/descriptor.h"
#include "runtime/result.h"
#include "tool/event/event.h"
#include "tool/process/reader_child.h"
#include "tool/terminal/writer.h"

namespace pf {

// The run never waits for an observer. Lines that it has not taken wait in memory. If more than kMostWaiting bytes
// wait, lines are dropped, and a line `events_dropped` says how many as soon as there is room again. An observer that
// has gone gets nothing more.
class Observer : public EventSink {
public:
    static constexpr std::size_t kMostWaiting = std::size_t{8} << 20U;

    // `target` is "fd:<number>", "|" and a shell command that reads its stdin, or the path of a file or a named pipe. A
    // file is truncated. `segment` is the id of the process in the lines.
    static Result<std::unique_ptr<Observer>> open(const std::string& target, std::int64_t segment);

    void handle(const Event& event) override;

    // Writes what the observer takes without blocking. Returns the seconds after which it must be called again.
    double tick();

    // Writes what is left while the observer takes it, and closes its end. Waits at most a few seconds.
    void finish();

    // Returns what the user must be told since the last call.
    std::vector<std::string> take_warnings();

private:
    Observer(std::string target, std::int64_t segment) : target_(std::move(target)), segment_(segment) {}

    Status open_target();
    void append(const std::string& line);
    void note_end();

    std::string target_;
    std::int64_t segment_;
    std::unique_ptr<ReaderChild> child_;
    Descriptor file_;
    std::unique_ptr<Writer> writer_;
    std::uint64_t dropped_ = 0;  // Lines since the last one that was kept.
    std::uint64_t dropped_in_all_ = 0;
    bool gone_ = false;
    std::vector<std::string> warnings_;
};

}  // namespace pf

#endif
