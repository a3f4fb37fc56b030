// What a CTest test and the session of its ctest, or a session and the fixture daemon (tool/serve/fixture_daemon.h),
// say to each other: frames (runtime/wire.h) on a local stream socket. A test makes one request on a connection, which
// says its first word and its last: when a connection closes, what it asked for is given up. After its request a test
// may send single bytes: kEndsAsTold when it has taken TaskOver and is about to end so, any other when a signal ends it
// which ctest gets too.
#ifndef PARALLEL_FIXTURES_RUNTIME_SESSION_MESSAGE_H
#define PARALLEL_FIXTURES_RUNTIME_SESSION_MESSAGE_H

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "runtime/wire.h"

namespace pf {

// Changes with any message here: a session turns away whoever has another.
inline constexpr std::uint32_t kSessionProtocol = 7;

inline constexpr char kEndsAsTold = 'E';

enum class Asked : std::uint8_t { set_up, tear_down, end_group, run_task, run_group, acquire, end_lingering, use };

struct SessionRequest {
    std::uint32_t protocol = kSessionProtocol;
    Asked what = Asked::run_task;
    std::string name;                      // Of a fixture or a group; the id of a task.
    std::vector<std::string> environment;  // Of the test's process, K=V.
    std::vector<std::string> arguments;    // Of run_task: further ones of its command.
    std::vector<std::string> wrapper;      // Put in front of the command of run_task (wrapper.h); empty: nothing.
    std::string state;                     // Of acquire: what is leased must have been made of this (fixture_leases.h).
    std::string daemon;                    // Of acquire: who leased what it stands on; empty: it stands on nothing.
};

// Nothing comes of the request; the last word.
struct Refused {
    std::string reason;
};

// To run_task: the task runs now.
struct TaskBegun {};

struct TaskPrinted {
    std::string bytes;
};

// The last word to run_task and run_group: how the test is to end.
struct TaskOver {
    std::int32_t exit_code = -1;  // -1: it did not exit by itself.
    std::int32_t signal = 0;      // 0: no signal of its own.
    bool timed_out = false;
    bool timed_out_before = false;  // So did an earlier attempt of this test in this ctest.
    bool skipped = false;           // And CTest knows no reason to skip it: its test says the mark.
    std::string reason;             // For people; empty: nothing to add.
};

// The last word to the others.
struct FixtureAnswer {
    bool passed = true;
    bool skipped = false;
    std::string text;                      // What to print; lines.
    std::vector<std::string> environment;  // Of use: what the fixture hands down; "K=V" sets, "K" unsets.
    std::int32_t exit_code = -1;           // Of the command that failed; -1: it did not exit by itself, or none failed.
    std::int32_t signal = 0;               // That killed it; 0: none.
};

// To acquire: it stands, or could not be set up. Nothing more is said until it dies, and a connection that closes gives
// it back.
struct LeaseAnswer {
    enum class Outcome : std::uint8_t { passed, skipped, failed, timeout };
    Outcome outcome = Outcome::passed;
    bool kept = false;                                           // It stood already.
    std::uint64_t microseconds = 0;                              // That its set-up took.
    std::string reason;                                          // Why it did not pass.
    std::string output;                                          // Of its set-up.
    std::vector<std::pair<std::string, std::string>> variables;  // That its set-up made.
    std::string daemon;                                          // The process that has it.
    std::string warning;  // For people: what went wrong when nobody was there. Empty: nothing.
};

// The last word to acquire: it died.
struct LeaseEnded {
    std::string reason;
    std::string output;
};

using ToSession = std::variant<SessionRequest>;
using FromSession = std::variant<Refused, TaskBegun, TaskPrinted, TaskOver, FixtureAnswer, LeaseAnswer, LeaseEnded>;

// One whole frame.
std::string encode(const ToSession& message);
std::string encode(const FromSession& message);

extern template class FrameReader<ToSession>;
extern template class FrameReader<FromSession>;

}  // namespace pf

#endif
