// Shows where running processes are, with a debugger that is installed.
#ifndef PARALLEL_FIXTURES_TOOL_PROCESS_STACK_TOOL_H
#define PARALLEL_FIXTURES_TOOL_PROCESS_STACK_TOOL_H

#include <sys/types.h>

#include <string>
#include <string_view>

namespace pf {

// Returns the backtraces of all threads of a process, with one line or more for each frame. `tool` is the path of gdb
// or of eu-stack. Blocks until the tool has ended; the process is stopped meanwhile. If the tool fails, returns what it
// said.
std::string stacks_of(pid_t process, const std::string& tool);

// Returns the backtraces in a core file of the program.
std::string stacks_in_core(const std::string& core, const std::string& program, const std::string& tool);

// Returns the core file that a process left which ran in `directory` and began at `since`, in seconds since the epoch;
// "": there is none, or several that it could be. `pattern` is platform::core_pattern().
std::string find_core(const std::string& pattern, const std::string& directory, double since);

// Returns the backtraces without the frames below the one at which the runtime calls a linked test, and without the
// middle of lines that are longer than 200 bytes. stacks_of() and stacks_in_core() return such backtraces.
std::string above_runtime(std::string_view backtraces);

// Returns the lines of gdb's output that are backtraces; all of it if there are none.
std::string only_backtraces(std::string_view output);

// Returns whether a program has AddressSanitizer or one of its relatives in it. They map so much memory, and look at
// their own threads in such a way, that a debugger is slow or in their way.
bool has_sanitizer(const std::string& program);

}  // namespace pf

#endif
