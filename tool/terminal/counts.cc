#include "tool/terminal/counts.h"

namespace pf {

void TaskCounts::add(const TaskEnded& ended) {
    switch (ended.outcome) {
        case Outcome::passed:
            ++passed;
            flaky += ended.flaky ? 1 : 0;
            slow += ended.slow ? 1 : 0;
            passed_leaked += ended.leaked.empty() ? 0 : 1;
            break;
        case Outcome::failed:
            ++failed;
            break;
        case Outcome::timeout:
            ++timeout;
            break;
        case Outcome::crashed:
            ++crashed;
            break;
        case Outcome::skipped:
            ++skipped;
            break;
        case Outcome::not_run:
            ++not_run;
            break;
    }
    leaked += ended.leaked.empty() ? 0 : 1;
}

}  // namespace pf
