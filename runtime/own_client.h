// A linked program that ctest starts as the test of one of its own tests: the client of it (task_client.h), or, where
// no session can be meant, a program that runs it by itself (run_alone.h).
#ifndef PARALLEL_FIXTURES_RUNTIME_OWN_CLIENT_H
#define PARALLEL_FIXTURES_RUNTIME_OWN_CLIENT_H

#include <string>
#include <vector>

#include "runtime/task_client.h"

namespace pf {

// What kTaskOption and the three words after it say; `words` 0: they are not there.
struct OwnTask {
    ClientTask task;
    std::string test;
    int at = 0;  // The index of kTaskOption.
    int words = 0;
};
OwnTask find_own_task(int argc, char* const* argv);

// For who begins to run: does not return where ctest wants a test and its session has it, or the helper takes over.
// Started beside ctest, in a debugger or in valgrind, the program is started anew without these words, to run that one
// test alone; in valgrind, which would lose it, it goes on with them.
void be_own_client(int argc, char* const* argv);

}  // namespace pf

extern "C" {

// The same, for the loader: before static constructors, and once more as the first of them, for valgrind.
void parallel_fixtures_be_own_client(int argc, char** argv, char** environment);
}

#endif
