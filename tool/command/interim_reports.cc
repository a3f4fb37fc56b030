#include "tool/command/interim_reports.h"

#include <algorithm>

#include "runtime/platform.h"
#include "tool/schedule/scheduler.h"

namespace pf {

double InterimReports::tick(double now, bool idle) {
    constexpr double kQuiet = 1;
    constexpr double kRest = 20;
    if (running_ && !child_.running()) {
        running_ = false;
        rest_until_ = now + kRest * (now - started_at_);
    }
    idle_since_ = !idle ? -1 : idle_since_ < 0 ? now : idle_since_;
    if (running_ || !idle || !changed_) {
        return kNever;
    }
    const double due = std::max(idle_since_ + kQuiet, rest_until_);
    if (now < due) {
        return due - now;
    }
    changed_ = false;
    started_at_ = now;
    const pid_t child =
        child_.start({platform::own_executable(), "report", run_, "--run", run_, "--annotations", "none"});
    running_ = child > 0;
    if (running_) {
        started_(child);
    }
    return kNever;
}

}  // namespace pf
