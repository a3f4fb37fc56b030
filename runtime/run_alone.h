// One test by hand (`parallel-fixtures run --no-fork`): its fixtures are set up in this process, the test runs in it,
// they are torn down in it. Nothing is forked, so that a debugger sees all of it.
#ifndef PARALLEL_FIXTURES_RUNTIME_RUN_ALONE_H
#define PARALLEL_FIXTURES_RUNTIME_RUN_ALONE_H

#include <string>

#include "parallel_fixtures/program.h"
#include "runtime/fixtures_below.h"

namespace pf {

// What kAloneVariable asks for; it is hidden at once from whatever this program starts.
struct AloneRequest {
    std::string test;     // Its name, exactly; "": nothing was asked for.
    std::string file;     // Where what it came to is written, as a TestEnded frame; "": nowhere.
    FixturesBelow below;  // That stand for it; with no socket: none, or they are not ours.
};
const AloneRequest& alone_request();

// Does it. What fails in a set-up or a teardown fails the test, as by hand; a set-up that is skipped skips it. Returns
// what main is to return. REQUIRES: !alone_request().test.empty().
int run_alone(parallel_fixtures::Program& program);

}  // namespace pf

#endif
