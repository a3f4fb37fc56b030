// The part of Supervisor that starts commands and forks of a linked program.
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "runtime/directory.h"
#include "runtime/environment.h"
#include "runtime/platform.h"
#include "runtime/process_tree.h"
#include "runtime/supervisor_state.h"

namespace pf {

template <typename Body>
[[gnu::always_inline]] inline pid_t Supervisor::fork_child(Body body) const {
    const pid_t pid = fork();
    if (pid == 0) {
        platform::die_with_parent();
        if (getppid() != self_) {
            _exit(127);  // The parent ended before PR_SET_PDEATHSIG took effect.
        }
        close(control_);
        body();
        _exit(127);
    }
    return pid;
}

void Supervisor::on(const RunCommand& command) {
    number_ = 0;
    well_ = false;
    remove_tree(command.discard_dir);
    if (!private_dir_.use(command.private_dir)) {
        send(NotStarted{StartStep::private_dir, errno});
        return;
    }
    started_ = Clock::now();
    const SpawnResult result = start(command);
    if (result.pid < 0) {
        foreground_terminal_.take_back();
        send(NotStarted{result.failed_step, result.error_number});
        return;
    }
    note_running(result.pid, command.sweep);
    if (command.channel) {
        close_data();
    }
}

void Supervisor::start_test(const RunTest& test) {
    number_ = test.number;
    well_ = false;
    std::pair<Descriptor, Descriptor> ends;
    if (!prepare(test, ends)) {
        return;
    }
    work_->prepare_test(test);
    const pid_t pid = fork_child([&] {
        if (ends.first) {
            ends.first.reset();
        }
        work_->run_test(test, ends.second.get());
    });
    requests_ = std::move(ends.first);
    note_forked(pid, true);
}

// Prepares the directories and, if the process will be reused, the socket to it: `ends.first` is ours. Returns false if
// no process has to be forked.
bool Supervisor::prepare(const RunTest& test, std::pair<Descriptor, Descriptor>& ends) {
    remove_tree(test.discard_dir);
    if (!private_dir_.use(test.private_dir)) {
        send(NotStarted{StartStep::private_dir, errno});
        return false;
    }
    started_ = Clock::now();
    if (state_ == State::reusable && reuse_process(test)) {
        note_running(main_process_, true);
        return false;
    }
    if (!test.reuse) {
        return true;
    }
    auto pair = make_socket_pair();
    if (!pair.ok()) {
        send(NotStarted{StartStep::execute, errno});
        return false;
    }
    ends = std::move(*pair);
    return true;
}

void Supervisor::on(const RunFixture& fixture) {
    started_ = Clock::now();
    note_forked(fork_child([&] { work_->run_fixture(fixture, data_); }), false);
    close_data();
}

// Closes our end, so that only the fixture's process holds it. When that process dies, unread messages and the
// descriptors in them are discarded, and the session sees the end of the connection.
void Supervisor::close_data() {
    close(data_);
    data_ = -1;
}

void Supervisor::note_forked(pid_t pid, bool sweeps) {
    if (pid < 0) {
        send(NotStarted{StartStep::execute, errno});
    } else {
        note_running(pid, sweeps);
    }
}

void Supervisor::note_running(pid_t pid, bool sweeps) {
    main_process_ = pid;
    childless_ = false;
    state_ = State::running;
    reported_started_ = false;
    signalled_ = false;
    stopped_ = false;
    sweep_ = sweeps;
}

// Sends the next test to the process that waits for one. Returns false if that process has ended.
bool Supervisor::reuse_process(const RunTest& test) {
    const std::string frame = encode(ToSupervisor(test));
    siginfo_t info{};
    const bool alive =
        waitid(P_PID, static_cast<id_t>(main_process_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == 0;
    if (alive &&
        ::send(requests_.get(), frame.data(), frame.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(frame.size())) {
        return true;
    }
    end_reusable_process();
    return false;
}

void Supervisor::end_reusable_process() {
    requests_.reset();
    kill(main_process_, SIGKILL);
    waitpid(main_process_, nullptr, 0);
    main_process_ = 0;
    state_ = State::idle;
    sweep(kSweepLimitMs);
}

SpawnResult Supervisor::start(const RunCommand& command) {
    const EnvironmentBlock environment(environment_, command.environment);
    std::vector<char*> argv = as_argv(command.arguments);
    SpawnRequest request;
    request.program = command.program.c_str();
    request.argv = argv.data();
    request.envp = environment.data();
    request.directory = command.directory.c_str();
    request.stdout_fd = command.separate_stdout ? data_ : -1;
    request.channel_fd = command.channel ? data_ : -1;
    request.own_group = foreground_;
    request.terminal_fd = foreground_terminal_.offer();
    SpawnResult result = spawn(request);
    if (result.pid < 0 && result.error_number == ENOEXEC) {
        // A script without "#!" is run by the shell, as execvp() and CTest do.
        static char shell[] = "/bin/sh";
        argv[0] = const_cast<char*>(command.program.c_str());
        argv.insert(argv.begin(), shell);
        request.program = shell;
        request.argv = argv.data();
        result = spawn(request);
    }
    return result;
}

}  // namespace pf
