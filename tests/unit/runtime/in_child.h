// What a test tries in a process of its own, so that nothing of it stays.
#ifndef PARALLEL_FIXTURES_TESTS_UNIT_RUNTIME_IN_CHILD_H
#define PARALLEL_FIXTURES_TESTS_UNIT_RUNTIME_IN_CHILD_H

#include <functional>

namespace pf::test {

// What `body` returns, in a fork; -1: it did not end.
int in_child(const std::function<int()>& body);

}  // namespace pf::test

#endif
