// How the ctest of a session was called, and whether that says for certain what it does.
#ifndef PARALLEL_FIXTURES_TOOL_SERVE_CTEST_CALL_H
#define PARALLEL_FIXTURES_TOOL_SERVE_CTEST_CALL_H

#include <optional>
#include <string>
#include <vector>

namespace pf {

struct CtestCall {
    std::string program;                   // The executable, absolute.
    std::vector<std::string> words;        // argv, the program included.
    std::vector<std::string> environment;  // K=V.
    std::string directory;                 // The directory whose tests it runs, absolute.
    double limit = 0;                      // Seconds that it gives a test without TIMEOUT; 0: as long as it takes.
};

// Returns how the running ctest `pid` was called; nullopt where any part of it cannot be told. A test of that ctest
// must be running meanwhile: ctest changes its working directory for the moment in which it starts a test.
std::optional<CtestCall> call_of_ctest(int pid);

// Returns the words of the command line that select tests or a configuration. nullopt: ctest may run several tests at a
// time, repeat tests or stop early, no -L asks for tests by label, or a word is not known.
std::optional<std::vector<std::string>> selection_in_turn(const CtestCall& call);

}  // namespace pf

#endif
