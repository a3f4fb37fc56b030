// Runs one test and its fixtures in the calling process (`parallel-fixtures run --no-fork`). Nothing is forked, so a
// debugger sees all of it.
#ifndef PARALLEL_FIXTURES_RUNTIME_RUN_ALONE_H
#define PARALLEL_FIXTURES_RUNTIME_RUN_ALONE_H

#include <string>

#include "parallel_fixtures/program.h"

namespace pf {

// What kAloneVariable requests. The first call removes the variable, so that no process started by this program sees
// it.
struct AloneRequest {
    std::string test;  // Name of the test; "": there is no request.
    std::string file;  // File for the result, a TestEnded frame; "": none.
    int socket = -1;   // To the helper that holds the fixtures (hosted_fixtures.h); -1: none.
};
const AloneRequest& alone_request();

// If there is a helper, sends it the exit code when the process calls exit(). Call this before any other exit handler
// is registered, so that it runs last.
void report_exit_code();

// Runs the requested test. A failed set-up or teardown fails the test, and a skipped set-up skips it. Returns the exit
// code for main(). REQUIRES: !alone_request().test.empty().
int run_alone(parallel_fixtures::Program& program);

}  // namespace pf

#endif
