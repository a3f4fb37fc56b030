// doctest programs (2.4) with a main of their own. Those without link ParallelFixtures::doctest_main and need nothing
// of this; doctest is implemented there, so no source of theirs may do it (DOCTEST_CONFIG_IMPLEMENT). Link
// ParallelFixtures::doctest, and in main's source:
//
//   #define DOCTEST_CONFIG_IMPLEMENT
//   #include <doctest/doctest.h>
//   #include <parallel_fixtures/doctest.h>
//
//   int main(int argc, char** argv) { return parallel_fixtures::run_doctest(argc, argv); }
//
// Started by hand this is an ordinary doctest program. A fixture (fixture.h) is set up before the first test case in
// the test suite of its name, and torn down when the next test case is in another.
//
// Served, the test cases are those that the command line's filters select, without --first and --last. In a test suite
// they are named "suite/name", since doctest lets two suites have a test case of one name; the suite is a label. The
// decorator skip() makes a test skipped, unless --no-skip is given.
#ifndef PARALLEL_FIXTURES_DOCTEST_H
#define PARALLEL_FIXTURES_DOCTEST_H

namespace doctest {
class Context;
}

namespace parallel_fixtures {

// Returns what main returns.
int run_doctest(int argc, char** argv);

// In place of context.run(), for a context that has its command line and is configured. Options that only show
// something
// (--help, --list-test-cases) are heeded by hand; whether to go on after them, context.shouldExit() says.
int run_doctest(doctest::Context& context);

}  // namespace parallel_fixtures

#endif
