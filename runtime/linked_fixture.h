// The process of a linked program that holds a fixture, from set-up to teardown. It forks a supervisor for each worker
// and each nested fixture; its own state remains as the set-up left it.
#ifndef PARALLEL_FIXTURES_RUNTIME_LINKED_FIXTURE_H
#define PARALLEL_FIXTURES_RUNTIME_LINKED_FIXTURE_H

#include <sys/types.h>

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "parallel_fixtures/program.h"
#include "runtime/descriptor.h"
#include "runtime/linked_message.h"
#include "runtime/mailbox.h"
#include "runtime/platform.h"
#include "runtime/run_test.h"
#include "runtime/supervisor.h"
#include "runtime/test_process.h"

namespace pf {

class LinkedFixture : public parallel_fixtures::Stand, LinkedWork {
public:
    struct Options {
        bool allow_threads = false;  // The set-up may leave threads running.
        bool alone = false;          // Nested fixtures and tests run in this process; nothing is forked.
    };

    // `channel` is a socket to the session and remains the caller's.
    LinkedFixture(parallel_fixtures::Program& program, int channel, Options options);

    // Sets the fixture up, serves requests, tears the fixture down, and reports each step to the session. Returns the
    // result of the teardown. With `alone`, it is called recursively for a nested fixture while its parent waits.
    parallel_fixtures::Report hold(const RunFixture& fixture);

    void wait(const parallel_fixtures::Report& setup) override;

private:
    void check_threads(FixtureReady& ready) const;
    static void check_exit_checks(FixtureReady& ready);
    void warn_of_shared_offsets(FixtureReady& ready) const;
    parallel_fixtures::Report set_up_and_tear_down(const RunFixture& fixture);
    void serve();
    void receive();
    bool handle(const ToProgram& message);
    void fork_supervisor(const ForkSupervisor& request);
    void reap();
    void await_supervisors();
    void kill_leftovers() const;

    void run_test_in_process(const RunTest& test);

    void prepare() override;
    void prepare_test(const RunTest& test) override;
    void run_test(const RunTest& test, int requests) override;
    void run_fixture(const RunFixture& fixture, int data) override;
    void take_report(std::string& report) override { mailbox_->take(report); }

    parallel_fixtures::Program& program_;
    int channel_;
    Options options_;
    pid_t owner_;
    TestRunner runner_;  // Used with `alone` only.
    bool waited_ = false;
    SignalState signals_;  // State after the set-up.
    std::vector<platform::OpenFile> files_before_;
    std::vector<pid_t> children_of_setup_;
    std::map<std::uint32_t, pid_t> supervisors_;
    FrameReader<ToProgram> reader_;
    std::deque<Descriptor> received_;
    std::string home_;  // The working directory after the set-up.
    // Set in a supervisor only. On the heap because writing to the stack of an earlier frame would copy a page per
    // test.
    std::unique_ptr<NextTest> next_;
    // Set in a supervisor only, and shared with its test processes.
    std::unique_ptr<Mailbox> mailbox_;
};

// Sends a message to the session, blocking as long as necessary. Ends the process if the session has gone.
void send_to_session(int channel, const FromProgram& message);

}  // namespace pf

#endif
