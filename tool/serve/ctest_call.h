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

// Returns the words of the command line that select tests or a configuration. Returns nullopt if ctest may run several
// tests at a time, repeat tests or stop early, if no -L selects tests by label, or if an option is unknown.
std::optional<std::vector<std::string>> serial_selection(const CtestCall& call);

}  // namespace pf

#endif
