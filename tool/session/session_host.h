// What a session asks of the command that runs it, beside the events that it sends.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_SESSION_HOST_H
#define PARALLEL_FIXTURES_TOOL_SESSION_SESSION_HOST_H

#include <sys/types.h>

#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "tool/event/event.h"
#include "tool/plan/plan.h"
#include "tool/support/interface.h"

namespace pf {

// What is running when SIGUSR1 asks for the status.
struct RunningTask {
    std::string id;
    int attempt = 1;
    double seconds = 0;
    pid_t pid = 0;
    std::string output;  // The last lines so far.
};
struct RunningFixture {
    std::string label;
    std::string state;
    double seconds = 0;
};

// The session calls these functions from its loop. None of them may block or delete the session.
class SessionHost : public Interface {
public:
    // Returns whether a task that a generator has made joins the run.
    virtual bool wants_generated(TaskId /*task*/) { return true; }
    // The session is about to wait: writes what is still to be written. Returns the seconds from now after which the
    // session must call again.
    virtual double before_waiting(double /*now*/) { return std::numeric_limits<double>::infinity(); }
    // SIGUSR1.
    virtual void show_status(double /*now*/, const std::vector<RunningTask>& /*tasks*/,
                             const std::vector<RunningFixture>& /*fixtures*/) {}
    virtual void terminal_resized() {}
    // Ctrl-Z stops the process after the first call; the second one follows when it continues.
    virtual void pausing(bool /*paused*/) {}
    // A signal or stop(): nothing more will start.
    virtual void ending() {}

    // The following are for a session that the tests of a ctest talk to (tool/serve).

    // Returns whether the session goes on even if it has nothing to do.
    virtual bool stays_open() { return false; }
    virtual void task_output(TaskId /*task*/, std::string_view /*bytes*/) {}
    // The answer to Session::hold().
    virtual void hold_concluded(FixtureId /*fixture*/, SetupOutcome /*outcome*/, const std::string& /*reason*/) {}
};

}  // namespace pf

#endif
