#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "runtime/platform.h"
#include "runtime/process_tree.h"
#include "tool/cli/exit_code.h"
#include "tool/command/commands.h"
#include "tool/process/stack_tool.h"

namespace pf {
namespace {

constexpr std::size_t kMostProcesses = 16;
constexpr unsigned kCoreLimit = 10;  // Seconds.

void say(const std::string& text) {
    static_cast<void>(std::fputs(text.c_str(), stdout));
    static_cast<void>(std::fflush(stdout));  // The session keeps what was said when the time is over.
}

// Returns what is known of the process; "": it has ended before it could be looked at.
std::string look_at(pid_t pid, const StacksOptions& options) {
    const std::string head = fmt::format("--- {} (pid {}):\n", platform::process_name(pid), pid);
    const bool is_spared = !options.with_sanitizers && has_sanitizer(platform::open_paths_of(pid).program);
    const std::string stacks =
        is_spared ? "(not looked at, because it runs under a sanitizer; --stack-traces gdb looks at it all the same)\n"
                  : stacks_of(pid, options.tool);
    const bool is_seen = stacks.find("#0 ") != std::string::npos;
    return is_seen || !platform::has_ended(pid) ? head + stacks : "";
}

}  // namespace

int stacks_command(const StacksOptions& options) {
    if (options.process == 0) {
        alarm(kCoreLimit);  // The session waits for the end of this process.
        const std::string core = find_core(platform::core_pattern(), options.cores, options.since);
        say(core.empty() ? "" : core + ":\n" + stacks_in_core(core, options.program, options.tool));
        return kExitOk;
    }
    const pid_t supervisor = platform::parent_of(static_cast<pid_t>(options.process));
    if (supervisor == 0) {
        return kExitOk;  // The task has ended meanwhile.
    }
    const std::vector<Descendant> processes = descendants_of(supervisor);
    for (std::size_t i = 0; i < std::min(processes.size(), kMostProcesses); ++i) {
        say(look_at(processes[i].pid, options));
    }
    if (processes.size() > kMostProcesses) {
        say(fmt::format("--- and {} more processes\n", processes.size() - kMostProcesses));
    }
    return kExitOk;
}

}  // namespace pf
