// What every part of a running session shares.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_CONTEXT_H
#define PARALLEL_FIXTURES_TOOL_SESSION_CONTEXT_H

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "runtime/descriptor.h"
#include "runtime/environment.h"
#include "runtime/result.h"
#include "tool/event/event.h"
#include "tool/plan/plan.h"
#include "tool/process/capture.h"
#include "tool/process/loop.h"
#include "tool/session/clock.h"
#include "tool/session/program.h"
#include "tool/session/supervisors.h"
#include "tool/session/variables.h"
#include "tool/session/verdict.h"

namespace pf {

// Where fixtures with LINGER are to be had.
struct FixtureLeases {
    // A connection to the fixture daemon. If there is none it is started, and `started` hears which process that is.
    // Null: nothing lingers, whatever the plan says.
    std::function<Result<Descriptor>(const std::function<void(pid_t)>& started)> reach;
    std::string state;  // What they must have been made of (tool/serve/fixture_fingerprint.h).
};

struct SessionContext {
    const Plan& plan;
    Loop loop;
    Clock clock;
    RegexCache regexes;
    ProgramFinder programs;
    std::vector<std::string> environment;  // The caller's, without PARALLEL_FIXTURES_*.
    std::string temporary;                 // The run's own directory.
    std::string run_id;
    std::string output_dir;  // For output that does not fit into memory; "": nowhere.
    std::uint64_t seed = 0;
    bool foreground = false;  // The only task runs in the foreground of our terminal; see foreground.h.
    FixtureLeases leases;
    std::set<int> ports;  // Given to services that are alive.
    Supervisors supervisors;
    // What may be in the middle of one of its own calls; deleted at the end of the loop's turn.
    std::vector<std::unique_ptr<SupervisorListener>> to_delete;

    SessionContext(const Plan& its_plan, std::string path, int leak_grace_ms)
        : plan(its_plan),
          programs(its_plan.config, std::move(path)),
          environment(inherited_environment()),
          supervisors(loop, environment, leak_grace_ms) {}
};

// As it is written down; `file` is the name of the capture's own file in the run's output directory.
Output to_output(Captured captured, const std::string& file);

// What to tell a person when a command could not be started.
std::string describe(const NotStarted& problem, const std::string& program, const std::string& directory);

// Of a command that ended: "exit code 3", "killed by SIGSEGV".
std::string describe(const Ended& ended);

}  // namespace pf

#endif
