// A program that was put in front of the calling one's command to look at what it does: valgrind, or whatever
// `ctest -T memcheck` puts in front of the command of each test.
#ifndef PARALLEL_FIXTURES_RUNTIME_WRAPPER_H
#define PARALLEL_FIXTURES_RUNTIME_WRAPPER_H

#include <string>
#include <vector>

namespace pf {

// True in a process that valgrind runs.
bool in_valgrind();

// The words in front of this process's own command line: those of valgrind, which runs the process, or else those of
// the process below ctest that is an ancestor of this one and whose command line ends with this one's. Empty: there are
// none.
std::vector<std::string> words_in_front(int argc, char* const* argv);

// From now on valgrind lets go of what this process becomes by exec. It may not work on a processor that is neither
// x86-64 nor AArch64; who is started must look with in_valgrind().
void leave_valgrind_at_exec();

}  // namespace pf

#endif
