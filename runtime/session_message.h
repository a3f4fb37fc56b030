// The messages between a CTest test and the session of its ctest, and between a session and the fixture daemon
// (tool/serve/fixture_daemon.h): frames (runtime/wire.h) on a local stream socket. A client sends one request on a
// connection; closing the connection cancels the request. After the request a test may send single bytes: kEndsAsTold
// when it has received TaskOver and is about to end accordingly, and any other byte when a signal ends it that ctest
// receives as well.
#ifndef PARALLEL_FIXTURES_RUNTIME_SESSION_MESSAGE_H
#define PARALLEL_FIXTURES_RUNTIME_SESSION_MESSAGE_H

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "runtime/wire.h"

namespace pf {

// Version of the protocol. Raise it with any change of a message here. A session refuses other versions.
inline constexpr std::uint32_t kSessionProtocol = 8;

inline constexpr char kEndsAsTold = 'E';

enum class Asked : std::uint8_t { set_up, tear_down, end_group, run_task, run_group, acquire, end_lingering, use };

struct SessionRequest {
    std::uint32_t protocol = kSessionProtocol;
    Asked what = Asked::run_task;
    std::string name;                      // Name of a fixture or a group, or id of a task.
    std::vector<std::string> environment;  // "K=V", of the test's process.
    std::vector<std::string> arguments;    // For run_task: additional arguments of the command.
    std::vector<std::string> wrapper;      // For run_task: words to put in front of the command (wrapper.h).
    std::string state;   // For acquire: fingerprint that the leased fixture must have (fixture_fingerprint.h).
    std::string daemon;  // For acquire: process that holds the parent's lease; "": no parent.
};

// The last message for a request that cannot be carried out.
struct Refused {
    std::string reason;
};

struct TaskPrinted {
    std::string bytes;
};

// The last message for run_task and run_group: how the test must end.
struct TaskOver {
    std::int32_t exit_code = -1;    // -1: the task did not exit by itself.
    std::int32_t signal = 0;        // 0: the task was not killed by a signal.
    bool timed_out = false;         // CTest must end the test, because it shows a timeout only then.
    bool timed_out_before = false;  // An earlier attempt of this test in this ctest timed out too.
    bool skipped = false;           // The test must print its skip mark, because CTest has no other way to know.
    std::string reason;             // For the user; "": none.
};

// The last message for the other requests.
struct FixtureAnswer {
    bool passed = true;
    bool skipped = false;
    std::string text;                      // Lines to print.
    std::vector<std::string> environment;  // For use: environment changes that the fixture provides.
    std::int32_t exit_code = -1;  // Exit code of the command that failed; -1: none, or it was killed by a signal.
    std::int32_t signal = 0;      // Signal that killed the command; 0: none.
};

// The first answer to acquire: the fixture is ready or could not be set up. The lease ends when the client closes the
// connection, or with LeaseEnded.
struct LeaseAnswer {
    enum class Outcome : std::uint8_t { passed, skipped, failed, timeout };
    Outcome outcome = Outcome::passed;
    bool kept = false;                                           // The fixture was ready before the request.
    std::uint64_t microseconds = 0;                              // Duration of the set-up.
    std::string reason;                                          // Why the set-up did not pass.
    std::string output;                                          // Output of the set-up.
    std::vector<std::pair<std::string, std::string>> variables;  // Variables that the set-up wrote.
    std::string daemon;                                          // Process that holds the fixture.
    std::string warning;  // A problem that occurred while no client was connected; "": none.
};

// The last message for acquire: the fixture has died.
struct LeaseEnded {
    std::string reason;
    std::string output;
};

using ToSession = std::variant<SessionRequest>;
using FromSession = std::variant<Refused, TaskPrinted, TaskOver, FixtureAnswer, LeaseAnswer, LeaseEnded>;

// Both functions return one complete frame.
std::string encode(const ToSession& message);
std::string encode(const FromSession& message);

extern template class FrameReader<ToSession>;
extern template class FrameReader<FromSession>;

}  // namespace pf

#endif
