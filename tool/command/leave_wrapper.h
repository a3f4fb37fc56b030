// The helper as the command, or in the place of the client, of a test that a memory checker runs.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_LEAVE_WRAPPER_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_LEAVE_WRAPPER_H

#include <optional>
#include <string>
#include <vector>

#include "runtime/result.h"

namespace pf {

// Does not return in valgrind: starts the helper again without it, with the words of valgrind as `--wrapper`. `wrapper`
// are those that the command line has. Returns an exit code where valgrind does not let go.
std::optional<int> leave_valgrind(const std::vector<std::string>& wrapper,
                                  const std::vector<std::string>& command_line);

// The words in front of `command_line`, which is the calling process's own.
std::vector<std::string> wrapper_of(const std::vector<std::string>& command_line);

// Makes words of ctest that are to be put in front of the task's command ready for that. Valgrind has let go of its log
// by then, and a sanitizer's has the number of its process. Any other memory checker still runs the client, and would
// write over the log of the task: the task gets another one. Returns its path, or "" where there is none. The error is
// that it cannot be told where the memory checker writes.
Result<std::string> prepare_wrapper(std::vector<std::string>& wrapper);

}  // namespace pf

#endif
