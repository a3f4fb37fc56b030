// What a run does for others while it goes on and after its end: the observer of --events, and the commands that
// follow.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_RUN_HOOKS_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_RUN_HOOKS_H

#include <memory>
#include <string>
#include <vector>

#include "tool/cli/exit_code.h"
#include "tool/cli/options.h"
#include "tool/command/observer.h"
#include "tool/command/run_files.h"
#include "tool/plan/plan.h"
#include "tool/terminal/terminal.h"

namespace pf {

// All arguments of the constructor must outlive it.
class RunHooks {
public:
    RunHooks(const RunOptions& options, const Plan& plan, RunFiles& files, Terminal& terminal)
        : options_(options), plan_(plan), files_(files), terminal_(terminal) {}

    // Opens the observer. Call it before anything runs.
    Status open();

    void handle(const Event& event) {
        if (observer_) {
            observer_->handle(event);
        }
    }

    // Writes what the observer takes. Returns the seconds after which it must be called again.
    double tick();
    // Returns what the user must be told of the observer since the last call.
    std::vector<std::string> take_warnings();

    // Tells the terminal once why results are not complete, if `problem` is not empty, and changes the exit code.
    void note_problem(const std::string& problem, RunEnded& ended, ExitFacts& facts);
    // Runs the commands that follow the run, if `follow`, and then takes leave of the observer. The results must be
    // written. Changes the exit code if the commands do.
    void finish(const SessionResult& result, bool follow, RunEnded& ended, ExitFacts& facts);

private:
    void run_commands(const SessionResult& result, RunEnded& ended, ExitFacts& facts);
    void finish_observer(const RunEnded& ended);

    const RunOptions& options_;
    const Plan& plan_;
    RunFiles& files_;
    Terminal& terminal_;
    std::string told_problem_;
    std::unique_ptr<Observer> observer_;  // Null without --events.
};

}  // namespace pf

#endif
