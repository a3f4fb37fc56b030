#include "tool/serve/task_for_ctest.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

namespace pf {
namespace {

// What its framework says and its exit code does not must not be taken for a pass.
bool by_itself(const TaskEnded& ended) {
    constexpr Cause kIts[] = {Cause::completed, Cause::regex,      Cause::will_fail, Cause::signal,
                              Cause::skip_code, Cause::skip_regex, Cause::output_cut};
    if (ended.cause == Cause::framework || ended.cause == Cause::no_result) {
        return ended.outcome == Outcome::skipped || ended.exit_code.value_or(0) != 0;
    }
    return std::find(std::begin(kIts), std::end(kIts), ended.cause) != std::end(kIts);
}

}  // namespace

void leave_to_ctest(Plan& plan, TaskId id) {
    Task& task = plan.tasks[id];
    Group& group = plan.groups[task.group];
    TaskOptions options = task.options();
    options.locks.clear();
    options.run_serial = false;
    options.processors = 1;
    task.own_options = std::make_shared<const TaskOptions>(std::move(options));
    group.locks.clear();
    group.run_serial = false;
}

TaskOver how_to_end(const TaskEnded& ended, const TaskOptions& options) {
    TaskOver over;
    over.skipped = ended.outcome == Outcome::skipped;
    over.timed_out = ended.cause == Cause::timeout;
    over.reason = ended.reason;
    if (by_itself(ended)) {
        over.signal = ended.signal.value_or(0);
        over.exit_code = ended.exit_code.value_or(-1);
        over.reason = over.skipped ? ended.reason : "";
    } else if (over.skipped) {
        over.exit_code = options.skip_return_code.value_or(0);
    }
    return over;
}

TaskOver how_to_end_batch(const std::map<Outcome, int>& ended) {
    TaskOver over;
    int sum = 0;
    int bad = 0;
    for (const auto& [outcome, count] : ended) {
        sum += count;
        bad += outcome == Outcome::passed || outcome == Outcome::skipped ? 0 : count;
    }
    const auto skipped = ended.find(Outcome::skipped);
    over.exit_code = bad > 0 ? 1 : 0;
    over.skipped = skipped != ended.end() && skipped->second == sum;
    over.reason = over.skipped ? "all of its tasks were skipped" : "";
    return over;
}

}  // namespace pf
