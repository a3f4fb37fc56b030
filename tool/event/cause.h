// Why a task has its outcome, and everything that is known of each cause.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_EVENT_CAUSE_H
#define PARALLEL_FIXTURES_TOOL_EVENT_CAUSE_H

#include <optional>
#include <string>

namespace pf {

enum class Cause {
    completed,           // The exit status decided.
    regex,               // PASS_REGULAR_EXPRESSION or FAIL_REGULAR_EXPRESSION decided.
    will_fail,           // WILL_FAIL inverted the result.
    signal,              // A signal killed the task, and the session did not send it.
    timeout,             // The task exceeded its time limit.
    skip_code,           // The exit code was SKIP_RETURN_CODE.
    skip_regex,          // The output matched SKIP_REGULAR_EXPRESSION.
    disabled,            // The task is disabled.
    missing_executable,  // The program does not exist (CTest: "Unable to find executable").
    failed_to_start,     // The program could not be executed (CTest: BAD_COMMAND).
    required_files,      // A file of REQUIRED_FILES does not exist.
    // The machine can never give the task what its RESOURCE_GROUPS ask for.
    insufficient_resources,
    fixture_failed,   // The set-up of a required fixture failed.
    fixture_skipped,  // The set-up of a required fixture asked to be skipped.
    service_died,     // A required service died.
    worker_died,      // The supervisor of the task's worker was killed.
    stopped,          // The task stopped itself (SIGSTOP), and nobody continued it.
    interrupted,      // A signal such as that of Ctrl-C interrupted the run.
    stop_on_failure,  // --stop-on-failure kept the task from being started.
    generator,        // A generator printed a line that is not a task.
    output_cut,       // A regular expression could not be searched for in all of the output.
    framework,        // The framework of the test program reported the result.
    no_result,        // The test program ended without a result, or in contradiction to the one it reported.
    fixture_died,     // The process of a required linked fixture died.
    unit_ended,       // An earlier task of the unit crashed or timed out in the process that they share.
    discovery,        // The cases of the test program could not be listed, or this one cannot be run alone.
    test_killed,      // The CTest test was killed after its task had ended well.
    shard_missing,    // A merged run has no results of the shard that has the task.
    node_lost,        // The node that ran the task was lost, and no other one ran it (docs/slurm.md).
    flaky,            // It passed after an attempt that did not, and --flaky-result says that this is a failure.
    unreported,       // The journal has no result of the task.
};

struct CauseFacts {
    const char* word;   // Its name in every file: "not_run", "missing_executable".
    const char* ctest;  // CTest's Completion Status, with {} for the exit code; null if CTest has no words for it.
    // The cause lies outside the task and usually keeps many tasks from starting. The terminal tells them in one line.
    bool shared;
    // The run has the cause itself as an error elsewhere, so a task that never started is only skipped in junit.xml.
    bool error_elsewhere;
};
const CauseFacts& facts_of(Cause cause);

inline const char* to_text(Cause cause) { return facts_of(cause).word; }
std::optional<Cause> cause_from(const std::string& text);

}  // namespace pf

#endif
