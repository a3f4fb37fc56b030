// Runs the commands that follow a run (parallel_fixtures_on_finish, --on-finish), one after the other.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_FINISH_RUN_H
#define PARALLEL_FIXTURES_TOOL_SESSION_FINISH_RUN_H

#include <optional>
#include <string>
#include <vector>

#include "tool/event/event.h"
#include "tool/plan/plan.h"
#include "tool/process/capture.h"
#include "tool/process/supervised.h"
#include "tool/session/clock.h"
#include "tool/session/repeated_signals.h"

namespace pf {

// What the commands are told of the run.
struct FinishFacts {
    std::string run_id;
    std::string results;  // The directory of the run.
    std::string output_dir;
    int exit_code = 0;
    double at = 0;   // When the run ended, in seconds since its start.
    int signal = 0;  // The signal that ended the run; 0: none.
};

struct FinishCommand {
    std::vector<std::string> words;  // Not empty.
    std::string binary_dir;          // Relative programs are relative to it.
    std::string directory;           // The working directory.
    std::vector<std::string> environment;
    double limit = 60;  // Seconds.
    bool required = false;
};

// Returns the command that a project has declared.
FinishCommand finish_command_of(const PlannedFinish& planned);

// Each command has the results of the run in its environment (PARALLEL_FIXTURES_RESULTS, _EXIT_CODE, _RUN_ID,
// _BUILD_DIR), is ended with all of its processes at its limit, and leaves no process behind. A signal that asks the
// process to end ends the running command, and those that follow do not run.
// REQUIRES: the process has one thread, is a subreaper, blocks kEndingSignals and SIGTSTP, and has no other children
// whose exit status it needs.
class FinishRun : SupervisorListener {
public:
    FinishRun(const Plan& plan, FinishFacts facts);

    // Runs a command to its end, and says how it has ended. Blocks at most for the limit of the command and a few
    // seconds more.
    FinishEnded run(const FinishCommand& command);

    // Returns the signal that has ended the commands; 0: none.
    [[nodiscard]] int signal() const { return signal_; }

private:
    enum class Stage { running, terminated, killed, leaving, gone };

    void wait(const FinishCommand& command);
    void take_signals();
    void end_politely(const std::string& reason);
    void next_stage();

    void on_message(const FromSupervisor& message) override;
    void on_output(std::string_view bytes) override { output_.append(bytes); }
    void on_data(std::string_view /*bytes*/) override {}
    void on_gone(const std::string& how) override;

    const Plan& plan_;
    FinishFacts facts_;
    std::vector<std::string> environment_;
    std::vector<pid_t> not_ours_;  // Children that were there before.
    Clock clock_;
    Loop loop_;
    Descriptor signals_;
    RepeatedSignals repeated_;
    int signal_ = 0;
    int count_ = 0;

    // Of the command that is running.
    std::unique_ptr<Supervised> supervised_;
    std::string file_;
    std::string directory_;
    Stage stage_ = Stage::gone;
    double deadline_ = 0;
    std::string ended_why_;  // Why we have ended it. Empty: it ended by itself.
    std::optional<Ended> ended_;
    std::string problem_;
    Capture output_;
};

}  // namespace pf

#endif
