// Finds a program that was put in front of this process's command to observe it: valgrind, or another tool of `ctest -T
// memcheck`.
#ifndef PARALLEL_FIXTURES_RUNTIME_WRAPPER_H
#define PARALLEL_FIXTURES_RUNTIME_WRAPPER_H

#include <string>
#include <vector>

namespace pf {

// Returns true in a process that valgrind runs.
bool in_valgrind();

// Returns the words in front of this process's own command line: valgrind's if valgrind runs this process, and
// otherwise those of an ancestor below ctest whose command line ends with this one's. Returns none if there is no such
// program.
std::vector<std::string> words_in_front(int argc, char* const* argv);

// Makes valgrind stop following this process at its next exec. This may not work on processors other than x86-64 and
// AArch64; the executed program must check with in_valgrind().
void leave_valgrind_at_exec();

// Makes valgrind report nothing more about this process and thread: no errors, and no memory that is left at the end.
// For a forked child that tries something out for its parent. It works on the processors named above.
void stop_valgrind_reports();

}  // namespace pf

#endif
