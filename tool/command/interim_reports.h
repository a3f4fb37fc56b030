// Writes the reports of a run that has not ended yet.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_INTERIM_REPORTS_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_INTERIM_REPORTS_H

#include <sys/types.h>

#include <functional>
#include <string>
#include <utility>

#include "tool/process/background_child.h"

namespace pf {

// Starts a child process of low priority that writes the reports from the journal so far, when the session has been
// idle for one second. The next report waits for twenty times as long as the last one took, so that reports never take
// more than a twentieth of the run.
class InterimReports {
public:
    // `run` is the directory of the run. `started` is called with the pid of each child.
    InterimReports(std::string run, std::function<void(pid_t)> started)
        : run_(std::move(run)), started_(std::move(started)) {}

    // Notes that an event happened that no report contains yet.
    void note_event() { changed_ = true; }

    // Call it whenever the session is about to wait and when a child has ended. `idle` is true if the session waits
    // only for new clients. `now` is in seconds. Returns the number of seconds after which it must be called again.
    double tick(double now, bool idle);

private:
    std::string run_;
    std::function<void(pid_t)> started_;
    BackgroundChild child_;
    bool changed_ = false;
    bool running_ = false;
    double started_at_ = 0;
    double idle_since_ = -1;  // -1: the session is not idle.
    double rest_until_ = 0;
};

}  // namespace pf

#endif
