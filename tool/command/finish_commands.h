// The commands that run once after a run, and what they change in its result.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_FINISH_COMMANDS_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_FINISH_COMMANDS_H

#include <functional>
#include <vector>

#include "tool/cli/exit_code.h"
#include "tool/cli/options.h"
#include "tool/plan/plan.h"
#include "tool/session/finish_run.h"

namespace pf {

// Returns the commands that the project has declared, and those of the command line.
std::vector<FinishCommand> finish_commands(const Plan& plan, const RunOptions* options);

// Says that a second signal has ended the run, which leaves no time for the commands.
inline constexpr const char* kFinishSkipped =
    "the commands that follow the run were not run, because a second signal ended it at once";

struct FinishResult {
    std::vector<FinishEnded> ended;
    bool required_failed = false;
    int signal = 0;  // The signal that has ended them; 0: none.

    // Adds what happened to the facts that decide the exit code.
    void add_to(ExitFacts& facts) const;
};

// Runs the commands one after the other. Calls `tell` with each end. REQUIRES: as FinishRun.
FinishResult run_finish_commands(const Plan& plan, const std::vector<FinishCommand>& commands, FinishFacts facts,
                                 const std::function<void(const FinishEnded&)>& tell);

}  // namespace pf

#endif
