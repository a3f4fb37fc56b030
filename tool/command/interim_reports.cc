#include "tool/command/interim_reports.h"

#include <algorithm>

#include "runtime/platform.h"
#include "tool/schedule/scheduler.h"

namespace pf {

double InterimReports::tick(double now, bool idle) {
    constexpr double kQuiet = 1;
    constexpr double kRest = 20;
    if (at_work_ && !child_.running()) {
        at_work_ = false;
        rest_until_ = now + kRest * (now - begun_);
    }
    idle_since_ = !idle ? -1 : idle_since_ < 0 ? now : idle_since_;
    if (at_work_ || !idle || !news_) {
        return kNever;
    }
    const double due = std::max(idle_since_ + kQuiet, rest_until_);
    if (now < due) {
        return due - now;
    }
    news_ = false;
    begun_ = now;
    const pid_t child = child_.start({platform::own_executable(), "report", run_, "--run", run_});
    at_work_ = child > 0;
    if (at_work_) {
        started_(child);
    }
    return kNever;
}

}  // namespace pf
