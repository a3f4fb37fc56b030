// The exit codes of `parallel-fixtures`. Scripts rely on them; docs/command-line.md lists them.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_CLI_EXIT_CODE_H
#define PARALLEL_FIXTURES_TOOL_CLI_EXIT_CODE_H

#include <cstdint>

namespace pf {

inline constexpr int kExitOk = 0;
inline constexpr int kExitTaskFailed = 1;
inline constexpr int kExitUsage = 2;  // The command line or the plan is unusable.
inline constexpr int kExitFixtureFailed = 3;
inline constexpr int kExitNothingSelected = 4;
inline constexpr int kExitIncomplete = 5;  // A result is missing, or results could not be written.
inline constexpr int kExitSignal = 128;    // Plus the signal that ended the run.

struct ExitFacts {
    bool usage_or_plan_error = false;
    int signal = 0;                     // The signal that ended the run; 0: none.
    bool incomplete = false;            // A result is missing, or results could not be written.
    std::uint64_t fixtures_failed = 0;  // The number of failed set-ups, teardowns and services.
    std::uint64_t tasks_failed = 0;     // The number of tasks that neither passed nor were skipped.
    bool nothing_selected = false;      // No task was selected, and --no-tests does not ignore that.
};

// Returns the exit code of the first fact that applies, in the order below. Flaky and leaked tasks do not fail a run.
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

// Returns the exit code for the case that results cannot be written.
constexpr int code_if_incomplete(ExitFacts facts) {
    facts.incomplete = true;
    return exit_code(facts);
}

}  // namespace pf

#endif
