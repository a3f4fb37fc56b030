// The implementation of supervisor.h, shared by supervisor.cc and supervisor_start.cc.
#ifndef PARALLEL_FIXTURES_RUNTIME_SUPERVISOR_STATE_H
#define PARALLEL_FIXTURES_RUNTIME_SUPERVISOR_STATE_H

#include <sys/types.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdint>
#include <ctime>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runtime/descriptor.h"
#include "runtime/foreground_terminal.h"
#include "runtime/message.h"
#include "runtime/private_directory.h"
#include "runtime/spawn.h"
#include "runtime/supervisor.h"

namespace pf {

class Supervisor {
public:
    // `setup` must contain the final numbers of the descriptors. `children` is readable while SIGCHLD, which must be
    // blocked, is pending.
    Supervisor(const SupervisorSetup& setup, Descriptor children)
        : control_(setup.control),
          data_(setup.data),
          work_(setup.work),
          environment_(setup.environment),
          foreground_(setup.owner_group != 0),
          foreground_terminal_(setup.owner_group),
          leak_grace_(setup.leak_grace_ms),
          report_started_after_(setup.report_started_ms),
          children_(std::move(children)) {}

    [[noreturn]] void run();

private:
    using Clock = std::chrono::steady_clock;

    // leak_grace: the command has ended and its descendants have the leak grace. reusable: idle, with a process that
    // waits for another test.
    enum class State { idle, running, leak_grace, reusable };

    // In supervisor.cc: watching the command.
    void wait();
    bool next_wakeup(timespec& timeout) const;
    void check_time();
    void read_messages(int flags);
    [[noreturn]] void on(const Leave& message);
    void on(const TakeNextBack& message);
    [[noreturn]] void end_without_session();
    void look_at_children();
    void look_at_leader();
    [[nodiscard]] std::uint64_t since_start() const;
    void note_stop(bool stopped, int signal);
    void leader_ended(const siginfo_t& info);
    bool reap_orphans() const;
    void begin_end();
    void test_done();
    void end_with_leak();
    void finish();
    static void make_blocking(int pipe);
    void send(const FromSupervisor& message);

    // In supervisor_signals.cc: signalling and pausing what runs.
    void on(const SignalAll& message);
    void on(const KillAll& message);
    void on(const Pause& message);
    void pause_job();

    // In supervisor_next.cc: the next test.
    void on(RunTest& test);
    void hand_back();
    [[nodiscard]] bool ended_well() const;
    void note_unread();
    void begin_next();
    static std::uint64_t microseconds_now();

    // In supervisor_start.cc: starting commands and forks.
    void on(const RunCommand& command);
    void start_test(const RunTest& test);
    void on(const RunFixture& fixture);
    bool prepare(const RunTest& test, std::pair<Descriptor, Descriptor>& ends);
    template <typename Body>
    pid_t fork_child(Body body) const;
    void note_forked(pid_t pid, bool sweeps);
    void close_data();
    void note_running(pid_t pid, bool sweeps);
    bool reuse_process(const RunTest& test);
    void end_reusable_process();
    SpawnResult start(const RunCommand& command);

    int control_;
    int data_;
    LinkedWork* work_;
    std::vector<std::string> environment_;
    bool foreground_;
    ForegroundTerminal foreground_terminal_;
    std::chrono::milliseconds leak_grace_;
    std::chrono::milliseconds report_started_after_;
    pid_t self_ = getpid();
    Descriptor children_;  // Readable while SIGCHLD is pending.
    // Reused for every message. Any other memory that is written to costs the copy of a page after each fork.
    FrameReader<ToSupervisor> reader_;
    std::optional<ToSupervisor> message_;
    std::string frame_;
    State state_ = State::idle;
    pid_t main_process_ = 0;  // The command or the test process, until it is reaped; 0: none.
    Descriptor requests_;     // Socket to a test process that is reused; otherwise none.
    Clock::time_point started_;
    Clock::time_point leak_deadline_;
    Clock::time_point paused_at_;
    PrivateDirectory private_dir_;
    Ended ended_;
    // The next test, if there is one. Otherwise its memory is used again, as that of message_ is.
    RunTest next_;
    bool has_next_ = false;
    bool well_ = false;         // The last test has ended well, so a next test may begin.
    bool signalled_ = false;    // The running test was sent a signal.
    std::uint32_t number_ = 0;  // That of the test that began last. 0: a command began after it.
    bool reported_started_ = false;
    bool stopped_ = false;
    bool paused_ = false;
    bool killing_ = false;
    bool sweep_ = true;
    bool look_ = false;      // A child may have changed its state.
    bool childless_ = true;  // There was no child when that was last looked at.
};

}  // namespace pf

#endif
