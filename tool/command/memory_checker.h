// A memory checker (`ctest -T memcheck`) starts the command of a test, which is the helper. These functions move the
// checker from the helper to the task.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_MEMORY_CHECKER_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_MEMORY_CHECKER_H

#include <optional>
#include <string>
#include <vector>

#include "runtime/result.h"

namespace pf {

// If valgrind runs the calling process, executes the helper again without valgrind, with the words of the valgrind
// command as `--wrapper` options. Returns nullopt if valgrind does not run the process, and an exit code if the process
// cannot leave valgrind. `wrapper` has the `--wrapper` options of the command line.
std::optional<int> restart_without_valgrind(const std::vector<std::string>& wrapper,
                                            const std::vector<std::string>& command_line);

// Returns the words that a memory checker put before `command_line`, the command line of the calling process.
std::vector<std::string> wrapper_words(const std::vector<std::string>& command_line);

// Prepares the words of a memory checker for use before the command of the task. A memory checker other than valgrind
// and the sanitizers still runs the client and would overwrite the log of the task, so the task gets a separate log.
// Returns the path of that log, or "" if the task needs none. It is an error if the log of the memory checker is
// unknown.
Result<std::string> prepare_wrapper(std::vector<std::string>& wrapper);

}  // namespace pf

#endif
