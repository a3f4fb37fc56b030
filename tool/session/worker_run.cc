#include "tool/session/worker_run.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "runtime/directory.h"
#include "runtime/foreground_terminal.h"
#include "tool/session/printed_failures.h"
#include "tool/session/report_verdict.h"
#include "tool/support/text.h"

namespace pf {
namespace {

// Results have this text in place of the output.
constexpr const char* kNotCaptured = "[not captured: it ran on the terminal (--no-fork)]\n";

bool is_plain_exit_code(const Conclusion& conclusion) {
    return conclusion.outcome == Outcome::failed && conclusion.cause == Cause::completed &&
           conclusion.reason.starts_with("exit code ");
}

const Text& first_of(const Text& a, const Text& b, const Text& c) { return !a.empty() ? a : !b.empty() ? b : c; }

}  // namespace

WorkerRun::~WorkerRun() {
    if (!supervisor_) {
        remove_tree(discard_dir_);
    } else if (is_plain() && !running_ && !leaked_) {
        context_.supervisors.keep_idle({std::move(supervisor_), private_dir_, discard_dir_});
    } else {
        supervisor_->send(Leave{discard_dir_, false});
    }
}

// Whether the supervisor is one that every group could have: it has nothing of this one.
bool WorkerRun::is_plain() const { return forked_from_ == kNone && !has_data_pipe_ && !context_.foreground; }

std::unique_ptr<TaskRun> WorkerRun::make_run(bool forked) {
    const Task& task = context_.plan.tasks[current_.task];
    const Attempt attempt{context_, current_, output_, directory_};
    if (forked) {
        return std::make_unique<ForkedTest>(attempt);
    }
    if (!task.test.empty()) {
        return std::make_unique<StartedTest>(attempt);
    }
    if (task.options().generator) {
        return std::make_unique<GeneratorRun>(
            attempt, [this](std::string_view line) { return host_.task_generated(*this, line); });
    }
    if (!context_.plan.groups[id_.group].program.command.empty()) {
        return std::make_unique<CaseRun>(attempt);
    }
    return std::make_unique<CommandRun>(attempt);
}

std::string WorkerRun::directory_of(TaskId task) const {
    const Group& group = context_.plan.groups[id_.group];
    return std::string(
        first_of(context_.plan.tasks[task].options().working_directory, group.working_directory, group.binary_dir));
}

void WorkerRun::begin(const StartTask& task, double at) {
    current_ = task;
    started_ = at;
    running_ = true;
    pid_ = 0;
    number_ = 0;
    ended_.reset();
    directory_ = directory_of(task.task);
    output_file_ = safe_file_name(context_.plan.task_id(task.task)) +
                   (task.attempt > 1 ? "." + std::to_string(task.attempt) : "") + ".log";
    output_ = context_.foreground
                  ? Capture::uncaptured(kNotCaptured)
                  : Capture(context_.output_dir.empty() ? "" : context_.output_dir + "/" + output_file_);
}

void WorkerRun::start(const StartTask& task, LinkedRun* program) {
    const TaskOptions& options = context_.plan.tasks[task.task].options();
    begin(task, context_.clock.now());
    run_ = make_run(program != nullptr);
    if (!options.listing_error.empty()) {
        finish({Outcome::failed, Cause::discovery, std::string(options.listing_error)}, 0);
        return;
    }
    if (const std::optional<Conclusion> problem = prepare(options, program)) {
        finish(*problem, 0);
        return;
    }
    const Result<VariableList> changes = host_.variables_of(task, private_dir_);
    if (!changes.ok()) {
        finish({Outcome::failed, Cause::failed_to_start, changes.error().message}, 0);
        return;
    }
    TaskRun::Order order = run_->order(*changes);
    std::visit([this](auto& request) { send(std::move(request)); }, order);
}

void WorkerRun::send(RunCommand command) {
    command.private_dir = private_dir_;
    command.discard_dir = std::exchange(discard_dir_, {});
    supervisor_->send(command);
}

void WorkerRun::send(RunTest test) {
    const int reuse = context_.plan.groups[id_.group].program.reuse;
    test.reuse = ++in_process_ < reuse || reuse == 0;
    in_process_ = test.reuse ? in_process_ : 0;
    test.private_dir = private_dir_;
    test.discard_dir = std::exchange(discard_dir_, {});
    test.number = number_ = ++last_number_;
    if (unit_ != nullptr) {
        run_in_unit(test);
    } else {
        supervisor_->send(test);
    }
}

// Returns how the task ends if something is missing without which a process is not worth starting.
std::optional<Conclusion> WorkerRun::prepare(const TaskOptions& options, LinkedRun* program) {
    for (const Text file : options.required_files) {
        const std::string path = file.substr(0, 1) == "/" ? std::string(file) : directory_ + "/" + std::string(file);
        if (access(path.c_str(), F_OK) != 0) {
            return Conclusion{Outcome::not_run, Cause::required_files, "required file " + path + " is missing"};
        }
    }
    const std::optional<Conclusion> missing = run_->prepare();
    return missing ? missing : get_supervisor(options, program);
}

// Gets a supervisor, unless there is one that was forked from the same fixture and can run the task.
std::optional<Conclusion> WorkerRun::get_supervisor(const TaskOptions& options, LinkedRun* program) {
    const InstanceId from = program != nullptr ? program->id() : kNone;
    unit_ = program != nullptr ? program->unit() : nullptr;
    if (unit_ != nullptr) {
        forked_from_ = from;
        return std::nullopt;
    }
    const bool used = current_.attempt > 1 && in_process_ > 0;  // A retry starts in a fresh process.
    if (supervisor_ && from == forked_from_ && !used && (has_data_pipe_ || !options.generator)) {
        return std::nullopt;
    }
    supervisor_.reset();
    last_number_ = 0;
    leaked_ = false;
    output_paused_ = false;
    in_process_ = 0;
    has_data_pipe_ = options.generator;
    forked_from_ = from;
    const Status started = start_supervisor(program);
    return started.ok() ? std::nullopt
                        : std::optional(Conclusion{Outcome::failed, Cause::failed_to_start, started.error().message});
}

// Starts a supervisor, unless there is an idle one.
Status WorkerRun::start_supervisor(LinkedRun* program) {
    if (is_plain()) {
        if (auto idle = context_.supervisors.take_idle(*this)) {
            supervisor_ = std::move(idle->handle);
            private_dir_ = std::move(idle->private_dir);
            discard_dir_ = std::move(idle->discard_dir);
            return ok_status();
        }
    }
    private_dir_ = context_.new_private_dir();  // An old supervisor may remove its directory later.
    const auto data = has_data_pipe_ ? Supervised::Data::pipe : Supervised::Data::none;
    auto started = program != nullptr ? program->start_worker(*this)
                                      : context_.supervisors.start(*this, data, context_.foreground);
    if (!started.ok()) {
        return started.error();
    }
    supervisor_ = std::move(*started);
    supervisor_->read_short_output_at_end();
    return ok_status();
}

std::string WorkerRun::program() const {
    const std::string file = run_ ? run_->file() : "";
    return file.empty() ? std::string(context_.plan.groups[id_.group].program.file) : file;
}

void WorkerRun::end(bool kill, int signal) {
    if (unit_ != nullptr && running_) {
        unit_->end(kill, signal);
    }
    if (!supervisor_ || !running_ || early_end_) {
        return;
    }
    if (kill) {
        supervisor_->send(KillAll{number_});
    } else {
        supervisor_->send(SignalAll{signal != 0 ? signal : SIGTERM, number_});
    }
}

void WorkerRun::abandon() {
    if (unit_ != nullptr) {
        unit_->abandon();
    } else if (supervisor_) {
        supervisor_->abandon();
    }
}

void WorkerRun::pause_output(bool paused) {
    if (supervisor_ && paused != output_paused_) {
        supervisor_->pause_output(paused);
        output_paused_ = paused;
    }
}

void WorkerRun::on_output(std::string_view bytes) {
    output_.append(bytes);
    host_.task_output(*this, bytes);
}

void WorkerRun::leave(InstanceId fixture) {
    if (forked_from_ == fixture && !running_) {
        supervisor_.reset();
    }
}

std::string WorkerRun::keep_private_dir() {
    if (!discard_dir_.empty()) {
        private_dir_ = context_.new_private_dir();
    }
    return std::exchange(discard_dir_, {});
}

void WorkerRun::on_message(const FromSupervisor& message) {
    if (const auto* started = std::get_if<Started>(&message)) {
        pid_ = started->pid;
    } else if (const auto* stop = std::get_if<StopChanged>(&message)) {
        host_.task_stopped(*this, stop->stopped);
    } else if (const auto* problem = std::get_if<NotStarted>(&message)) {
        finish({Outcome::failed, Cause::failed_to_start, describe(*problem, run_->file(), directory_)}, 0);
    } else if (const auto* ended = std::get_if<Ended>(&message)) {
        process_ended(*ended);
    } else if (const auto* began = std::get_if<Began>(&message)) {
        next_began(*began);
    } else if (const auto* back = std::get_if<HandedBack>(&message)) {
        next_handed_back(*back);
    }
}

void WorkerRun::task_process_ended(const Ended& ended) {
    constexpr double kSecondsPerMicrosecond = 1e-6;
    ended_ = ended;
    leaked_ = leaked_ || !ended.leaked.empty();
    discard_dir_ = ended.private_dir_left ? private_dir_ : "";
    in_process_ = ended.signal != 0 || ended.exit_code != 0 ? 0 : in_process_;
    if (std::optional<RunCommand> again = run_->again(ended)) {
        send(std::move(*again));
        return;
    }
    Conclusion conclusion = run_->judge(ended);
    if (context_.plan.groups[id_.group].program.skip_fails && conclusion.outcome == Outcome::skipped &&
        conclusion.cause == Cause::framework) {
        conclusion = {Outcome::failed, Cause::framework, "it was skipped (SKIP_IS_FAILURE): " + conclusion.reason};
    }
    finish(conclusion, static_cast<double>(ended.microseconds) * kSecondsPerMicrosecond);
}

void WorkerRun::finish(const Conclusion& conclusion, double seconds) {
    pause_output(false);
    running_ = false;
    AttemptResult result;
    result.conclusion = conclusion;
    result.seconds = seconds;
    if (ended_) {
        (ended_->signal != 0 ? result.signal : result.exit_code) =
            ended_->signal != 0 ? ended_->signal : ended_->exit_code;
        result.leaked = ended_->leaked;
    }
    result.output = to_output(output_.take(), output_file_);
    if (ended_) {
        add_report(result);
    }
    const bool next_begins = ended_ && ended_->next == NextState::begins;
    const std::optional<double> next_began = next_begins ? begin_next(ended_->next_at) : std::nullopt;
    next_.reset();
    host_.task_ended(*this, std::move(result), next_began);
}

// An exit code says less than the assertion that a framework has reported or printed.
void WorkerRun::add_report(AttemptResult& result) {
    const std::optional<parallel_fixtures::Report> report = run_->report();
    if (report) {
        for (const parallel_fixtures::Failure& failure : report->failures) {
            result.failures.push_back({failure.file, failure.line, failure.message});
        }
        result.properties = report->properties;
    }
    Conclusion& conclusion = result.conclusion;
    if (!is_good(conclusion.outcome) && result.failures.empty()) {
        result.failures = printed_failures(result.output.text);
    }
    if (report && !result.failures.empty() && is_plain_exit_code(conclusion)) {
        const AssertionFailure& first = result.failures.front();
        parallel_fixtures::Report by_first;
        by_first.failures.push_back({first.file, first.line, first.message});
        conclusion = {Outcome::failed, Cause::framework, reason_of(by_first)};
    }
}

void WorkerRun::on_data(std::string_view bytes) {
    if (run_) {
        run_->on_data(bytes);
    }
}

void WorkerRun::on_gone(const std::string& how) {
    supervisor_.reset();
    context_.supervisors.kill_orphans();
    if (context_.foreground) {
        ForegroundTerminal(getpgrp()).reclaim();
    }
    remove_tree(private_dir_);
    in_process_ = 0;
    if (early_end_) {
        lose_next();
    } else if (running_) {
        ended_.reset();
        finish({Outcome::crashed, Cause::worker_died, "its worker was " + how}, context_.clock.now() - started_);
    }
}

}  // namespace pf
