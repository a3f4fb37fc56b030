// The CTest test of a task that is a command:
//   parallel-fixtures-task <folder of the plan> <id> --token <text> [--ends-after <seconds>] [-- <argument>...]
// The arguments are added to the command of the task. Every such test starts this program, so it is small and linked
// statically where possible.
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "runtime/hosted_fixtures.h"
#include "runtime/platform.h"
#include "runtime/task_client.h"
#include "runtime/wrapper.h"

int main(int argc, char** argv) {
    constexpr int kOptions = 3;
    if (argc < kOptions || argv[1][0] == '-') {
        const bool help = argc > 1 && std::strcmp(argv[1], "--help") == 0;
        static_cast<void>(
            std::fputs("parallel-fixtures-task is for the CTest tests that the CMake module makes; "
                       "`parallel-fixtures run` is for people.\n",
                       help ? stdout : stderr));
        return help ? 0 : 2;
    }
    pf::ClientTask task;
    task.folder = argv[1];
    task.id = argv[2];
    int at = kOptions;
    for (; at + 1 < argc && std::strcmp(argv[at], "--") != 0; at += 2) {
        if (std::strcmp(argv[at], "--token") == 0) {
            task.token = argv[at + 1];
        } else if (std::strcmp(argv[at], "--ends-after") == 0) {
            task.ends_after = static_cast<int>(std::strtol(argv[at + 1], nullptr, 10));
        }
    }
    if (at < argc && std::strcmp(argv[at], "--") == 0) {
        ++at;
    }
    task.arguments.assign(argv + at, argv + argc);
    task.wrapper = pf::words_in_front(argc, argv);
    const std::optional<int> ended = task.wrapper.empty() ? pf::ask_session(task) : std::nullopt;
    if (ended) {
        return *ended;
    }
    // If ctest itself is being traced, its tests still belong to a session.
    const bool in_debugger = task.wrapper.empty() && pf::platform::is_traced() && pf::platform::ctest_above().pid == 0;
    return in_debugger ? pf::become_command(task) : pf::become_helper(task);
}
