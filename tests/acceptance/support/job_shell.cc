#include "tests/acceptance/support/job_shell.h"

#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>

#include "tests/acceptance/support/processes.h"

namespace pf::acceptance {
namespace {

constexpr int kStopped = -1;  // Among the reports; a wait status is never negative.

void report(int fd, int number) {
    const std::string line = std::to_string(number) + "\n";
    if (::write(fd, line.data(), line.size()) < 0) {
        ::_exit(1);
    }
}

// In the shell's process, after fork: never returns.
[[noreturn]] void run_shell(const std::function<void()>& execute, int reports, int commands) {
    for (const int number : {SIGTTOU, SIGTTIN, SIGTSTP, SIGINT, SIGQUIT}) {
        static_cast<void>(::signal(number, SIG_IGN));
    }
    const pid_t job = ::fork();
    if (job == 0) {
        ::setpgid(0, 0);
        ::tcsetpgrp(STDIN_FILENO, ::getpid());
        for (const int number : {SIGTTOU, SIGTTIN, SIGTSTP, SIGINT, SIGQUIT}) {
            static_cast<void>(::signal(number, SIG_DFL));
        }
        execute();
        ::_exit(127);
    }
    ::setpgid(job, job);
    report(reports, job);
    int status = 0;
    while (::waitpid(job, &status, WUNTRACED) == job && WIFSTOPPED(status)) {
        ::tcsetpgrp(STDIN_FILENO, ::getpgrp());
        report(reports, kStopped);
        char byte = 0;
        if (::read(commands, &byte, 1) != 1) {
            ::_exit(1);
        }
        ::tcsetpgrp(STDIN_FILENO, job);
        ::kill(-job, SIGCONT);
    }
    report(reports, status);
    // The terminal goes with its session: wait until the harness has read it.
    char byte = 0;
    ::_exit(::read(commands, &byte, 1) == 1 ? 1 : 0);
}

std::string read_available(int fd) {
    std::string text;
    std::array<char, 4096> buffer{};
    for (ssize_t got = 0; (got = ::read(fd, buffer.data(), buffer.size())) > 0;) {
        text.append(buffer.data(), static_cast<std::size_t>(got));
    }
    return text;
}

}  // namespace

JobShell::JobShell(const std::function<void()>& execute, int columns) {
    std::array<int, 2> reports{};
    std::array<int, 2> commands{};
    if (::pipe2(reports.data(), O_CLOEXEC) != 0 || ::pipe2(commands.data(), O_CLOEXEC) != 0) {
        throw std::runtime_error("cannot make a pipe");
    }
    const winsize size{40, static_cast<unsigned short>(columns), 0, 0};
    shell_ = ::forkpty(&terminal_, nullptr, nullptr, &size);
    if (shell_ == 0) {
        ::close(reports[0]);
        ::close(commands[1]);
        run_shell(execute, reports[1], commands[0]);
    }
    ::close(reports[1]);
    ::close(commands[0]);
    reports_ = reports[0];
    commands_ = commands[1];
    for (const int fd : {terminal_, reports_}) {
        ::fcntl(fd, F_SETFL, O_NONBLOCK);
        ::fcntl(fd, F_SETFD, FD_CLOEXEC);
    }
    if (shell_ < 0 || !wait_until([&] {
            read_reports();
            return job_ > 0;
        })) {
        throw std::runtime_error("cannot start a job on a pseudo-terminal");
    }
}

JobShell::~JobShell() {
    ::close(commands_);
    ::kill(shell_, SIGKILL);
    ::waitpid(shell_, nullptr, 0);
    ::close(terminal_);
    ::close(reports_);
}

void JobShell::read_reports() {
    unread_ += read_available(reports_);
    for (std::size_t end = 0; (end = unread_.find('\n')) != std::string::npos;) {
        const int number = static_cast<int>(std::strtol(unread_.c_str(), nullptr, 10));
        unread_.erase(0, end + 1);
        if (job_ < 0) {
            job_ = number;
        } else if (number == kStopped) {
            ++stops_;
        } else {
            status_ = number;
        }
    }
}

std::string JobShell::output() {
    text_ += read_available(terminal_);
    return text_;
}

void JobShell::press(char key) {
    if (::write(terminal_, &key, 1) != 1) {
        throw std::runtime_error("cannot write to the terminal");
    }
}

int JobShell::stops() {
    read_reports();
    output();  // A full terminal would block the job.
    return stops_;
}

void JobShell::foreground() {
    if (::write(commands_, "f", 1) != 1) {
        throw std::runtime_error("the shell is gone");
    }
}

void JobShell::hang_up() {
    ::close(terminal_);
    terminal_ = -1;
}

std::optional<int> JobShell::ended() {
    read_reports();
    output();
    return status_;
}

}  // namespace pf::acceptance
