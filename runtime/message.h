// What a session and a supervisor say to each other: frames (wire.h) on a stream socket.
#ifndef PARALLEL_FIXTURES_RUNTIME_MESSAGE_H
#define PARALLEL_FIXTURES_RUNTIME_MESSAGE_H

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "runtime/wire.h"

namespace pf {

// To a supervisor.

// Start a command. One at a time: the next only after Ended or NotStarted.
struct RunCommand {
    std::string program;                   // Absolute path.
    std::vector<std::string> arguments;    // argv, the first included.
    std::vector<std::string> environment;  // "K=V" sets, "K" unsets, on top of the supervisor's own; in order.
    std::string directory;                 // Working directory.
    std::string private_dir;               // Made (0700) before unless the last one still stands. "": none.
    std::string discard_dir;               // An earlier private directory to remove with its content first. "": none.
    bool separate_stdout = false;          // stdout goes to the supervisor's data pipe.
    bool sweep = true;                     // Ended comes after everything that it left behind is gone.
    bool channel = false;                  // Its descriptor 3 is the supervisor's data descriptor.
};

// What the process of a test is told.
struct TestOrder {
    std::string test;                      // Its name in the program.
    std::string id;                        // The task's.
    std::vector<std::string> environment;  // As RunCommand's.
    std::string directory;
    std::int32_t worker = 0;
    std::int32_t attempt = 1;
    std::uint64_t seed = 0;
};

// To a supervisor that was forked from a linked program (linked.h): a process for one of its tests. One at a time, as
// RunCommand. What the test comes to is written to the data descriptor.
struct RunTest {
    // A TestOrder (encode_order). The supervisor passes it on as it is: each string that it made of it would, after
    // each fork, cost it the copy of a page.
    std::string order;
    std::string private_dir;
    std::string discard_dir;
    bool reuse = false;  // The process stays for the next RunTest; else it ends after this one.
};

// The same for the set-up of a nested fixture; its process speaks to the session through the data descriptor.
struct RunFixture {
    std::string fixture;  // Its name in the program.
    std::vector<std::string> environment;
    std::string directory;
};

// To the command's process group and everything else below the supervisor; followed by SIGCONT, so that what is stopped
// hears it.
struct SignalAll {
    std::int32_t signal = 0;
};

// SIGKILL everything below the supervisor, again and again until nothing is left.
struct KillAll {};

// Ctrl-Z and fg: SIGSTOP or SIGCONT for everything below the supervisor.
struct Pause {
    bool paused = false;
};

// Kill what is left, say so (Swept), and leave.
struct Leave {
    std::string discard_dir;  // Removed with its content. "": none.
    bool grace = false;       // What is left may take the leak grace to end by itself first.
};

// From a supervisor.

enum class StartStep : std::uint8_t { private_dir, change_directory, execute };

struct NotStarted {
    StartStep step = StartStep::execute;
    std::int32_t error_number = 0;
};

// The command has been running for a moment; short ones end without it.
struct Started {
    std::int32_t pid = 0;
};

// The command itself, not one of its children, was stopped or continued by a signal that was not a Pause.
struct StopChanged {
    bool stopped = false;
    std::int32_t signal = 0;
};

struct Ended {
    std::int32_t exit_code = -1;      // -1: a signal.
    std::int32_t signal = 0;          // 0: exited.
    std::uint64_t microseconds = 0;   // From its start to its end, without what a Pause took.
    std::vector<std::string> leaked;  // What it left behind and was killed for it: "name (pid n)".
    bool private_dir_left = false;    // Its private directory is not empty and still there.
};

struct Swept {
    std::vector<std::string> leaked;
};

using ToSupervisor = std::variant<RunCommand, SignalAll, KillAll, Pause, Leave, RunTest, RunFixture>;
using FromSupervisor = std::variant<NotStarted, Started, StopChanged, Ended, Swept>;

// One whole frame.
std::string encode(const ToSupervisor& message);
// `memory`: an earlier frame, whose memory is used again.
std::string encode(const FromSupervisor& message, std::string memory = {});

std::string encode_order(TestOrder order);
// Into `order`, which may be an earlier one: its memory is used again. On an error some of it is.
Status decode_order(const std::string& bytes, TestOrder& order);

extern template class FrameReader<ToSupervisor>;
extern template class FrameReader<FromSupervisor>;

}  // namespace pf

#endif
