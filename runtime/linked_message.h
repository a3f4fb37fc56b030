// The messages between a linked test program and the session or the discovery that started it. The first message of a
// program is always Hello, whose layout never changes, so that different versions recognize each other.
#ifndef PARALLEL_FIXTURES_RUNTIME_LINKED_MESSAGE_H
#define PARALLEL_FIXTURES_RUNTIME_LINKED_MESSAGE_H

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "parallel_fixtures/program.h"
#include "runtime/message.h"
#include "runtime/wire.h"

namespace pf {

// Version of the protocol. Raise it with any change of a message here or in message.h. A program and the helper must
// have the same version.
inline constexpr std::int32_t kLinkedProtocol = 5;

// Environment variable of a served program: "<descriptor> list|serve <protocol>", followed by the words "threads" (the
// set-up may leave threads) and "alone" (everything runs in one process) if they apply.
inline constexpr char kChannelVariable[] = "PARALLEL_FIXTURES_CHANNEL";

// Environment variable that requests a single test (run_alone.h): "<test>\n<result file>", followed by "\n<socket>" if
// a helper holds the test's fixtures and expects the result (hosted_fixtures.h).
inline constexpr char kAloneVariable[] = "PARALLEL_FIXTURES_ALONE";

// Messages to the process of a fixture that is ready.

// Requests a supervisor (supervisor.h). Its descriptors come with the message: control socket, output and, with `data`,
// the data descriptor.
struct ForkSupervisor {
    std::uint32_t number = 0;  // Must not have been used before.
    bool data = false;
};

// Requests SIGKILL for a supervisor that does not answer.
struct KillSupervisor {
    std::uint32_t number = 0;
};

// Requests the teardown and the end of the process. With "alone": the teardown of the fixture that was set up last.
struct TearDownFixture {};

// A process with "alone" also receives RunFixture and RunTest (message.h), one at a time. It sets the fixture up and
// answers with FixtureReady, or runs the test and answers with TestEnded.

// Messages from a program.

struct Hello {
    std::int32_t protocol = kLinkedProtocol;
    std::string framework;
};

// A listing consists of all fixtures, all tests, and ListEnded. If there is a problem, the listing is incomplete.
struct FixtureListed {
    parallel_fixtures::Fixture fixture;
};
struct TestListed {
    parallel_fixtures::Test test;
};
struct ListEnded {
    std::uint64_t fixtures = 0;
    std::uint64_t tests = 0;
    std::string problem;       // Why the listing is incomplete; "": it is complete.
    bool shared_setup = true;  // Program::has_shared_setup().
};

// The set-up of a fixture has ended.
struct FixtureReady {
    parallel_fixtures::Report report;
    std::vector<std::string> warnings;
};

// The teardown of a fixture has ended.
struct TornDown {
    parallel_fixtures::Report report;
};

// The result of a test. Its supervisor hands it on (Ended); with "alone" it is sent on the channel.
struct TestEnded {
    parallel_fixtures::Report report;
};

// Sent by a test whose fixtures a helper keeps up (hosted_fixtures.h), after TestEnded: the process has called exit()
// and has run its exit handlers.
struct ProcessEnds {
    std::int32_t exit_code = 0;
};

using ToProgram = std::variant<ForkSupervisor, KillSupervisor, TearDownFixture, RunTest, RunFixture>;
using FromProgram =
    std::variant<Hello, FixtureListed, TestListed, ListEnded, FixtureReady, TornDown, TestEnded, ProcessEnds>;

// Both functions return one complete frame (wire.h).
std::string encode(const ToProgram& message);
std::string encode(const FromProgram& message);

extern template class FrameReader<ToProgram>;
extern template class FrameReader<FromProgram>;

}  // namespace pf

#endif
