#include "tool/command/standalone_task.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "runtime/end_by_signal.h"
#include "runtime/task_client.h"
#include "tool/cli/exit_code.h"
#include "tool/command/commands.h"
#include "tool/connect/lifeline.h"
#include "tool/serve/task_for_ctest.h"

namespace pf {
namespace {

// The task is paused while more than this number of bytes waits for a slow reader.
constexpr std::size_t kPauseAbove = std::size_t{1} << 20U;
constexpr double kRetry = 0.02;  // Seconds.

}  // namespace

Result<Regex> task_regex(const std::string& id) { return Regex::compile("^" + regex_quote(id) + "$"); }

int run_standalone(const CtestTaskOptions& options, const std::vector<std::string>& command_line) {
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
    auto only = task_regex(options.id);
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

StandaloneTask::StandaloneTask(int lifeline, std::string token)
    : lifeline_(lifeline), token_(std::move(token)), output_(STDOUT_FILENO) {}

void StandaloneTask::print(TaskId task, std::string_view bytes) {
    output_.append(bytes);
    if (!paused_ && output_.waiting() > kPauseAbove) {
        paused_ = true;
        session_->pause_output(task, true);
    }
}

double StandaloneTask::flush() {
    output_.flush();
    if (paused_ && output_.waiting() < kPauseAbove) {
        paused_ = false;
        session_->pause_output(task_, false);
    }
    if (output_.waiting() > 0) {
        return kRetry;
    }
    return kNever;
}

void StandaloneTask::watch_parent(Session& session, TaskId task) {
    session_ = &session;
    task_ = task;
    session.loop().watch(lifeline_, POLLIN, [this](short) {
        session_->loop().unwatch(lifeline_);
        session_->cancel(task_, Outcome::crashed, "the process that was started for it was killed");
    });
}

void StandaloneTask::note(const TaskEnded& ended) {
    if (ended.final) {
        ++outcomes_[ended.outcome];
        last_ = ended;
    }
}

int StandaloneTask::end(const TaskOptions& options, int signal, int exit_code) {
    output_.finish();
    if (signal != 0) {
        return end_by_signal(signal);
    }
    if (!last_) {
        return end_without_result("the run ended without a result of the task; its journal may say why");
    }
    const bool all_good = outcomes_.size() == outcomes_.count(Outcome::passed) + outcomes_.count(Outcome::skipped);
    if (all_good && exit_code != kExitOk) {
        return end_without_result("a fixture failed, or the results could not be written; see above");
    }
    TaskOver over = options.generator ? batch_test_ending(outcomes_) : test_ending(*last_, options, true);
    over.timed_out = false;  // There is no ctest that must show a timeout.
    ClientTask task;
    task.token = token_;
    return end_as(over, task);
}

}  // namespace pf
