// Finds mock objects that a test leaks. GoogleMock itself reports them in the destructor of a static object, but a
// forked test process does not run the destructors of objects that the set-up constructed.
#ifndef PARALLEL_FIXTURES_RUNTIME_GMOCK_LEAKS_H
#define PARALLEL_FIXTURES_RUNTIME_GMOCK_LEAKS_H

namespace parallel_fixtures {

// Registers the check (runtime/exit_checks.h) if the program is linked with GoogleMock; otherwise does nothing. Call it
// once, from the main thread, before any fork.
void check_for_leaked_mocks();

}  // namespace parallel_fixtures

#endif
