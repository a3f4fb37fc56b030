// The process of a fixture of a linked program, from the end of its set-up to the beginning of its teardown: it forks
// supervisors for workers and for nested fixtures, and keeps its own state as set-up left it.
#ifndef PARALLEL_FIXTURES_RUNTIME_STANDING_FIXTURE_H
#define PARALLEL_FIXTURES_RUNTIME_STANDING_FIXTURE_H

#include <sys/types.h>

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
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
        bool allow_threads = false;  // Set-up may leave some.
        bool alone = false;          // Nothing is forked: nested fixtures and tests are in this process as well.
    };

    // `channel`: socket to the session, the caller's.
    LinkedFixture(parallel_fixtures::Program& program, int channel, Options options);

    // Holds the fixture: set-up, service, teardown, and says each to the session. What the teardown came to. Alone it
    // is called again for each nested fixture, while the one below it waits.
    parallel_fixtures::Report hold(const RunFixture& fixture);

    void wait(const parallel_fixtures::Report& setup) override;

private:
    void complain_of_threads(FixtureReady& ready) const;
    static void complain_of_checks(FixtureReady& ready);
    void warn_of_offsets(FixtureReady& ready) const;
    parallel_fixtures::Report set_up_and_tear_down(const RunFixture& fixture);
    void serve();
    void receive();
    bool obey(const ToProgram& message);
    void fork_supervisor(const ForkSupervisor& request);
    void reap();
    void await_supervisors();
    void kill_strays() const;

    void run_test_here(const RunTest& test);

    void prepare() override;
    void prepare_test(const RunTest& test) override;
    void run_test(const RunTest& test, int data, int requests) override;
    void run_fixture(const RunFixture& fixture, int data) override;
    void bring_home(int data) override;

    parallel_fixtures::Program& program_;
    int channel_;
    Options options_;
    pid_t owner_;
    TestRunner here_;  // Alone.
    bool waited_ = false;
    SignalState signals_;  // As set-up left them.
    std::vector<platform::OpenFile> files_before_;
    std::vector<pid_t> children_of_setup_;
    std::map<std::uint32_t, pid_t> supervisors_;
    FrameReader<ToProgram> reader_;
    std::deque<Descriptor> received_;
    std::unique_ptr<NextTest> next_;    // In a supervisor; on the heap, for it does not write to the stack up here.
    std::unique_ptr<Mailbox> mailbox_;  // In a supervisor: shared with the processes of its tests.
};

// Writes a whole frame to the session. The process ends when there is no session any more.
void tell_session(int channel, const FromProgram& message);
void write_frame(int channel, const std::string& frame);

}  // namespace pf

#endif
