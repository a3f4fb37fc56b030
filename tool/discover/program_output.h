// Runs a test program once and returns what it prints.
//
// THREADS: forks, so the process must have one thread.
#ifndef PARALLEL_FIXTURES_TOOL_DISCOVER_PROGRAM_OUTPUT_H
#define PARALLEL_FIXTURES_TOOL_DISCOVER_PROGRAM_OUTPUT_H

#include <string>
#include <vector>

#include "runtime/result.h"
#include "tool/plan/plan.h"

namespace pf {

struct ProgramOutput {
    std::string text;  // All of stdout.
    std::string tail;  // The end of stdout and stderr, for errors.
    int exit_code = 0;
};

// Runs the program of the group under a supervisor, with `more` arguments and those for listing, the group's
// environment and its directory, and without the framework_variables(). After `timeout` seconds, or if it prints more
// than kMaxListingBytes to stdout, the program and all its descendants are killed. It is an error if the program cannot
// be started, is killed, or ends by a signal. The error includes the end of the output.
Result<ProgramOutput> run_program(const Group& group, const std::vector<std::string>& more, double timeout);

// Runs a linked program in the same way and asks it for its listing on its channel (runtime/linked_message.h). `text`
// is then its answer.
Result<ProgramOutput> ask_program(const Group& group, const std::vector<std::string>& more, double timeout);

// Returns an error of `what` and, in further lines, the end of the program's output.
Error with_tail(const std::string& what, const std::string& tail);

}  // namespace pf

#endif
