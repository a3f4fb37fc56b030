// How a run schedules its tasks.
#ifndef PARALLEL_FIXTURES_TOOL_SCHEDULE_SCHEDULER_OPTIONS_H
#define PARALLEL_FIXTURES_TOOL_SCHEDULE_SCHEDULER_OPTIONS_H

#include <optional>
#include <string>

#include "tool/plan/resource_spec.h"

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
    bool repeat_in_turn = false;  // A task that is repeated waits until all others have had as many attempts.
    double repeat_seconds = 0;    // Then no attempt is repeated after this; 0: no limit.
    int max_fail = 0;             // Nothing more starts after this number of failures; 0: the number does not matter.
    std::optional<ResourceSpec> resources;  // What tasks with RESOURCE_GROUPS share; nullopt: the property is ignored.
    bool flaky_fails = false;               // A task that passes after an attempt that did not has failed.
};

// Returns the option of the command line that sets `max_fail`.
inline std::string max_fail_option(int max_fail) {
    return max_fail == 1 ? "--stop-on-failure" : "--max-fail " + std::to_string(max_fail);
}

// How far a run is stopped.
enum class StopLevel { none, no_more_starts, terminate, kill };

}  // namespace pf

#endif
