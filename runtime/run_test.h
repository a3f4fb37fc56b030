// Runs tests in a process that was forked for them, and sends their results.
#ifndef PARALLEL_FIXTURES_RUNTIME_RUN_TEST_H
#define PARALLEL_FIXTURES_RUNTIME_RUN_TEST_H

#include <sys/types.h>

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "parallel_fixtures/program.h"
#include "runtime/environment.h"
#include "runtime/mailbox.h"
#include "runtime/message.h"
#include "runtime/result.h"

namespace pf {

// What the next test process needs. A supervisor prepares it before each fork, and the child inherits it. Its strings
// are reused, so that each fork copies the same few pages.
class NextTest {
public:
    NextTest();

    // Decodes the order and makes its environment that of this process. If the order's directory is `home`, which is
    // that of the process, enters it again, because an earlier test may have replaced it. This object must live as long
    // as the process.
    void prepare(const std::string& order, const std::string& home);

    [[nodiscard]] const Status& decoded() const { return decoded_; }
    [[nodiscard]] const TestOrder& order() const { return order_; }
    // Returns true if the process is in the order's directory.
    [[nodiscard]] bool entered() const { return entered_; }
    // Returns the encoded report of a test that passed and reports nothing else.
    [[nodiscard]] const std::string& passed() const { return passed_; }

private:
    TestEnvironment environment_;
    TestOrder order_;
    Status decoded_ = ok_status();
    bool entered_ = false;
    std::string passed_;
};

class TestRunner {
public:
    // `mailbox` takes the results of run(), and remains the caller's. Without one, only run_once() may be called.
    explicit TestRunner(parallel_fixtures::Program& program, Mailbox* mailbox = nullptr);

    // Runs the test, and with `requests` those that follow (LinkedWork::run_test). Ends the process.
    [[noreturn]] void run(const NextTest& test, bool reuse, int requests);

    // Runs a test in this process and returns its result.
    parallel_fixtures::Report run_once(const RunTest& request);

private:
    parallel_fixtures::Report run_once(const TestOrder& order, bool entered);
    void run_hooks(const TestOrder& order);
    [[noreturn]] void conclude_at_exit(parallel_fixtures::Report report, const std::string& passed);
    static int final_step(void* self);
    void end_if_forked_by_test() const;
    void conclude(parallel_fixtures::Report& report, const std::string& passed) const;
    void write_report(const parallel_fixtures::Report& report) const;
    void write_result(const std::string& frame) const;
    [[noreturn]] void run_others(int requests, const std::string& passed);
    static bool next_request(int requests, FrameReader<ToSupervisor>& reader, RunTest& request);

    parallel_fixtures::Program& program_;
    Mailbox* mailbox_;
    pid_t owner_;
    parallel_fixtures::Report report_;  // Set when the process is about to end.
    const std::string* passed_ = nullptr;
    std::size_t hooks_ran_ = 0;
};

// Makes the report one of a failure with this reason, if `failed` and unless it is one already.
void fail_for(parallel_fixtures::Report& report, bool failed, const char* reason);

inline constexpr char kLeaksFound[] = "LeakSanitizer found leaks";

// Returns the hooks of parallel_fixtures::after_fork() in the order in which they were added.
std::vector<std::function<void(const parallel_fixtures::Worker&)>>& fork_hooks();

}  // namespace pf

#endif
