// The process of a fixture of a linked program, from the end of its set-up to the beginning of its teardown: it forks
// supervisors for workers and for nested fixtures, and keeps its own state as set-up left it.
#ifndef PARALLEL_FIXTURES_RUNTIME_STANDING_FIXTURE_H
#define PARALLEL_FIXTURES_RUNTIME_STANDING_FIXTURE_H

#include <sys/types.h>

#include <cstdint>
#include <deque>
#include <map>
#include <vector>

#include "parallel_fixtures/program.h"
#include "runtime/descriptor.h"
#include "runtime/linked_message.h"
#include "runtime/platform.h"
#include "runtime/supervisor.h"
#include "runtime/test_process.h"

namespace pf {

class StandingFixture : public parallel_fixtures::Stand, LinkedWork {
public:
    // `channel`: socket to the session, the caller's.
    StandingFixture(parallel_fixtures::Program& program, int channel, bool allow_threads);

    // Holds the fixture: set-up, service, teardown, and says each to the session. What the teardown came to.
    parallel_fixtures::Report hold(const std::string& fixture);

    void wait(const parallel_fixtures::Report& setup) override;

private:
    void complain_of_threads(Standing& standing) const;
    void warn_of_offsets(Standing& standing) const;
    void serve();
    bool receive();
    void fork_supervisor(const ForkSupervisor& request);
    void reap();
    void await_supervisors();
    void kill_strays() const;

    void run_test(const RunTest& test, int data, int requests) override;
    void run_fixture(const RunFixture& fixture, int data) override;

    parallel_fixtures::Program& program_;
    int channel_;
    bool allow_threads_;
    pid_t owner_;
    bool waited_ = false;
    SignalState signals_;  // As set-up left them.
    std::vector<platform::OpenFile> files_before_;
    std::vector<pid_t> children_of_setup_;
    std::map<std::uint32_t, pid_t> supervisors_;
    FrameReader<ToProgram> reader_;
    std::deque<Descriptor> received_;
};

// Writes a whole frame to the session. The process ends when there is no session any more.
void tell_session(int channel, const FromProgram& message);

}  // namespace pf

#endif
