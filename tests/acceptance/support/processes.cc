#include "tests/acceptance/support/processes.h"

#include <signal.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "tests/acceptance/support/plan_file.h"

namespace pf::acceptance {
namespace {

std::string proc_file(const std::string& pid, const char* name) { return read_file("/proc/" + pid + "/" + name); }

bool is_number(const std::string& text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

}  // namespace

std::vector<Process> processes_with(const std::string& mark) {
    // A whole variable: it begins the block or follows a NUL.
    const std::string variable = std::string(kMarkVariable) + "=" + mark;
    std::vector<Process> found;
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
        const std::string pid = entry.path().filename();
        if (!is_number(pid)) {
            continue;
        }
        const std::string environment = std::string(1, '\0') + proc_file(pid, "environ");
        if (environment.find(std::string(1, '\0') + variable + std::string(1, '\0')) == std::string::npos) {
            continue;
        }
        std::string name = proc_file(pid, "comm");
        if (!name.empty()) {
            name.pop_back();
        }
        found.push_back({static_cast<pid_t>(std::strtol(pid.c_str(), nullptr, 10)), name});
    }
    return found;
}

void kill_processes_with(const std::string& mark) {
    wait_until([&] {
        const std::vector<Process> left = processes_with(mark);
        for (const Process& process : left) {
            ::kill(process.pid, SIGKILL);
        }
        return left.empty();
    });
}

std::string describe(const std::vector<Process>& processes) {
    std::string text;
    for (const Process& process : processes) {
        text += (text.empty() ? "" : ", ") + process.name + " (pid " + std::to_string(process.pid) + ")";
    }
    return text;
}

char process_state(pid_t pid) {
    const std::string stat = proc_file(std::to_string(pid), "stat");
    const std::size_t close = stat.rfind(')');  // The name before it may hold anything.
    return close == std::string::npos || close + 2 >= stat.size() ? '-' : stat[close + 2];
}

bool wait_until(const std::function<bool()>& condition, double seconds) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) {
            return condition();
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

}  // namespace pf::acceptance
