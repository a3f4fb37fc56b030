// Runs tests in a process that was forked for them, and writes down what they came to.
#ifndef PARALLEL_FIXTURES_RUNTIME_RUN_TEST_H
#define PARALLEL_FIXTURES_RUNTIME_RUN_TEST_H

#include <sys/stat.h>
#include <sys/types.h>

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "parallel_fixtures/program.h"
#include "runtime/mailbox.h"
#include "runtime/message.h"
#include "runtime/result.h"
#include "runtime/test_process.h"

namespace pf {

// Made in the process that forks those of the tests, for all that follow: each has it as it is when it is forked. Its
// strings are used again and again, so that the pages which a fork has to copy are always the same few.
class NextTest {
public:
    NextTest();

    // The environment of this process is the test's now, and this must stay as long as the process.
    void prepare(const std::string& order);

    [[nodiscard]] const Status& understood() const { return understood_; }
    [[nodiscard]] const TestOrder& order() const { return order_; }
    // The frame of a test that passed and says nothing.
    [[nodiscard]] const std::string& passed() const { return passed_; }

private:
    TestEnvironment environment_;
    TestOrder order_;
    Status understood_ = ok_status();
    std::string passed_;
};

class TestRunner {
public:
    // `data`: where what a test came to is written. `mailbox`, not owned: the other way home, for a test that has
    // closed or replaced `data`; null: there is none.
    TestRunner(parallel_fixtures::Program& program, int data, Mailbox* mailbox = nullptr);

    // The test, and with `requests` (LinkedWork::run_test) those that follow. Never returns.
    [[noreturn]] void run(const NextTest& test, bool reuse, int requests);

    // What the test comes to in this process.
    parallel_fixtures::Report come_to(const RunTest& request);

private:
    parallel_fixtures::Report come_to(const TestOrder& order);
    void run_hooks(const TestOrder& order);
    [[noreturn]] void conclude_at_exit(parallel_fixtures::Report report, const std::string& passed);
    static int last_words(void* self);
    void end_if_forked_by_test() const;
    void conclude(parallel_fixtures::Report& report, const std::string& passed) const;
    void tell(const parallel_fixtures::Report& report) const;
    void write_home(const std::string& frame) const;
    [[noreturn]] void run_others(int requests, const std::string& passed);
    static bool next_request(int requests, FrameReader<ToSupervisor>& reader, RunTest& request);

    parallel_fixtures::Program& program_;
    int data_;
    Mailbox* mailbox_;
    struct stat at_first_ {};  // Of data_: a test may put something else in its place.
    pid_t owner_;
    parallel_fixtures::Report report_;  // Of a process that is ending.
    const std::string* passed_ = nullptr;
    std::size_t hooks_ran_ = 0;
};

// A test that passed has failed when LeakSanitizer found leaks.
void fail_for_leaks(parallel_fixtures::Report& report, bool leaks);

// A test that passed has failed when a check of its framework (exit_checks.h) did.
void fail_for_check(parallel_fixtures::Report& report, bool failed);

// Failed, for this reason.
parallel_fixtures::Report failed_report(const std::string& reason);

// Of the exception that is being handled: failed, with its text.
parallel_fixtures::Report report_of_exception();

// The hooks of parallel_fixtures::after_fork, in the order added.
std::vector<std::function<void(const parallel_fixtures::Worker&)>>& fork_hooks();

}  // namespace pf

#endif
