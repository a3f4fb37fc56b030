// A linked program that ctest starts as one of its own tests. It becomes the client of a session for that test
// (task_client.h), or runs the test by itself where there is no session (run_alone.h).
#ifndef PARALLEL_FIXTURES_RUNTIME_PROGRAM_CLIENT_H
#define PARALLEL_FIXTURES_RUNTIME_PROGRAM_CLIENT_H

#include <string>
#include <vector>

#include "runtime/task_client.h"

namespace pf {

// The task that is named on the command line by kTaskOption and the three words after it. `words` is 0 if there is
// none.
struct ProgramTask {
    ClientTask task;
    std::string test;
    int at = 0;  // Index of kTaskOption in argv.
    int words = 0;
};
ProgramTask find_program_task(int argc, char* const* argv);

// Call this first in the program. If the command line names a task, the session of the ctest above runs it, or the
// helper replaces this process; the function then does not return. In a debugger that runs without ctest, the program
// is executed again without those words, to run that single test by itself. Under valgrind the helper starts the
// program under valgrind as well.
void run_as_client(int argc, char* const* argv);

}  // namespace pf

extern "C" {

// Calls the function above for the loader: before all static constructors, and again as one of the first of them, which
// is the only call that valgrind permits.
void parallel_fixtures_run_as_client(int argc, char** argv, char** environment);
}

#endif
