// Reports of a run that is not over.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_INTERIM_REPORTS_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_INTERIM_REPORTS_H

#include <sys/types.h>

#include <functional>
#include <string>
#include <utility>

#include "tool/process/background_child.h"

namespace pf {

// Lets a child process of low priority make the reports of what the journal says so far, when the session has been idle
// for a second. It rests for twenty times as long as the last report took, so that reports never take more than a
// twentieth of the run.
class InterimReports {
public:
    // `run`: the run's directory. `started` hears of each child.
    InterimReports(std::string run, std::function<void(pid_t)> started)
        : run_(std::move(run)), started_(std::move(started)) {}

    // Something happened that no report says yet.
    void note_news() { news_ = true; }

    // Call whenever the session is about to wait, and when a child has ended. `idle`: it waits for nothing but for
    // tests of its ctest to come. `now` is in seconds. Returns after how many seconds it wants to be called again.
    double tick(double now, bool idle);

private:
    std::string run_;
    std::function<void(pid_t)> started_;
    BackgroundChild child_;
    bool news_ = false;
    bool at_work_ = false;
    double begun_ = 0;
    double idle_since_ = -1;  // -1: it is not idle.
    double rest_until_ = 0;
};

}  // namespace pf

#endif
