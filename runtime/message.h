// The messages between a session and a supervisor: frames (wire.h) on a stream socket.
#ifndef PARALLEL_FIXTURES_RUNTIME_MESSAGE_H
#define PARALLEL_FIXTURES_RUNTIME_MESSAGE_H

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "runtime/wire.h"

namespace pf {

// Messages to a supervisor.

// Starts a command. The next command may be sent only after Ended or NotStarted.
struct RunCommand {
    std::string program;                   // Absolute path.
    std::vector<std::string> arguments;    // argv, including argv[0].
    std::vector<std::string> environment;  // Changes of the supervisor's environment (environment.h).
    std::string directory;                 // Working directory.
    std::string private_dir;               // Made with mode 0700 unless it exists from the last command. "": none.
    std::string discard_dir;               // An earlier private directory to remove first. "": none.
    bool separate_stdout = false;          // stdout is the supervisor's data pipe.
    bool sweep = true;                     // Ended is sent after all descendants of the command are gone.
    bool channel = false;                  // The command's descriptor 3 is the supervisor's data descriptor.
};

// Everything that a test process needs to know about its test.
struct TestOrder {
    std::string test;                      // Name of the test in the program.
    std::string id;                        // Id of the task.
    std::vector<std::string> environment;  // As in RunCommand.
    std::string directory;
    std::int32_t worker = 0;
    std::int32_t attempt = 1;
    std::uint64_t seed = 0;
};

// Runs a test in a process that a supervisor in a linked program (supervisor.h) forks for it. As with RunCommand, one
// at a time. Ended has what the test reports.
struct RunTest {
    // An encoded TestOrder (encode_order). The supervisor passes it on undecoded: each string that it allocated would
    // cost the copy of a page after each fork.
    std::string order;
    std::string private_dir;
    std::string discard_dir;
    bool reuse = false;  // The process stays for the next RunTest instead of ending.
    // Names the test in SignalAll and KillAll. Each test of a supervisor has another number, and 0 is none.
    std::uint32_t number = 0;
    // The test may be sent while another one runs, and is then the next test. It begins as soon as that one has ended
    // well: with exit code 0, a report and nothing left behind, in less than 20 ms and without a signal. Otherwise it
    // is handed back. A supervisor without a test does as if the last one had just ended. There is one next test at a
    // time: it is answered by Ended, Began or HandedBack before another one is sent.
    bool next = false;
};

// Asks the next test back. Answered by HandedBack; not answered if there is none, as when it has just begun.
struct TakeNextBack {};

// Sets up a nested fixture in a process that the supervisor forks for it. That process talks to the session on the data
// descriptor.
struct RunFixture {
    std::string fixture;  // Name of the fixture in the program.
    std::vector<std::string> environment;
    std::string directory;
};

// Sends a signal to the command's process group and to all other descendants of the supervisor, followed by SIGCONT so
// that stopped processes act on the signal.
struct SignalAll {
    std::int32_t signal = 0;
    std::uint32_t test = 0;  // Only if the test with this number is the last that began. 0: whatever runs.
};

// Kills all descendants of the supervisor (SIGKILL), repeatedly until none is left.
struct KillAll {
    std::uint32_t test = 0;  // As in SignalAll.
};

// Suspends (SIGSTOP) or resumes (SIGCONT) all descendants of the supervisor, as for Ctrl-Z and fg.
struct Pause {
    bool paused = false;
};

// Kills all descendants of the supervisor, answers with Swept, and ends the supervisor.
struct Leave {
    std::string discard_dir;  // Removed with its content. "": none.
    bool grace = false;       // The descendants first have the leak grace to end by themselves.
};

// Messages from a supervisor.

enum class StartStep : std::uint8_t { private_dir, change_directory, execute };

struct NotStarted {
    StartStep step = StartStep::execute;
    std::int32_t error_number = 0;
};

// The command has run for a short time (20 ms). A shorter command ends without this message.
struct Started {
    std::int32_t pid = 0;
};

// The command itself, not a child of it, was stopped or continued by a signal that did not come from a Pause.
struct StopChanged {
    bool stopped = false;
    std::int32_t signal = 0;
};

// What becomes of the next test when the test before it ends.
enum class NextState : std::uint8_t { none, handed_back, begins };

struct Ended {
    std::int32_t exit_code = -1;      // -1: it was killed by a signal.
    std::int32_t signal = 0;          // 0: it exited.
    std::uint64_t microseconds = 0;   // From start to end, without the time of a Pause.
    std::vector<std::string> leaked;  // Descendants that outlived it and were killed: "name (pid n)".
    bool private_dir_left = false;    // Its private directory has content and was left in place.
    std::string report;               // What a test process has reported: an encoded FromProgram. "": nothing.
    NextState next = NextState::none;
    std::uint64_t next_at = 0;  // When the next test begins, in microseconds of the system's monotonic clock.
    std::int32_t unread = -1;   // Bytes of the test's output that were in the pipe when it ended. -1: not known.
};

// The next test begins, although the test before it had ended when it came.
struct Began {
    std::uint32_t number = 0;  // Of the next test.
    std::uint64_t at = 0;      // As next_at in Ended.
};

// The next test has not begun, and is not in this supervisor any more.
struct HandedBack {
    std::uint32_t number = 0;  // Of the next test.
};

struct Swept {
    std::vector<std::string> leaked;
};

using ToSupervisor = std::variant<RunCommand, SignalAll, KillAll, Pause, Leave, RunTest, RunFixture, TakeNextBack>;
using FromSupervisor = std::variant<NotStarted, Started, StopChanged, Ended, Swept, Began, HandedBack>;

// Both functions return one complete frame. An earlier frame may be passed as `memory`, whose allocation is reused.
std::string encode(const ToSupervisor& message);
std::string encode(const FromSupervisor& message, std::string memory = {});

std::string encode_order(TestOrder order);
// Decodes into `order`, reusing its allocations. After an error, `order` is partly overwritten.
Status decode_order(const std::string& bytes, TestOrder& order);

extern template class FrameReader<ToSupervisor>;
extern template class FrameReader<FromSupervisor>;

}  // namespace pf

#endif
