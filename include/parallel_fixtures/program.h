// The interface between ParallelFixtures and a test program, independent of the test framework. The adapters for
// GoogleTest, Catch2, doctest and Boost.Test implement it; a program without a framework implements it itself:
//
//   class MyTests : public parallel_fixtures::Program { ... };
//
//   int main(int argc, char** argv) {
//       MyTests tests;
//       if (parallel_fixtures::is_served()) {        // `parallel-fixtures` has started the program.
//           return parallel_fixtures::serve(tests);
//       }
//       ...                                          // Otherwise: an ordinary test program.
//   }
//
// A served program sets each fixture up once. Workers are forked from the process of the fixture and each test from its
// worker, so neither another test nor the teardown sees what a test changes. Groups with DISPATCH UNIT and
// REUSE_WORKERS 0 are the exception: they use one process for everything. The directory examples/neutral contains a
// complete program.
//
// This header requires C++17 and includes no third-party header.
//
// THREADS: everything here is called from the main thread, and must be called from it.
#ifndef PARALLEL_FIXTURES_PROGRAM_H
#define PARALLEL_FIXTURES_PROGRAM_H

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace parallel_fixtures {

// How often a fixture is set up: once in a run, once in each worker, or once for each test. A child's scope must be
// equal to its parent's or narrower.
enum class Scope { run, worker, task };

struct Fixture {
    std::string name;    // Must be unique in the program and not empty.
    std::string parent;  // The fixture that this one is nested in; "": none.
    Scope scope = Scope::run;
    std::string file;  // Source file of the declaration; "": unknown.
    int line = 0;
};

struct Test {
    std::string name;     // Must be unique in the program. May contain any bytes except control characters.
    std::string fixture;  // The innermost fixture that the test requires; "": none.
    std::string file;     // Source file of the test; "": unknown.
    int line = 0;
    std::vector<std::string> labels;
    std::string disabled;  // The reason why the test is skipped without being run; "": it is run.
};

enum class Verdict { passed, failed, skipped };

struct Failure {
    std::string file;  // "": unknown.
    int line = 0;
    std::string message;
};

// The result of a test, a set-up or a teardown.
struct Report {
    Verdict verdict = Verdict::passed;
    std::string reason;  // A short text; for a skip, why.
    std::vector<Failure> failures;
    std::vector<std::pair<std::string, std::string>> properties;  // Of a test, for junit.xml.
};

// Represents the time during which a fixture is set up, as Program::hold() sees it.
class Stand {
public:
    Stand() = default;
    Stand(const Stand&) = delete;
    Stand& operator=(const Stand&) = delete;
    virtual ~Stand() = default;

    // Program::hold() must call this once, when the set-up has passed, failed or been skipped. Returns in the same
    // process when it is time to tear down, also after a set-up that did not pass. Processes that are forked during the
    // call never return from it.
    virtual void wait(const Report& setup) = 0;
};

class Program {
public:
    Program() = default;
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;
    virtual ~Program() = default;

    // Returns the framework's name and version for messages, such as "gtest 1.12.1".
    virtual std::string framework() = 0;

    // Returns all fixtures, each after its parent.
    virtual std::vector<Fixture> fixtures() = 0;

    // Returns all tests, in the order in which the program itself would run them. Called before any fixture is set up.
    virtual std::vector<Test> tests() = 0;

    // Sets the fixture up in this process, calls stand.wait() exactly once, and tears the fixture down. Returns the
    // result of the teardown. An exception counts as a failed set-up before stand.wait(), and as a failed teardown
    // after it.
    //
    // `fixture` is "" for the program as a whole: hold("") sets up what all tests share, which may be nothing. For
    // any other fixture, the calling process was forked from the process that holds the parent. In a run within one
    // process (see serve()), hold() is instead called inside the parent's stand.wait().
    virtual Report hold(const std::string& fixture, Stand& stand) = 0;

    // Returns false if hold("") sets nothing up. ctest then has no tests that set the program up and tear it down,
    // because its first test can start it. Called before any fixture is set up.
    virtual bool has_shared_setup() { return true; }

    // Runs one test and returns its result. The calling process was forked for the test from the process that holds its
    // fixture. In a run within one process, run() is instead called inside the fixture's stand.wait(). A process may
    // run several tests, and may run a test more than once.
    virtual Report run(const std::string& test) = 0;
};

// Returns true if `parallel-fixtures` has started this program, or if ctest has started it as one of its own tests and
// it must run that test by itself. main() must then call serve(). Returns false for a program that you start yourself.
// The result never changes within a process.
bool is_served();

// Lists the tests, or holds fixtures and runs tests, as requested by `parallel-fixtures`. Returns the exit code for
// main() to return. With --no-fork or --debugger, one process does everything for one test: each fixture's hold() is
// called inside its parent's stand.wait(), and run() inside the innermost one. REQUIRES: is_served() is true, and the
// calling thread is the only thread.
int serve(Program& program);

// Returns the name of the test if serve() runs a single test within this process, and "" otherwise. A program may use
// it to announce the test.
const std::string& only_test();

// Describes the worker and the attempt for which a test process was forked.
struct Worker {
    int number = 0;          // From 0 to the group's number of workers - 1.
    int attempt = 1;         // 1 for the first attempt, greater for a retry.
    std::string task;        // The id of the task.
    std::uint64_t seed = 0;  // Differs between tests; --seed makes it repeatable.
};

// Adds a hook that runs in every new test process before its first test. Hooks run in the order in which they were
// added. Use one to reopen what must not be shared across fork(), such as sockets and database connections, and to seed
// random generators. An exception in a hook fails the test. Hooks do not run in a program that you start yourself, nor
// in one that serve() runs for a single test.
void after_fork(std::function<void(const Worker& worker)> hook);

}  // namespace parallel_fixtures

#endif
