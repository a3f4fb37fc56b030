// One run of the helper as a process: started, watched, signalled, waited for. Whatever it leaves is killed at the end.
#ifndef PARALLEL_FIXTURES_TESTS_ACCEPTANCE_SUPPORT_HELPER_RUN_H
#define PARALLEL_FIXTURES_TESTS_ACCEPTANCE_SUPPORT_HELPER_RUN_H

#include <sys/types.h>

#include <functional>
#include <memory>
#include <string>

#include "tests/acceptance/support/job_shell.h"
#include "tests/acceptance/support/plan_file.h"

namespace pf::acceptance {

struct RunOptions {
    Words environment{};                  // K=V, added to ours.
    bool terminal = false;                // As the foreground job of a shell on a pseudo-terminal.
    int columns = 120;                    // Of that pseudo-terminal.
    std::function<void()> before_exec{};  // In the child: limits, descriptors, dispositions.
};

struct Ended {
    int exit_code = -1;    // -1: ended by a signal.
    int signal = 0;        // 0: exited.
    long max_rss_kib = 0;  // Of the largest process of the helper, waited-for ones included; 0 on a terminal.
};

class HelperRun {
public:
    // Starts `argv`, its output going to the file `transcript`. `mark` marks it and all that comes from it.
    HelperRun(const Words& argv, const std::string& mark, const std::string& transcript, const RunOptions& options);
    HelperRun(const HelperRun&) = delete;
    HelperRun& operator=(const HelperRun&) = delete;
    ~HelperRun();  // Kills what is left.

    [[nodiscard]] pid_t pid() const { return pid_; }
    [[nodiscard]] std::string output();  // So far, stdout and stderr together.

    void signal(int number);        // To the helper alone.
    void signal_group(int number);  // To its process group, as a terminal does.

    // The first signal sent that asks it to end; 0: none. The exit code must be 128 + it.
    [[nodiscard]] int asked_to_end() const { return asked_to_end_; }

    // REQUIRES: options.terminal.
    JobShell& shell() { return *shell_; }
    void press_interrupt();  // Ctrl-C.

    [[nodiscard]] bool has_ended();
    // Throws std::runtime_error with the output and the processes alive when it has not ended in time; all are killed.
    Ended wait(double seconds = 60);

private:
    void start(const Words& argv, const Words& environment, const RunOptions& options);
    void note(int number);

    std::string mark_;
    std::string transcript_;
    pid_t pid_ = -1;
    bool reaped_ = false;
    Ended ended_;
    int asked_to_end_ = 0;
    std::unique_ptr<JobShell> shell_;
};

}  // namespace pf::acceptance

#endif
