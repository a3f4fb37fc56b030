// A shell command that reads what this process writes to a pipe.
#ifndef PARALLEL_FIXTURES_TOOL_PROCESS_READER_CHILD_H
#define PARALLEL_FIXTURES_TOOL_PROCESS_READER_CHILD_H

#include <sys/types.h>

#include <memory>
#include <string>

#include "runtime/descriptor.h"
#include "runtime/result.h"

namespace pf {

// The command is in a process group of its own, so that Ctrl-C does not reach it, and is killed when this process ends.
// Its stdout and stderr are ours. THREADS: not shared.
class ReaderChild {
public:
    // Runs `command` with /bin/sh.
    static Result<std::unique_ptr<ReaderChild>> start(const std::string& command);
    ReaderChild(const ReaderChild&) = delete;
    ReaderChild& operator=(const ReaderChild&) = delete;
    // Kills the command.
    ~ReaderChild();

    // Returns the end of the pipe to write to.
    [[nodiscard]] int pipe() const { return pipe_.get(); }

    // Returns whether the command has ended. Does not block.
    [[nodiscard]] bool ended() const;

    // Asks the command and its process group to end (SIGTERM).
    void terminate() const;

    // Closes our end of the pipe and waits for the end of the command, for at most `limit` seconds. A command that has
    // not ended then is killed with its process group. Returns what went wrong; "": nothing.
    std::string finish(double limit);

private:
    explicit ReaderChild(Descriptor pipe) : pipe_(std::move(pipe)) {}

    Descriptor pipe_;
    pid_t pid_ = -1;
};

}  // namespace pf

#endif
