// Runs the selected tasks of a plan, as `run` and `stress` do: writes its files, shows it on the terminal, and returns
// its exit code.
//
// THREADS: not shared.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_RUN_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_RUN_H

#include <unistd.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tool/cli/options.h"
#include "tool/command/ci_report.h"
#include "tool/command/foreign_fixtures.h"
#include "tool/command/run_files.h"
#include "tool/command/run_hooks.h"
#include "tool/command/selected_plan.h"
#include "tool/command/standalone_task.h"
#include "tool/session/session.h"
#include "tool/terminal/terminal.h"

namespace pf {

class Run : public EventSink, public SessionHost {
public:
    // `selected` must outlive the run. `request` is how each of the selected tasks departs from the plan; null: none
    // does.
    Run(const RunOptions& options, SelectedPlan& selected, TaskRequestPtr request);

    // Runs the tasks and returns the exit code of the process. Call it once.
    int run(const std::vector<std::string>& command_line);

    void handle(const Event& event) override;
    bool wants_generated(TaskId task) override;
    double before_waiting(double now) override;
    void task_output(TaskId task, std::string_view bytes) override;
    void terminal_resized() override;
    void pausing(bool paused) override;
    void ending() override;
    void show_status(double now, const std::vector<RunningTask>& tasks,
                     const std::vector<RunningFixture>& fixtures) override;

private:
    static int terminal_of(const RunOptions& options) { return options.lifeline >= 0 ? STDERR_FILENO : STDOUT_FILENO; }
    static TerminalStyle style_of(const RunOptions& options, const Plan& plan);
    // Finds what the command line names. Nothing has happened before.
    Status prepare();
    void open_directory();
    void announce(const std::vector<std::string>& command_line);
    // Waits until earlier runs have torn their fixtures down. A signal ends the wait and then the run.
    void wait_for_earlier_runs();
    void say(MessageLevel level, const std::string& text) { handle(Message{0, level, text}); }
    [[nodiscard]] int jobs() const;
    // Frees the history, which may be as large as the plan and is not needed any more.
    void forget_history();
    SessionOptions session_options();
    int conclude(const SessionResult& result);
    // With --rerun-failed every task failed before.
    void say_passed_alone(std::uint64_t tasks, double at);
    // Returns what could not be written; "": nothing.
    std::string write_results(const RunEnded& ended, int code_if_incomplete);
    int give_up(const std::string& message);

    const RunOptions& options_;
    SelectedPlan& selected_;
    TaskRequestPtr request_;
    RunFiles files_;
    Terminal terminal_;
    RunHooks hooks_{options_, selected_.plan, files_, terminal_};
    std::vector<std::string> wrapper_;  // Of --wrapper, with the path of its program.
    StackOptions stacks_;
    HistoryRecorder recorder_;
    std::string run_id_;
    std::optional<int> last_code_;  // The exit code of the task that ended last.
    int last_signal_ = 0;           // The signal that killed it; 0: none.
    std::optional<StandaloneTask> standalone_;
    std::optional<GithubCommandsStopped> commands_stopped_;
    std::uint64_t seed_ = 0;
    ForeignFixtures foreign_fixtures_;
};

}  // namespace pf

#endif
