// Mock objects that a test leaks. GoogleMock reports them in the destructor of a static object, and a process that was
// forked for a test runs none of the destructors that belong to the process that set up.
#ifndef PARALLEL_FIXTURES_RUNTIME_ADAPTERS_GMOCK_LEAKS_H
#define PARALLEL_FIXTURES_RUNTIME_ADAPTERS_GMOCK_LEAKS_H

namespace parallel_fixtures {

// Registers the check with the runtime if the program is linked with GoogleMock, and does nothing otherwise. Call it
// once, in main's thread, before anything is forked.
void check_for_leaked_mocks();

}  // namespace parallel_fixtures

#endif
