// For doctest programs (2.4) that define main() themselves. A program without its own main() links
// ParallelFixtures::doctest_main and does not need this header; that library implements doctest, so no source file of
// the program may define DOCTEST_CONFIG_IMPLEMENT. A program with its own main() links ParallelFixtures::doctest and
// contains, in the source file of main():
//
//   #define DOCTEST_CONFIG_IMPLEMENT
//   #include <doctest/doctest.h>
//   #include <parallel_fixtures/doctest.h>
//
//   int main(int argc, char** argv) { return parallel_fixtures::run_doctest(argc, argv); }
//
// A program that you start yourself behaves as an ordinary doctest program. A fixture (fixture.h) is set up before the
// first test case in the test suite of the same name, and torn down when the next test case belongs to another suite.
//
// In a run of ParallelFixtures, the test cases are those that the command line's filters select; --first and --last are
// ignored. A test case in a suite is named "suite/name", because doctest allows test cases of the same name in two
// suites; the suite becomes a label. A test case with the decorator skip() is reported as skipped, unless --no-skip is
// given.
//
// THREADS: call run_doctest() from the main thread, before any fork.
#ifndef PARALLEL_FIXTURES_DOCTEST_H
#define PARALLEL_FIXTURES_DOCTEST_H

namespace doctest {
class Context;
}

namespace parallel_fixtures {

// Applies the command line to a new context and runs it. Returns the exit code for main() to return.
int run_doctest(int argc, char** argv);

// Call this instead of context.run(), after context.applyCommandLine(). Returns the exit code for main() to return. As
// with context.run(), query options such as --help and --list-test-cases print their answer; then context.shouldExit()
// is true.
int run_doctest(doctest::Context& context);

}  // namespace parallel_fixtures

#endif
