// The subcommands. Each takes its options and returns the exit code of the process.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_COMMANDS_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_COMMANDS_H

#include <string>
#include <vector>

#include "tool/cli/options.h"
#include "tool/command/selected_plan.h"

namespace pf {

// `command_line` is argv; it is written to the journal.
int run_command(const RunOptions& options, const std::vector<std::string>& command_line);
// Runs the one selected task in the foreground of the terminal (RunOptions::no_fork).
int run_in_foreground(const RunOptions& options, SelectedPlan& selected, const std::vector<std::string>& command_line);
int list_command(const ListOptions& options);
int report_command(const ReportOptions& options);
int merge_command(const MergeOptions& options);
int history_command(const HistoryOptions& options);
int slurm_command(const SlurmOptions& options, const std::vector<std::string>& command_line);
// Runs what slurm_command() has started on a node.
int slurm_node_command(SlurmNodeOptions options, const std::vector<std::string>& command_line);

// Runs a command with the variables of a fixture. It is the command of an ordinary CTest test that uses the fixture.
int exec_command(const ExecOptions& options, const std::vector<std::string>& command_line);

// The commands of the CTest tests that the CMake module makes: a task, the set-up or teardown of a fixture, and the
// fixtures of a linked program that runs one of its tests alone.
int task_command(CtestTaskOptions options, const std::vector<std::string>& command_line);
int fixture_command(CtestFixtureOptions options, const std::vector<std::string>& command_line);
int host_command(const CtestHostOptions& options, const std::vector<std::string>& command_line);

int fixture_session_command(const FixtureSessionOptions& options);
// The session of a ctest, to which the tests above connect.
int serve_command(const ServeOptions& options, const std::vector<std::string>& command_line);

// Runs the fixture daemon (fixture_leases.h), and stops it.
int linger_command(const LingerOptions& options);
int stop_command(const StopOptions& options);

// Prints the stacks of the processes of a task. The session runs it (stack_dumps.h).
int stacks_command(const StacksOptions& options);

// Prints an error to stderr and returns the exit code.
int fail(int exit_code, const std::string& message);

// Prints one line for each task, and their number.
void print_tasks(const Plan& plan, const std::vector<TaskId>& tasks, bool with_commands);

// Prints the labels of the tasks as `ctest --print-labels` does.
void print_labels(const Plan& plan, const std::vector<TaskId>& tasks);

// Returns the version of this build.
const char* version();

}  // namespace pf

#endif
