// The least of a shell that job control needs: a session on a pseudo-terminal, one job in the foreground, `fg`. Without
// it a stop by Ctrl-Z cannot be tested: the kernel ignores SIGTSTP in a process group that has no parent in its
// session.
#ifndef PARALLEL_FIXTURES_TESTS_ACCEPTANCE_SUPPORT_JOB_SHELL_H
#define PARALLEL_FIXTURES_TESTS_ACCEPTANCE_SUPPORT_JOB_SHELL_H

#include <sys/types.h>

#include <functional>
#include <optional>
#include <string>

namespace pf::acceptance {

class JobShell {
public:
    // Runs `execute`, which must not return, as the foreground job on a terminal of so many columns.
    JobShell(const std::function<void()>& execute, int columns);
    JobShell(const JobShell&) = delete;
    JobShell& operator=(const JobShell&) = delete;
    ~JobShell();

    [[nodiscard]] pid_t job() const { return job_; }
    std::string output();        // What the terminal has shown.
    void press(char key);        // '\x03' Ctrl-C, '\x1a' Ctrl-Z.
    [[nodiscard]] int stops();   // How often the job has been seen to stop.
    void foreground();           // `fg`.
    void hang_up();              // The terminal goes away.
    std::optional<int> ended();  // The wait status.

private:
    void read_reports();

    pid_t shell_ = -1;
    pid_t job_ = -1;
    int terminal_ = -1;
    int reports_ = -1;   // From the shell: a number and a newline each.
    int commands_ = -1;  // To the shell: a byte is `fg`.
    std::string text_;
    std::string unread_;
    int stops_ = 0;
    std::optional<int> status_;
};

}  // namespace pf::acceptance

#endif
