// The neutral interface: what ParallelFixtures asks of a test program, whatever its framework. The adapters for
// GoogleTest, Catch2 and doctest stand on it; a program without a framework implements it itself:
//
//   class MyTests : public parallel_fixtures::Program { ... };
//
//   int main(int argc, char** argv) {
//       MyTests tests;
//       if (parallel_fixtures::is_served()) {        // `parallel-fixtures` started us.
//           return parallel_fixtures::serve(tests);
//       }
//       ...                                          // Started by hand: an ordinary test program.
//   }
//
// A served program sets its fixture up once. Workers are forked from that state, and each test from its worker, so what
// a test changes is seen neither by another test nor by the teardown. Only in a group with DISPATCH UNIT and
// REUSE_WORKERS 0 everything is done in one process. examples/neutral is a whole program.
//
// C++17, no third-party header. THREADS: everything here is called by the main thread.
#ifndef PARALLEL_FIXTURES_PROGRAM_H
#define PARALLEL_FIXTURES_PROGRAM_H

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace parallel_fixtures {

// How often a fixture is set up: once, once in each worker, anew for every test. A child's is equal or narrower.
enum class Scope { run, worker, task };

struct Fixture {
    std::string name;    // Unique in the program, not empty.
    std::string parent;  // The fixture this one is set up on; "": the program itself.
    Scope scope = Scope::run;
    std::string file;  // Where it is written; "": unknown.
    int line = 0;
};

struct Test {
    std::string name;     // Unique in the program. Any bytes but control characters.
    std::string fixture;  // The innermost fixture it stands on; "": the program itself.
    std::string file;     // Where it is written; "": unknown.
    int line = 0;
    std::vector<std::string> labels;
    std::string disabled;  // Not empty: it is not run but skipped, for this reason.
};

enum class Verdict { passed, failed, skipped };

struct Failure {
    std::string file;  // "": unknown.
    int line = 0;
    std::string message;
};

// What a test, a set-up or a teardown came to.
struct Report {
    Verdict verdict = Verdict::passed;
    std::string reason;  // In a few words; for a skip, why.
    std::vector<Failure> failures;
    std::vector<std::pair<std::string, std::string>> properties;  // Of a test; junit.xml has them.
};

// Where a fixture stands, seen from Program::hold.
class Stand {
public:
    Stand() = default;
    Stand(const Stand&) = delete;
    Stand& operator=(const Stand&) = delete;
    virtual ~Stand() = default;

    // Called once by Program::hold, when the set-up has come to an end, good (`passed`) or not. Returns in the same
    // process when it is time to tear down, also after a set-up that failed. Everything that is forked meanwhile ends
    // inside this call.
    virtual void wait(const Report& setup) = 0;
};

class Program {
public:
    Program() = default;
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;
    virtual ~Program() = default;

    // For people: "gtest 1.12.1".
    virtual std::string framework() = 0;

    // Parents before their children.
    virtual std::vector<Fixture> fixtures() = 0;

    // In the order in which they would run by hand. Called without any fixture having been set up.
    virtual std::vector<Test> tests() = 0;

    // Sets the fixture up in this process, calls stand.wait() exactly once, tears down. "" is the program itself: what
    // is set up before all tests; it may have nothing to do but to wait. For any other, this process was forked from
    // the one in which the parent stands, or it is that process, in the parent's stand.wait(). Returns what the
    // teardown came to. An exception is a failed set-up, or teardown.
    virtual Report hold(const std::string& fixture, Stand& stand) = 0;

    // Runs one test in this process, which was forked for it from the one that holds its fixture, or is that process,
    // in the fixture's stand.wait(). A process may be given several, and one more than once.
    virtual Report run(const std::string& test) = 0;
};

// True when `parallel-fixtures` has started this program and wants serve() called, or when it was started as the CTest
// test of one of its tests and is to run that by itself; false when it was started by hand.
// The answer does not change.
bool is_served();

// Lists or holds and runs what the helper asks for; the result is for main to return. For one test by hand
// (--no-fork, --debugger) all of it happens in this process: hold() of each fixture is called inside the wait() of its
// parent, run() inside the last. REQUIRES: is_served(); no thread but the calling one.
int serve(Program& program);

// The test that all of this is for, where serve() runs one by hand; "" otherwise. For what a program prints.
const std::string& only_test();

// Who runs a test.
struct Worker {
    int number = 0;          // 0 to workers - 1, within its group.
    int attempt = 1;         // From 1; more: a retry.
    std::string task;        // The task's id.
    std::uint64_t seed = 0;  // Differs from test to test; the same again with --seed.
};

// Adds a hook that runs in every fresh test process before the test, in the order added: what must not be shared across
// fork (sockets, database connections) is reopened there, random generators are seeded. Started by hand, hooks do not
// run. An exception makes the test fail.
void after_fork(std::function<void(const Worker& worker)> hook);

}  // namespace parallel_fixtures

#endif
