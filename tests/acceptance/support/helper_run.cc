#include "tests/acceptance/support/helper_run.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>
#include <string_view>

#include "tests/acceptance/support/processes.h"

namespace pf::acceptance {
namespace {

// Ours without what would change the helper's behaviour, with the mark and what the test adds.
Words environment_of(const std::string& mark, const RunOptions& options) {
    Words result;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text(*entry);
        bool kept = true;
        for (const std::string_view prefix : {"PARALLEL_FIXTURES_", "NO_COLOR", "CLICOLOR", "COLUMNS=", "CI=", "TERM=",
                                              "CTEST_PARALLEL_LEVEL=", "GITHUB_", "GITLAB_CI="}) {
            kept = kept && !text.starts_with(prefix);
        }
        for (const std::string& own : options.environment) {
            kept = kept && !text.starts_with(own.substr(0, own.find('=') + 1));
        }
        if (kept) {
            result.emplace_back(text);
        }
    }
    result.emplace_back("TERM=xterm");
    result.push_back(std::string(kMarkVariable) + "=" + mark);
    result.insert(result.end(), options.environment.begin(), options.environment.end());
    return result;
}

std::vector<char*> pointers(const Words& words) {
    std::vector<char*> result;
    for (const std::string& word : words) {
        result.push_back(const_cast<char*>(word.c_str()));  // NOLINT: execve takes them so and changes nothing.
    }
    result.push_back(nullptr);
    return result;
}

Ended from_status(int status, long max_rss_kib) {
    Ended ended;
    ended.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    ended.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    ended.max_rss_kib = max_rss_kib;
    return ended;
}

}  // namespace

HelperRun::HelperRun(const Words& argv, const std::string& mark, const std::string& transcript,
                     const RunOptions& options)
    : mark_(mark), transcript_(transcript) {
    start(argv, environment_of(mark, options), options);
}

void HelperRun::start(const Words& argv, const Words& environment, const RunOptions& options) {
    const std::vector<char*> arguments = pointers(argv);
    const std::vector<char*> variables = pointers(environment);
    const auto execute = [&] {
        if (options.before_exec) {
            options.before_exec();
        }
        ::execve(arguments[0], arguments.data(), variables.data());
        ::_exit(127);
    };
    if (options.terminal) {
        shell_ = std::make_unique<JobShell>(execute, options.columns);
        pid_ = shell_->job();
        return;
    }
    pid_ = ::fork();
    if (pid_ == 0) {
        ::setsid();
        const int out = ::open(transcript_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0644);
        ::dup2(out, STDOUT_FILENO);
        ::dup2(out, STDERR_FILENO);
        execute();
    }
}

HelperRun::~HelperRun() {
    kill_processes_with(mark_);
    if (!shell_ && !reaped_) {
        ::waitpid(pid_, nullptr, 0);
    }
}

std::string HelperRun::output() { return shell_ ? shell_->output() : read_file(transcript_); }

void HelperRun::note(int number) {
    const bool ends = number == SIGINT || number == SIGTERM || number == SIGHUP || number == SIGQUIT;
    if (asked_to_end_ == 0 && ends) {
        asked_to_end_ = number;
    }
}

void HelperRun::signal(int number) {
    note(number);
    ::kill(pid_, number);
}

void HelperRun::signal_group(int number) {
    note(number);
    ::kill(-pid_, number);
}

void HelperRun::press_interrupt() {
    note(SIGINT);
    shell_->press('\x03');
}

bool HelperRun::has_ended() {
    if (reaped_) {
        return true;
    }
    if (shell_) {
        const std::optional<int> status = shell_->ended();
        if (status) {
            ended_ = from_status(*status, 0);
            reaped_ = true;
        }
        return reaped_;
    }
    int status = 0;
    rusage usage{};
    if (::wait4(pid_, &status, WNOHANG, &usage) == pid_) {
        ended_ = from_status(status, usage.ru_maxrss);
        reaped_ = true;
    }
    return reaped_;
}

Ended HelperRun::wait(double seconds) {
    if (!wait_until([&] { return has_ended(); }, seconds)) {
        const std::string alive = describe(processes_with(mark_));
        kill_processes_with(mark_);
        throw std::runtime_error("the helper has not ended in time; alive: " + alive + "\n" + output());
    }
    return ended_;
}

}  // namespace pf::acceptance
