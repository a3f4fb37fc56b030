#include "runtime/supervisor.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <ctime>

#include "runtime/directory.h"
#include "runtime/environment.h"
#include "runtime/message.h"
#include "runtime/platform.h"
#include "runtime/process_tree.h"
#include "runtime/spawn.h"

namespace pf {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr int kControl = 3;
constexpr int kData = 4;
constexpr milliseconds kSayStartedAfter{20};
constexpr int kSweepLimitMs = 5000;

void on_child(int /*signal*/) {}  // Only there to wake ppoll.

// Descriptors 0 to 4 and nothing else; default dispositions; everything blocked but SIGCHLD while waiting.
void settle(const SupervisorSetup& setup) {
    // Out of the way of the numbers below first.
    const int null = fcntl(open("/dev/null", O_RDWR | O_CLOEXEC), F_DUPFD_CLOEXEC, kData + 1);
    const int control = fcntl(setup.control, F_DUPFD_CLOEXEC, kData + 1);
    const int output = fcntl(setup.output, F_DUPFD_CLOEXEC, kData + 1);
    const int data = setup.data >= 0 ? fcntl(setup.data, F_DUPFD_CLOEXEC, kData + 1) : -1;
    dup2(null, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    dup3(control, kControl, O_CLOEXEC);
    dup3(data >= 0 ? data : null, kData, O_CLOEXEC);
    platform::close_descriptors_from(kData + 1);
    setsid();
    platform::become_subreaper();
    for (int signal = 1; signal < NSIG; ++signal) {
        ::signal(signal, SIG_DFL);
    }
    struct sigaction action {};
    action.sa_handler = on_child;
    sigaction(SIGCHLD, &action, nullptr);
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, nullptr);
}

class Supervisor {
public:
    explicit Supervisor(const SupervisorSetup& setup)
        : environment_(setup.environment), leak_grace_(setup.leak_grace_ms) {
        sigfillset(&waiting_mask_);
        sigdelset(&waiting_mask_, SIGCHLD);
    }

    [[noreturn]] void run() {
        while (true) {
            wait();
            look_at_children();
            check_time();
        }
    }

private:
    enum class State { idle, running, leaving_behind };

    void wait() {
        pollfd control{kControl, POLLIN, 0};
        timespec timeout{};
        const bool timed = next_wakeup(timeout);
        if (ppoll(&control, 1, timed ? &timeout : nullptr, &waiting_mask_) > 0) {
            read_messages();
        }
    }

    // When something is due without an event; false: nothing is.
    bool next_wakeup(timespec& timeout) const {
        Clock::time_point at = Clock::time_point::max();
        if (state_ == State::running && !said_started_) {
            at = started_ + kSayStartedAfter;
        } else if (state_ == State::leaving_behind && !paused_) {
            at = leak_deadline_;
        }
        if (at == Clock::time_point::max()) {
            return false;
        }
        const auto left = std::max(Clock::duration::zero(), at - Clock::now());
        timeout.tv_sec = static_cast<time_t>(std::chrono::duration_cast<std::chrono::seconds>(left).count());
        timeout.tv_nsec = static_cast<long>((left % std::chrono::seconds(1)).count());
        return true;
    }

    void check_time() {
        if (state_ == State::running && !said_started_ && Clock::now() >= started_ + kSayStartedAfter) {
            said_started_ = true;
            send(Started{leader_});
        } else if (state_ == State::leaving_behind && !paused_ && Clock::now() >= leak_deadline_) {
            end_with_leak();
        }
    }

    void read_messages() {
        char buffer[65536];
        const ssize_t got = recv(kControl, buffer, sizeof buffer, MSG_DONTWAIT);
        if (got <= 0) {
            if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
                return;
            }
            abandon();
        }
        reader_.append(buffer, static_cast<std::size_t>(got));
        while (true) {
            auto message = reader_.next_to_supervisor();
            if (!message.ok()) {
                abandon();
            }
            if (!message->has_value()) {
                return;
            }
            std::visit([this](const auto& m) { on(m); }, **message);
        }
    }

    void on(const RunCommand& command) {
        remove_tree(command.discard_dir);
        if (!prepare_private_dir(command.private_dir)) {
            send(NotStarted{StartStep::private_dir, errno});
            return;
        }
        started_ = Clock::now();
        const SpawnResult result = start(command);
        if (result.pid < 0) {
            send(NotStarted{result.failed_step, result.error_number});
            return;
        }
        leader_ = result.pid;
        state_ = State::running;
        said_started_ = false;
        stopped_ = false;
        sweep_ = command.sweep;
    }

    // An untouched one is used again: making and removing one for each task is a tenth of a short task's cost.
    bool prepare_private_dir(const std::string& path) {
        if (path == private_dir_) {
            return true;
        }
        drop_private_dir();
        if (!path.empty() && mkdir(path.c_str(), S_IRWXU) != 0) {
            return false;
        }
        private_dir_ = path;
        return true;
    }

    void drop_private_dir() {
        if (!private_dir_.empty()) {
            rmdir(private_dir_.c_str());
            private_dir_.clear();
        }
    }

    // True: there is something in it, and it is the session's from now on.
    bool give_private_dir_away() {
        if (private_dir_.empty() || is_untouched(private_dir_)) {
            return false;
        }
        const bool left = rmdir(private_dir_.c_str()) != 0 && errno != ENOENT;
        private_dir_.clear();
        return left;
    }

    SpawnResult start(const RunCommand& command) const {
        const EnvironmentBlock environment(environment_, command.environment);
        std::vector<char*> argv;
        for (const std::string& argument : command.arguments) {
            argv.push_back(const_cast<char*>(argument.c_str()));  // execve does not write; its type is historical.
        }
        argv.push_back(nullptr);
        SpawnRequest request;
        request.program = command.program.c_str();
        request.argv = argv.data();
        request.envp = environment.data();
        request.directory = command.directory.c_str();
        request.stdout_fd = command.separate_stdout ? kData : -1;
        SpawnResult result = spawn(request);
        if (result.pid < 0 && result.error_number == ENOEXEC) {
            // A script without "#!": execvp gives it to the shell, so CTest does.
            static char shell[] = "/bin/sh";
            argv[0] = const_cast<char*>(command.program.c_str());
            argv.insert(argv.begin(), shell);
            request.program = shell;
            request.argv = argv.data();
            result = spawn(request);
        }
        return result;
    }

    void on(const SignalAll& message) const {
        signal_descendants(message.signal, leader_);
        signal_descendants(SIGCONT, leader_);
    }

    void on(const KillAll& /*message*/) {
        signal_descendants(SIGKILL, leader_);
        killing_ = state_ != State::idle;
    }

    void on(const Pause& message) {
        if (message.paused == paused_) {
            return;
        }
        paused_ = message.paused;
        signal_descendants(paused_ ? SIGSTOP : SIGCONT, 0);
        // The time between does not count.
        if (paused_) {
            paused_at_ = Clock::now();
        } else {
            started_ += Clock::now() - paused_at_;
            leak_deadline_ += Clock::now() - paused_at_;
        }
    }

    [[noreturn]] void on(const Leave& message) {
        std::vector<std::string> names;
        if (!wait_until_none(message.grace ? static_cast<int>(leak_grace_.count()) : 0)) {
            names = names_of(descendants_of(getpid()));
            sweep(kSweepLimitMs);
        }
        remove_tree(message.discard_dir);
        drop_private_dir();
        send(Swept{names});
        _exit(0);
    }

    // The session has gone, or speaks another language: nothing may outlive it.
    [[noreturn]] void abandon() {
        sweep(kSweepLimitMs);
        drop_private_dir();
        _exit(1);
    }

    void look_at_children() {
        if (state_ == State::running) {
            look_at_leader();
        }
        const bool none_left = reap_orphans();
        if (state_ == State::leaving_behind && none_left) {
            finish();
        } else if (killing_ && !none_left) {
            signal_descendants(SIGKILL, 0);  // What was being forked while the last round was killed.
        }
    }

    void look_at_leader() {
        siginfo_t info{};
        while (waitid(P_PID, static_cast<id_t>(leader_), &info, WEXITED | WSTOPPED | WCONTINUED | WNOHANG) == 0 &&
               info.si_pid != 0) {
            if (info.si_code == CLD_STOPPED || info.si_code == CLD_CONTINUED) {
                note_stop(info.si_code == CLD_STOPPED, info.si_status);
                info = {};
                continue;
            }
            leader_ended(info);
            return;
        }
    }

    void note_stop(bool stopped, int signal) {
        if (!paused_ && stopped != stopped_) {
            stopped_ = stopped;
            send(StopChanged{stopped, signal});
        }
    }

    void leader_ended(const siginfo_t& info) {
        const auto took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - started_);
        ended_ = {};
        ended_.microseconds = static_cast<std::uint64_t>(took.count());
        if (info.si_code == CLD_EXITED) {
            ended_.exit_code = info.si_status;
        } else {
            ended_.signal = info.si_status;
        }
        leader_ = 0;
        if (!sweep_) {
            finish();
            return;
        }
        state_ = State::leaving_behind;
        leak_deadline_ = Clock::now() + leak_grace_;
    }

    // Reaps everything but the leader. True: there is no child left.
    bool reap_orphans() const {
        while (true) {
            siginfo_t info{};
            // With a leader its end must stay unreaped here: look_at_leader alone takes it.
            if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | (leader_ != 0 ? WNOWAIT : 0)) != 0) {
                return errno == ECHILD;
            }
            if (info.si_pid == 0 || info.si_pid == leader_) {
                return false;
            }
            if (leader_ != 0) {
                waitid(P_PID, static_cast<id_t>(info.si_pid), &info, WEXITED | WNOHANG);
            }
        }
    }

    void end_with_leak() {
        ended_.leaked = names_of(descendants_of(getpid()));
        sweep(kSweepLimitMs);
        finish();
    }

    void finish() {
        state_ = State::idle;
        killing_ = false;
        // A pipe is one open file for all commands: what one sets on it must not reach the next.
        for (const int pipe : {STDOUT_FILENO, kData}) {
            const int flags = fcntl(pipe, F_GETFL);
            if (flags >= 0 && (flags & O_NONBLOCK) != 0) {
                fcntl(pipe, F_SETFL, flags & ~O_NONBLOCK);
            }
        }
        ended_.private_dir_left = give_private_dir_away();
        send(ended_);
    }

    void send(const FromSupervisor& message) {
        const std::string frame = encode(message);
        std::size_t sent = 0;
        while (sent < frame.size()) {
            const ssize_t wrote = ::send(kControl, frame.data() + sent, frame.size() - sent, MSG_NOSIGNAL);
            if (wrote < 0 && errno != EINTR) {
                abandon();
            }
            sent += wrote > 0 ? static_cast<std::size_t>(wrote) : 0;
        }
    }

    std::vector<std::string> environment_;
    milliseconds leak_grace_;
    sigset_t waiting_mask_{};
    MessageReader reader_;
    State state_ = State::idle;
    pid_t leader_ = 0;  // Not reaped yet; 0: none.
    Clock::time_point started_;
    Clock::time_point leak_deadline_;
    Clock::time_point paused_at_;
    std::string private_dir_;  // Stands, and is ours. "": none.
    Ended ended_;
    bool said_started_ = false;
    bool stopped_ = false;
    bool paused_ = false;
    bool killing_ = false;
    bool sweep_ = true;
};

}  // namespace

void supervise(SupervisorSetup setup) {
    settle(setup);
    Supervisor(setup).run();
}

}  // namespace pf
