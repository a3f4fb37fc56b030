// The subcommands: each takes its options, does its work, and returns the exit code.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_COMMANDS_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_COMMANDS_H

#include <string>
#include <vector>

#include "tool/cli/options.h"
#include "tool/plan/plan.h"

namespace pf {

// `command_line` is written into the journal.
int run_command(const RunOptions& options, const std::vector<std::string>& command_line);
int list_command(const ListOptions& options);
int report_command(const ReportOptions& options);

// An ordinary test of ctest on a fixture of ours.
int exec_command(const ExecOptions& options, const std::vector<std::string>& command_line);

// One task, its set-ups and teardowns, as a test of ctest.
int task_command(CtestTaskOptions options, const std::vector<std::string>& command_line);
int fixture_command(CtestFixtureOptions options, const std::vector<std::string>& command_line);
int host_command(const CtestHostOptions& options, const std::vector<std::string>& command_line);

int fixture_session_command(const FixtureSessionOptions& options);
// The session that the two above talk to.
int serve_command(const ServeOptions& options, const std::vector<std::string>& command_line);

// The fixture daemon (fixture_leases.h), and its end.
int linger_command(const LingerOptions& options);
int stop_command(const StopOptions& options);

// Prints an error as every subcommand does and gives its code back.
int fail(int exit_code, const std::string& message);

// The tasks, one a line, and their number.
void print_tasks(const Plan& plan, const std::vector<TaskId>& tasks, bool with_commands);

// The version that was built.
const char* version();

}  // namespace pf

#endif
