// What a linked test program says on its channel, and what is said to it. The first frame of a program is always Hello;
// its layout never changes, so that two versions can tell each other apart.
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

// Changes with any message here, and with RunTest and RunFixture: program and helper must have the same.
inline constexpr std::int32_t kLinkedProtocol = 3;

// In every linked program, for who looks into the file.
inline constexpr char kLinkedMarker[] = "parallel_fixtures_runtime_v1";

// The environment variable that says that a program is served: "<descriptor> list|serve <protocol>", and after
// that what holds: "threads" (set-up may leave some), "alone" (everything is done in this one process).
inline constexpr char kChannelVariable[] = "PARALLEL_FIXTURES_CHANNEL";

// The one that asks for one test by hand (run_alone.h): "<test>\n<file for what it came to>", and where a helper of the
// program's own holds fixtures for it and hears what it came to "\n<socket>" (fixtures_below.h).
inline constexpr char kAloneVariable[] = "PARALLEL_FIXTURES_ALONE";

// To the process of a fixture, while it stands.

// Fork a supervisor (supervisor.h). Three descriptors come with the frame: its control socket, output and data.
struct ForkSupervisor {
    std::uint32_t number = 0;  // Not used before.
};

// SIGKILL for a supervisor that does not answer.
struct KillSupervisor {
    std::uint32_t number = 0;
};

// Tear down and end. Alone: tear down the fixture that was set up last.
struct TearDownFixture {};

// Alone it gets RunFixture and RunTest (message.h) as well, one at a time: set up in this process, answered by
// FixtureReady, and run there, answered by TestEnded.

// From a program.

struct Hello {
    std::int32_t protocol = kLinkedProtocol;
    std::string framework;
};

// Listing: all fixtures, all tests, then the end. With a problem: some of them, then the end.
struct FixtureListed {
    parallel_fixtures::Fixture fixture;
};
struct TestListed {
    parallel_fixtures::Test test;
};
struct ListEnded {
    std::uint64_t fixtures = 0;
    std::uint64_t tests = 0;
    std::string problem;  // Why they cannot be listed; "": they were.
};

// The set-up has ended.
struct FixtureReady {
    parallel_fixtures::Report report;
    std::vector<std::string> warnings;
};

// The teardown has ended.
struct TornDown {
    parallel_fixtures::Report report;
};

// On a worker's data descriptor, alone on the channel: what a test came to.
struct TestEnded {
    parallel_fixtures::Report report;
};

// On the socket of a test that runs alone (fixtures_below.h), after TestEnded: the process calls exit(), and what it
// registered for that has been called.
struct ProcessEnds {
    std::int32_t exit_code = 0;
};

using ToProgram = std::variant<ForkSupervisor, KillSupervisor, TearDownFixture, RunTest, RunFixture>;
using FromProgram =
    std::variant<Hello, FixtureListed, TestListed, ListEnded, FixtureReady, TornDown, TestEnded, ProcessEnds>;

// One whole frame.
std::string encode(const ToProgram& message);
std::string encode(const FromProgram& message);

extern template class FrameReader<ToProgram>;
extern template class FrameReader<FromProgram>;

}  // namespace pf

#endif
