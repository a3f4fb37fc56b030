// Runs a test program once, for what it prints.
//
// THREADS: forks; the process must have one thread.
#ifndef PARALLEL_FIXTURES_TOOL_DISCOVER_PROGRAM_OUTPUT_H
#define PARALLEL_FIXTURES_TOOL_DISCOVER_PROGRAM_OUTPUT_H

#include <string>
#include <vector>

#include "runtime/result.h"
#include "tool/plan/plan.h"

namespace pf {

struct ProgramOutput {
    std::string text;  // stdout.
    std::string tail;  // The end of stdout and stderr, for messages.
    int exit_code = 0;
};

// Runs the program of `group` with `more` arguments under a supervisor, with the group's variables and in its
// directory, but without what the caller's environment tells frameworks (plan/frameworks.h). After `timeout` seconds,
// or with more than kMaxListingBytes on stdout, it and all that comes from it is killed. An error when it cannot be
// started, does not end, or is ended by a signal; with the end of its output.
Result<ProgramOutput> run_program(const Group& group, const std::vector<std::string>& more, double timeout);

// The same for a linked program that is asked on its channel (runtime/linked_message.h): `text` is what it answered
// there.
Result<ProgramOutput> ask_program(const Group& group, const std::vector<std::string>& more, double timeout);

// `what`, and in further lines the end of the program's output.
Error with_tail(const std::string& what, const std::string& tail);

}  // namespace pf

#endif
