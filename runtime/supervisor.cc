#include "runtime/supervisor.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <memory>
#include <utility>

#include "runtime/directory.h"
#include "runtime/platform.h"
#include "runtime/process_tree.h"
#include "runtime/signals.h"
#include "runtime/supervisor_state.h"

namespace pf {
namespace {

// The first descriptor of the supervisor's own: 3, or a number that a linked program is unlikely to use.
constexpr int kFirstOwn = 3;
constexpr int kFirstOwnLinked = 64;

// Closes other descriptors. Afterwards `setup` contains the final numbers of the descriptors.
void prepare_descriptors(SupervisorSetup& setup, int first) {
    // First moves the descriptors out of the way of the final numbers.
    Descriptor opened(open("/dev/null", O_RDWR | O_CLOEXEC));
    const int null = duplicate_from(opened.get(), first + 2);
    opened.reset();  // It may have one of the final numbers.
    const int control = duplicate_from(setup.control, first + 2);
    const int output = duplicate_from(setup.output, first + 2);
    const int data = setup.data >= 0 ? duplicate_from(setup.data, first + 2) : -1;
    if (null < 0 || control < 0 || output < 0 || (setup.data >= 0 && data < 0)) {
        _exit(1);  // The supervisor would receive no work and not detect the end of the session.
    }
    if (setup.owner_group == 0) {
        dup2(null, STDIN_FILENO);
        dup2(output, STDOUT_FILENO);
        dup2(output, STDERR_FILENO);
    }
    if (setup.work == nullptr) {
        setup.control = dup3(control, first, O_CLOEXEC);
        setup.data = data >= 0 ? dup3(data, first + 1, O_CLOEXEC) : -1;
        platform::close_descriptors_from(first + (data >= 0 ? 2 : 1));
    } else {
        for (const int fd : {setup.control, setup.output, setup.data, output, null}) {
            close(fd);
        }
        setup.control = control;
        setup.data = data;
    }
}

// Prepares the process, resets signal dispositions, and blocks all signals. Returns the descriptor that is readable
// while SIGCHLD is pending.
Descriptor prepare_process(SupervisorSetup& setup) {
    const int first = setup.work != nullptr ? kFirstOwnLinked : kFirstOwn;
    prepare_descriptors(setup, first);
    if (setup.owner_group == 0) {
        setsid();
    } else {
        setpgid(0, 0);  // Signals to the session's group must not reach the supervisor.
    }
    platform::become_subreaper();
    for (int signal = 1; signal < NSIG; ++signal) {
        static_cast<void>(::signal(signal, SIG_DFL));
    }
    block_all_signals();
    auto children = platform::open_signal_source({SIGCHLD});
    if (!children.ok()) {
        _exit(1);  // The supervisor would not see the end of a command.
    }
    if (setup.work != nullptr) {
        children->reset(duplicate_from(children->get(), first + 2));
    }
    return std::move(*children);
}

}  // namespace

void Supervisor::run() {
    while (true) {
        wait();
        if (std::exchange(look_, false)) {
            look_at_children();
        }
        check_time();
    }
}

void Supervisor::wait() {
    if (state_ == State::idle && childless_) {
        read_messages(0);  // Nothing else can happen.
        return;
    }
    pollfd polled[] = {{control_, POLLIN, 0},
                       {children_.get(), POLLIN, 0},
                       {state_ == State::running ? requests_.get() : -1, POLLIN, 0}};
    timespec timeout{};
    const bool timed = next_wakeup(timeout);
    if (ppoll(polled, std::size(polled), timed ? &timeout : nullptr, nullptr) <= 0) {
        return;
    }
    if (polled[2].revents != 0) {
        test_done();
    }
    if (polled[0].revents != 0) {
        read_messages(MSG_DONTWAIT);
    }
    if (polled[1].revents != 0) {
        // The signal is taken before the children are looked at, so that an end in between is another signal.
        look_ = platform::next_signal(children_.get()).number != 0;
    }
}

// Sets `timeout` to the time until something is due. Returns false if nothing is.
bool Supervisor::next_wakeup(timespec& timeout) const {
    Clock::time_point at = Clock::time_point::max();
    if (state_ == State::running && !reported_started_) {
        at = started_ + report_started_after_;
    } else if (state_ == State::leak_grace && !paused_) {
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

void Supervisor::check_time() {
    if (state_ == State::running && !reported_started_ && Clock::now() >= started_ + report_started_after_) {
        reported_started_ = true;
        send(Started{main_process_});
        hand_back();
    } else if (state_ == State::leak_grace && !paused_ && Clock::now() >= leak_deadline_) {
        end_with_leak();
    }
}

void Supervisor::read_messages(int flags) {
    char buffer[1024];  // Small, because a child that is forked below this frame writes to its stack pages.
    const ssize_t got = recv(control_, buffer, sizeof buffer, flags);
    if (got <= 0) {
        if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
            return;
        }
        end_without_session();
    }
    reader_.append(buffer, static_cast<std::size_t>(got));
    while (true) {
        const Result<bool> complete = reader_.next(message_);
        if (!complete.ok()) {
            end_without_session();
        }
        if (!*complete) {
            return;
        }
        std::visit([this](auto& m) { on(m); }, *message_);
    }
}

void Supervisor::on(const Leave& message) {
    constexpr int kCloseLimitMs = 2000;
    std::vector<std::string> names;
    int grace_ms = message.grace ? static_cast<int>(leak_grace_.count()) : 0;
    if (state_ == State::reusable) {
        requests_.reset();  // The process then ends by itself, and may have coverage data to write.
        grace_ms = kCloseLimitMs;
    }
    if (!wait_until_none(grace_ms)) {
        names = names_of(descendants_of(getpid()));
        sweep(kSweepLimitMs);
    }
    remove_tree(message.discard_dir);
    private_dir_.remove();
    send(Swept{names});
    _exit(0);
}

// Called when the session has gone or sends invalid data. No descendant may outlive it.
void Supervisor::end_without_session() {
    sweep(kSweepLimitMs);
    private_dir_.remove();
    _exit(1);
}

void Supervisor::look_at_children() {
    if (state_ == State::running) {
        look_at_leader();
    } else if (state_ == State::reusable) {
        siginfo_t info{};
        if (waitid(P_PID, static_cast<id_t>(main_process_), &info, WEXITED | WNOHANG) == 0 && info.si_pid != 0) {
            main_process_ = 0;
            state_ = State::idle;
            requests_.reset();
        }
    }
    childless_ = reap_orphans();
    if (state_ == State::leak_grace && childless_) {
        finish();
    } else if (killing_ && !childless_) {
        signal_descendants(SIGKILL, 0);  // Kills processes that were being forked during the last round.
    }
}

void Supervisor::look_at_leader() {
    siginfo_t info{};
    while (waitid(P_PID, static_cast<id_t>(main_process_), &info, WEXITED | WSTOPPED | WCONTINUED | WNOHANG) == 0 &&
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

std::uint64_t Supervisor::since_start() const {
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - started_);
    return static_cast<std::uint64_t>(took.count());
}

void Supervisor::note_stop(bool stopped, int signal) {
    if (!paused_ && stopped != stopped_) {
        stopped_ = stopped;
        if (stopped) {
            foreground_terminal_.take_back();
        }
        send(StopChanged{stopped, signal});
    }
}

void Supervisor::leader_ended(const siginfo_t& info) {
    begin_end();
    if (info.si_code == CLD_EXITED) {
        ended_.exit_code = info.si_status;
    } else {
        ended_.signal = info.si_status;
    }
    main_process_ = 0;
    foreground_terminal_.take_back();
    foreground_terminal_.restore_modes();
    requests_.reset();
    if (!sweep_) {
        finish();
        return;
    }
    state_ = State::leak_grace;
    leak_deadline_ = Clock::now() + leak_grace_;
}

// Reaps all children except the leader. Returns true if there is no child left.
bool Supervisor::reap_orphans() const {
    while (true) {
        siginfo_t info{};
        // If there is a leader, does not reap it here; look_at_leader() does.
        if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | (main_process_ != 0 ? WNOWAIT : 0)) != 0) {
            return errno == ECHILD;
        }
        if (info.si_pid == 0 || info.si_pid == main_process_) {
            return false;
        }
        if (main_process_ != 0) {
            waitid(P_PID, static_cast<id_t>(info.si_pid), &info, WEXITED | WNOHANG);
        }
    }
}

void Supervisor::end_with_leak() {
    ended_.leaked = names_of(descendants_of(getpid()));
    sweep(kSweepLimitMs);
    finish();
}

void Supervisor::finish() {
    state_ = State::idle;
    killing_ = false;
    make_blocking(STDOUT_FILENO);
    if (data_ >= 0) {
        make_blocking(data_);
    }
    ended_.private_dir_left = private_dir_.hand_over();
    note_unread();
    well_ = ended_well();
    ended_.next = !has_next_ ? NextState::none : well_ ? NextState::begins : NextState::handed_back;
    ended_.next_at = has_next_ && well_ ? microseconds_now() : 0;
    send(ended_);
    if (std::exchange(has_next_, false) && well_) {
        begin_next();
    }
}

// All commands share the pipes, so a file status flag that one command sets must not affect the next.
void Supervisor::make_blocking(int pipe) {
    const int flags = fcntl(pipe, F_GETFL);
    if (flags >= 0 && (flags & O_NONBLOCK) != 0) {
        fcntl(pipe, F_SETFL, flags & ~O_NONBLOCK);
    }
}

void Supervisor::send(const FromSupervisor& message) {
    frame_ = encode(message, std::move(frame_));
    if (!send_all(control_, frame_)) {
        end_without_session();
    }
}

// Sets what is known of every end. The allocations of the end before are reused.
void Supervisor::begin_end() {
    ended_.exit_code = -1;
    ended_.signal = 0;
    ended_.microseconds = since_start();
    ended_.leaked.clear();
    ended_.report.clear();
    if (work_ != nullptr) {
        work_->take_report(ended_.report);
    }
}

// Called when a reused test process has ended its test, or at end of file, when it is ending itself.
void Supervisor::test_done() {
    char done = 0;
    if (recv(requests_.get(), &done, 1, MSG_DONTWAIT) != 1) {
        requests_.reset();
        return;
    }
    begin_end();
    ended_.exit_code = 0;
    finish();
    state_ = State::reusable;
}

void supervise(SupervisorSetup setup) {
    Descriptor children = prepare_process(setup);
    if (setup.work != nullptr) {
        setup.work->prepare();
    }
    // On the heap, where it shares pages that are written to anyway; a page of the stack would be copied at each fork.
    std::make_unique<Supervisor>(setup, std::move(children))->run();
}

}  // namespace pf
