// The exit codes of `parallel-fixtures`, an interface to scripts: docs/command-line.md lists them.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_CLI_EXIT_CODE_H
#define PARALLEL_FIXTURES_TOOL_CLI_EXIT_CODE_H

#include <cstdint>

namespace pf {

inline constexpr int kExitOk = 0;
inline constexpr int kExitTaskFailed = 1;
inline constexpr int kExitUsage = 2;  // Or the plan cannot be used.
inline constexpr int kExitFixtureFailed = 3;
inline constexpr int kExitNothingSelected = 4;
inline constexpr int kExitIncomplete = 5;  // A result is missing, or results could not be written.
inline constexpr int kExitSignal = 128;    // Plus the signal that ended the run.

struct ExitFacts {
    bool usage_or_plan_error = false;
    int signal = 0;                     // 0: none.
    bool incomplete = false;            // See kExitIncomplete.
    std::uint64_t fixtures_failed = 0;  // Set-ups, teardowns and services.
    std::uint64_t tasks_failed = 0;     // Every outcome but passed and skipped.
    bool nothing_selected = false;      // And that is an error.
};

// The first that applies, in the order of design.md 7. Flaky and leaked tasks do not fail a run.
constexpr int exit_code(const ExitFacts& facts) {
    if (facts.usage_or_plan_error) {
        return kExitUsage;
    }
    if (facts.signal != 0) {
        return kExitSignal + facts.signal;
    }
    if (facts.incomplete) {
        return kExitIncomplete;
    }
    if (facts.fixtures_failed != 0) {
        return kExitFixtureFailed;
    }
    if (facts.tasks_failed != 0) {
        return kExitTaskFailed;
    }
    return facts.nothing_selected ? kExitNothingSelected : kExitOk;
}

}  // namespace pf

#endif
