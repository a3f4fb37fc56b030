// One test by hand (`parallel-fixtures run --no-fork`): its fixtures are set up in this process, the test runs in it,
// they are torn down in it. Nothing is forked, so that a debugger sees all of it.
#ifndef PARALLEL_FIXTURES_RUNTIME_RUN_ALONE_H
#define PARALLEL_FIXTURES_RUNTIME_RUN_ALONE_H

#include <string>

#include "parallel_fixtures/program.h"

namespace pf {

// What kAloneVariable asks for; it is hidden at once from whatever this program starts.
struct AloneRequest {
    std::string test;  // Its name, exactly; "": nothing was asked for.
    std::string file;  // Where what it came to is written, as a TestEnded frame; "": nowhere.
    int socket = -1;   // Of the helper that attends to it (fixtures_below.h); -1: there is none.
};
const AloneRequest& alone_request();

// Where a helper attends to the test, has it told with which code the process calls exit(). To be called before
// whatever else registers for that, so that this comes last.
void say_how_it_ends();

// Does it. What fails in a set-up or a teardown fails the test, as by hand; a set-up that is skipped skips it. Returns
// what main is to return. REQUIRES: !alone_request().test.empty().
int run_alone(parallel_fixtures::Program& program);

}  // namespace pf

#endif
