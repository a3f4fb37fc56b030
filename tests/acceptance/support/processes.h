// Finding every process of a run, wherever it went: by a variable that the harness put into the helper's environment
// and that its descendants inherit.
#ifndef PARALLEL_FIXTURES_TESTS_ACCEPTANCE_SUPPORT_PROCESSES_H
#define PARALLEL_FIXTURES_TESTS_ACCEPTANCE_SUPPORT_PROCESSES_H

#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

namespace pf::acceptance {

inline constexpr const char* kMarkVariable = "PF_ACCEPTANCE_MARK";

struct Process {
    pid_t pid = 0;
    std::string name;
};

// Running processes (no zombies) whose environment holds the mark.
std::vector<Process> processes_with(const std::string& mark);

// SIGKILL until none is left.
void kill_processes_with(const std::string& mark);

std::string describe(const std::vector<Process>& processes);

// 'R', 'S', 'T' ... of /proc/<pid>/stat; '-' when it is gone.
char process_state(pid_t pid);

// Polls every few milliseconds; false when `seconds` passed and it still does not hold.
bool wait_until(const std::function<bool()>& condition, double seconds = 30);

}  // namespace pf::acceptance

#endif
