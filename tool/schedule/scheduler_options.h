// How a run schedules its tasks.
#ifndef PARALLEL_FIXTURES_TOOL_SCHEDULE_SCHEDULER_OPTIONS_H
#define PARALLEL_FIXTURES_TOOL_SCHEDULE_SCHEDULER_OPTIONS_H

namespace pf {

enum class Repeat { none, until_pass, until_fail, after_timeout };

// All times are seconds.
struct SchedulerOptions {
    int slots = 1;
    double default_timeout = 0;  // The limit of tasks that have none of their own; 0: none.
    double grace = 5;            // From SIGTERM to SIGKILL.
    double slow = 60;            // A task is marked slow after this; 0: never.
    double stopped_limit = 5;    // A task that stopped itself is ended after this.
    double inspect_limit =
        0;                   // A task at its time limit may be inspected for so long before it is ended; 0: it is not.
    double kill_limit = 10;  // A supervisor that has not answered to a kill is killed itself after this.
    Repeat repeat = Repeat::none;
    int repeat_count = 1;
    bool stop_on_failure = false;
};

// How far a run is stopped.
enum class StopLevel { none, no_more_starts, terminate, kill };

}  // namespace pf

#endif
