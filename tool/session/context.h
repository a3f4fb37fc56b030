// What all parts of a running session share.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_CONTEXT_H
#define PARALLEL_FIXTURES_TOOL_SESSION_CONTEXT_H

#include <cstdint>
#include <functional>
#include <map>
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
#include "tool/schedule/action.h"
#include "tool/session/clock.h"
#include "tool/session/program.h"
#include "tool/session/supervisors.h"
#include "tool/session/variables.h"
#include "tool/session/verdict.h"

namespace pf {

class FixtureRun;

// How to reach the fixture daemon, which has the fixtures with LINGER.
struct FixtureLeases {
    // Returns a connection to the fixture daemon. If there is none, starts one and calls `started` with its process.
    // Null: no fixture is leased, whatever the plan says.
    std::function<Result<Descriptor>(const std::function<void(pid_t)>& started)> reach;
    std::string state;  // The fingerprint that the fixtures must have (tool/serve/fixture_fingerprint.h).
};

struct SessionContext {
    const Plan& plan;
    Loop loop;
    Clock clock;
    RegexCache regexes;
    ProgramFinder programs;
    std::vector<std::string> environment;  // The caller's, without PARALLEL_FIXTURES_*.
    std::string temporary;                 // The temporary directory of the run.
    std::string run_id;
    std::string output_dir;  // The directory for output that does not fit into memory; "": none.
    std::uint64_t seed = 0;
    bool foreground = false;           // The only task runs in the foreground of our terminal (foreground.h).
    std::vector<std::string> wrapper;  // Words to put before the command of each task (run --wrapper).
    FixtureLeases leases;
    int private_dirs = 0;                     // How many names of private directories workers have been given.
    std::set<std::string> told_names;         // Warnings of names that no fixture hands down, each of which comes once.
    std::set<int> ports;                      // The ports of services that are up.
    std::map<InstanceId, FixtureRun*> timed;  // Those whose next_wakeup() is not infinity.
    Supervisors supervisors;
    // Deferred deletion: these may be in one of their own calls, and are deleted at the end of the turn of the loop.
    std::vector<std::unique_ptr<SupervisorListener>> to_delete;

    SessionContext(const Plan& its_plan, std::string path, int leak_grace_ms)
        : plan(its_plan),
          programs(its_plan.config, std::move(path)),
          environment(inherited_environment()),
          supervisors(loop, environment, leak_grace_ms) {}

    // Returns the name of a private directory that nobody else has.
    std::string new_private_dir() { return temporary + "/" + std::to_string(++private_dirs); }
};

// Returns the words to put before a command: those of `run --wrapper`, and the LAUNCHER of the task or group.
std::vector<std::string> words_before(const SessionContext& context, const Texts& launcher);

// Returns the output for an event; `file` is the name of the file of the capture in the output directory.
Output to_output(Captured captured, const std::string& file);

// Says for people why a command could not be started.
std::string describe(const NotStarted& problem, const std::string& program, const std::string& directory);

// Says how a command ended: "exit code 3", "killed by SIGSEGV".
std::string describe(const Ended& ended);

}  // namespace pf

#endif
