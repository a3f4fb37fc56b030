#include "tool/command/by_itself.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "runtime/end_by_signal.h"
#include "runtime/task_client.h"
#include "tool/channel/lifeline.h"
#include "tool/cli/exit_code.h"
#include "tool/command/commands.h"
#include "tool/serve/task_for_ctest.h"

namespace pf {
namespace {

// Bytes of output that may wait for a slow reader before the task has to.
constexpr std::size_t kMuch = std::size_t{1} << 20U;
constexpr double kTryAgain = 0.02;  // Seconds.

}  // namespace

Result<Regex> only_this_task(const std::string& id) { return Regex::compile("^" + regex_quote(id) + "$"); }

int run_by_itself(const CtestTaskOptions& options, const std::vector<std::string>& command_line) {
    if (const std::string why = why_no_ctest(); !why.empty()) {
        static_cast<void>(std::fprintf(stderr, "parallel-fixtures: %s\n", why.c_str()));
    }
    RunOptions run;
    run.build_dir = options.build_dir;
    run.config = options.config;
    if (options.group) {
        run.select.groups = {options.id};
        return run_command(run, command_line);
    }
    auto only = only_this_task(options.id);
    const Result<Descriptor> lifeline = only.ok() ? continue_in_child() : Result<Descriptor>(only.error());
    if (!lifeline.ok()) {
        return end_without_result(lifeline.error().message);
    }
    run.select.include = std::move(*only);
    run.arguments = options.arguments;
    run.wrapper = options.wrapper;
    run.lifeline = lifeline->get();
    run.token = options.token;
    return run_command(run, command_line);
}

ByItself::ByItself(int lifeline, std::string token)
    : lifeline_(lifeline), token_(std::move(token)), output_(STDOUT_FILENO) {}

void ByItself::join(SessionOptions& options) {
    options.task_output = [this](TaskId task, std::string_view bytes) {
        output_.append(bytes);
        if (!paused_ && output_.waiting() > kMuch) {
            paused_ = true;
            session_->pause_output(task, true);
        }
    };
    const auto before_waiting = options.before_waiting;
    options.before_waiting = [this, before_waiting](double now) {
        output_.flush();
        if (paused_ && output_.waiting() < kMuch) {
            paused_ = false;
            session_->pause_output(task_, false);
        }
        const double limit = before_waiting(now);
        return output_.waiting() > 0 ? std::min(limit, kTryAgain) : limit;
    };
}

void ByItself::watch_parent(Session& session, TaskId task) {
    session_ = &session;
    task_ = task;
    session.loop().watch(lifeline_, POLLIN, [this](short) {
        session_->loop().unwatch(lifeline_);
        session_->cancel(task_, Outcome::crashed, "the process that was started for it was killed");
    });
}

void ByItself::note(const TaskEnded& ended) {
    if (ended.final) {
        ++outcomes_[ended.outcome];
        last_ = ended;
    }
}

int ByItself::end(const TaskOptions& options, int signal, int exit_code) {
    output_.finish();
    if (signal != 0) {
        return end_by_signal(signal);
    }
    if (!last_) {
        return end_without_result("the run ended without a result of the task");
    }
    const bool all_good = outcomes_.size() == outcomes_.count(Outcome::passed) + outcomes_.count(Outcome::skipped);
    if (all_good && exit_code != kExitOk) {
        return end_without_result("a fixture failed, or the results could not be written");
    }
    TaskOver over = options.generator ? how_to_end_batch(outcomes_) : how_to_end(*last_, options, true);
    over.timed_out = false;  // No ctest is there to end it.
    ClientTask task;
    task.token = token_;
    return end_as(over, task);
}

}  // namespace pf
