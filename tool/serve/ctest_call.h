// How the ctest of a session was called, and whether its command line determines which tests it runs in which order.
#ifndef PARALLEL_FIXTURES_TOOL_SERVE_CTEST_CALL_H
#define PARALLEL_FIXTURES_TOOL_SERVE_CTEST_CALL_H

#include <optional>
#include <string>
#include <vector>

namespace pf {

struct CtestCall {
    std::string program;                   // The executable, absolute.
    std::vector<std::string> words;        // argv, including the program.
    std::vector<std::string> environment;  // "K=V" each.
    std::string directory;                 // The directory whose tests it runs, absolute.
    double limit = 0;                      // The seconds that a test without TIMEOUT may take; 0: no limit.
};

// Returns how the running ctest `pid` was called; nullopt if any part of it cannot be read. Call it only while a test
// of that ctest is running, because ctest changes its working directory while it starts a test.
std::optional<CtestCall> call_of_ctest(int pid);

// Returns how many tests at a time the command line or the environment of the ctest asks for.
int tests_at_a_time(const CtestCall& call);

struct CtestSelection {
    std::vector<std::string> words;  // The words of the command line that select tests or a configuration.
    int level = 1;                   // How many tests ctest runs at a time.
    // ctest runs one test at a time, in order and to the end, and selects by label: tasks may run ahead of it.
    bool serial = false;
};

// Returns which tests ctest runs, each of them once unless another one fails. Returns nullopt if ctest may repeat tests
// or stop early without a failure, or if an option is unknown.
std::optional<CtestSelection> selection_of(const CtestCall& call);

}  // namespace pf

#endif
