#include "tool/serve/task_for_ctest.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

namespace pf {
namespace {

bool by_itself(Cause cause) {
    constexpr Cause kIts[] = {Cause::completed, Cause::regex,      Cause::will_fail, Cause::signal,
                              Cause::skip_code, Cause::skip_regex, Cause::output_cut};
    return std::find(std::begin(kIts), std::end(kIts), cause) != std::end(kIts);
}

}  // namespace

void make_ready_for_ctest(Plan& plan, TaskId id, const std::vector<std::string>& arguments) {
    Task& task = plan.tasks[id];
    Group& group = plan.groups[task.group];
    TaskOptions options = task.options();
    options.locks.clear();
    options.run_serial = false;
    options.processors = 1;
    task.own_options = std::make_shared<const TaskOptions>(std::move(options));
    group.locks.clear();
    group.run_serial = false;
    for (const std::string& argument : arguments) {
        task.command.push_back(plan.keep(argument));
    }
}

TaskOver how_to_end(const TaskEnded& ended, const TaskOptions& options) {
    TaskOver over;
    over.skipped = ended.outcome == Outcome::skipped;
    over.timed_out = ended.cause == Cause::timeout;
    over.reason = ended.reason;
    if (by_itself(ended.cause)) {
        over.signal = ended.signal.value_or(0);
        over.exit_code = ended.exit_code.value_or(-1);
        over.reason = over.skipped ? ended.reason : "";
    } else if (over.skipped) {
        over.exit_code = options.skip_return_code.value_or(0);
    }
    return over;
}

}  // namespace pf
