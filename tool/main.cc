#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "tool/cli/exit_code.h"
#include "tool/cli/options.h"
#include "tool/command/commands.h"
#include "tool/command/run_settings.h"
#include "tool/commit.h"

namespace {

struct Execute {
    const std::vector<std::string>& command_line;

    int operator()(pf::RunOptions options) const { return pf::run_with_settings(std::move(options), command_line); }
    int operator()(pf::ListOptions options) const {
        return pf::in_build_tree(options.build_dir, [&] { return pf::list_command(options); });
    }
    int operator()(pf::ReportOptions options) const {
        const auto is_path = [](const std::string& run) { return run.find('/') != std::string::npos; };
        const bool by_path = !options.runs.empty() && std::all_of(options.runs.begin(), options.runs.end(), is_path);
        return by_path ? pf::report_command(options)
                       : pf::in_build_tree(options.build_dir, [&] { return pf::report_command(options); });
    }
    int operator()(pf::SlurmOptions options) const {
        return with_settings(options.run, [&] { return pf::slurm_command(options, command_line); });
    }
    int operator()(pf::SlurmNodeOptions options) const {
        return with_settings(options.run,
                             [&]() -> int { return pf::slurm_node_command(std::move(options), command_line); });
    }
    int operator()(const pf::MergeOptions& options) const { return pf::merge_command(options); }
    int operator()(pf::HistoryOptions options) const {
        return pf::in_build_tree(options.build_dir, [&] { return pf::history_command(options); });
    }
    int operator()(pf::ExecOptions options) const {
        return pf::in_build_tree(options.build_dir, [&] { return pf::exec_command(options, command_line); });
    }
    int operator()(const pf::CtestTaskOptions& options) const { return pf::task_command(options, command_line); }
    int operator()(const pf::CtestFixtureOptions& options) const { return pf::fixture_command(options, command_line); }
    int operator()(const pf::CtestHostOptions& options) const { return pf::host_command(options, command_line); }
    int operator()(const pf::FixtureSessionOptions& options) const { return pf::fixture_session_command(options); }
    int operator()(const pf::ServeOptions& options) const { return pf::serve_command(options, command_line); }
    int operator()(const pf::LingerOptions& options) const { return pf::linger_command(options); }
    int operator()(const pf::StacksOptions& options) const { return pf::stacks_command(options); }
    int operator()(pf::StopOptions options) const {
        return pf::in_build_tree(options.build_dir, [&] { return pf::stop_command(options); });
    }
    // Runs `command` once `run` has its build tree and its settings.
    static int with_settings(pf::RunOptions& run, const std::function<int()>& command) {
        return pf::in_build_tree(run.build_dir, [&] {
            const pf::Status settled = pf::apply_run_settings(run, false);
            return settled.ok() ? command() : pf::fail(pf::kExitUsage, settled.error().message);
        });
    }
    int operator()(const pf::Answer& answer) const {
        const bool written = std::fputs(answer.text.c_str(), answer.exit_code == 0 ? stdout : stderr) >= 0;
        return written ? answer.exit_code : pf::kExitIncomplete;
    }
};

// Returns the version and, if it is known, the commit: "1.0.0 (0123456789ab)".
std::string full_version() {
    const std::string commit = pf::commit();
    return commit.empty() ? pf::version() : std::string(pf::version()) + " (" + commit + ")";
}

// Opens those of the descriptors 0 to 2 that are closed. Otherwise the next opened file would get such a number, and
// messages for stderr would be written to it.
void open_standard_descriptors() {
    int fd = 0;
    while (fd >= 0 && fd <= STDERR_FILENO) {
        fd = open("/dev/null", O_RDWR | O_CLOEXEC);
    }
    if (fd > STDERR_FILENO) {
        close(fd);
    }
}

}  // namespace

int main(int argc, char** argv) try {
    open_standard_descriptors();
    // A closed pipe and a file at its size limit (ulimit -f) must be errors of write() and not kill the process. The
    // supervisors restore the default dispositions for everything that they start.
    if (std::signal(SIGPIPE, SIG_IGN) == SIG_ERR || std::signal(SIGXFSZ, SIG_IGN) == SIG_ERR) {
        return pf::kExitIncomplete;
    }
    const std::vector<std::string> command_line(argv, argv + argc);
    const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
    return std::visit(Execute{command_line}, pf::parse_command_line(arguments, std::getenv, full_version()));
} catch (const std::exception& exception) {
    // Errors are values, so an exception means that there is no memory.
    static_cast<void>(std::fprintf(stderr, "parallel-fixtures: %s\n", exception.what()));
    return pf::kExitIncomplete;
}
