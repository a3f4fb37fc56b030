#include "tool/serve/task_for_ctest.h"

#include <algorithm>
#include <iterator>

namespace pf {
namespace {

// Returns true if CTest reaches the same outcome by the properties of the test.
bool decided_by_ctest_rules(const TaskEnded& ended) {
    constexpr Cause kRules[] = {Cause::completed, Cause::regex,     Cause::will_fail,
                                Cause::signal,    Cause::skip_code, Cause::skip_regex};
    return std::find(std::begin(kRules), std::end(kRules), ended.cause) != std::end(kRules);
}

// Returns true if CTest counts a test that exits with this code as failed whatever it prints.
bool fails_anyway(int exit_code, const TaskOptions& options) {
    return exit_code > 0 && !options.will_fail && options.pass_regex.empty() && options.skip_regex.empty() &&
           options.skip_return_code != exit_code;
}

bool ends_as_task(const TaskEnded& ended, const TaskOptions& options, bool whole_output) {
    if (decided_by_ctest_rules(ended)) {
        return whole_output || !searches_output(options) || ended.signal.value_or(0) != 0;
    }
    const bool by_framework = ended.cause == Cause::framework || ended.cause == Cause::no_result;
    return by_framework && ended.outcome != Outcome::skipped && fails_anyway(ended.exit_code.value_or(0), options);
}

}  // namespace

bool searches_output(const TaskOptions& options) {
    return !options.pass_regex.empty() || !options.fail_regex.empty() || !options.skip_regex.empty();
}

TaskOver test_ending(const TaskEnded& ended, const TaskOptions& options, bool whole_output) {
    TaskOver over;
    over.timed_out = ended.cause == Cause::timeout;
    over.reason = ended.reason;
    if (ends_as_task(ended, options, whole_output)) {
        over.signal = ended.signal.value_or(0);
        over.exit_code = ended.exit_code.value_or(-1);
    } else if (ended.outcome == Outcome::skipped) {
        over.skipped = true;
        over.exit_code = 0;
    }
    return over;
}

bool delays_output(const TaskOptions& options, int retries) { return retries > 0 && searches_output(options); }

TaskOver batch_test_ending(const std::map<Outcome, int>& ended) {
    TaskOver over;
    int sum = 0;
    int bad = 0;
    for (const auto& [outcome, count] : ended) {
        sum += count;
        bad += is_good(outcome) ? 0 : count;
    }
    const auto skipped = ended.find(Outcome::skipped);
    over.exit_code = bad > 0 ? 1 : 0;
    over.skipped = skipped != ended.end() && skipped->second == sum;
    over.reason = over.skipped ? "all of its tasks were skipped" : "";
    return over;
}

}  // namespace pf
