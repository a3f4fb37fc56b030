#include "tool/session/worker_run.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "runtime/directory.h"
#include "runtime/foreground_terminal.h"
#include "tool/plan/frameworks.h"
#include "tool/session/framework_report.h"
#include "tool/session/linked_environment.h"
#include "tool/session/report_verdict.h"
#include "tool/session/seed.h"
#include "tool/support/file.h"
#include "tool/support/text.h"

namespace pf {
namespace {

constexpr std::size_t kLongestGeneratedLine = std::size_t{1} << 20U;

// What results have in place of the output.
constexpr const char* kNotCaptured = "[not captured: it ran on the terminal (--no-fork)]\n";

const Text& first_of(const Text& a, const Text& b, const Text& c) { return !a.empty() ? a : !b.empty() ? b : c; }

}  // namespace

WorkerRun::~WorkerRun() {
    if (supervisor_) {
        supervisor_->send(Leave{discard_dir_, false});
    } else {
        remove_tree(discard_dir_);
    }
}

const TaskRequest& WorkerRun::request() const {
    static const TaskRequest as_planned;
    return current_.request ? *current_.request : as_planned;
}

// A test of a linked program that is not forked is a run of the program, which sets its own fixtures up.
std::vector<std::string> WorkerRun::command_words() const {
    const Task& task = context_.plan.tasks[current_.task];
    const Texts& planned = task.test.empty() ? task.command : context_.plan.groups[id_.group].program.command;
    std::vector<std::string> words = request().command;
    if (words.empty()) {
        words.assign(planned.begin(), planned.end());
    }
    words.insert(words.end(), request().arguments.begin(), request().arguments.end());
    return words;
}

// "" for a program that is not the group's, because the options of the framework are no words of its command.
Text WorkerRun::framework() const {
    return request().command.empty() ? context_.plan.groups[id_.group].program.framework : Text();
}

void WorkerRun::start(const StartTask& task, Result<VariableList> changes, LinkedRun* program) {
    const Task& planned = context_.plan.tasks[task.task];
    const TaskOptions& options = planned.options();
    const Group& group = context_.plan.groups[id_.group];
    current_ = task;
    started_ = context_.clock.now();
    running_ = true;
    pid_ = 0;
    ended_.reset();
    lines_.clear();
    line_number_ = 0;
    line_error_.clear();
    reports_.clear();
    report_.reset();
    end_mark_.reset();
    directory_ = first_of(options.working_directory, group.working_directory, group.binary_dir);
    output_file_ = safe_file_name(context_.plan.task_id(task.task)) +
                   (task.attempt > 1 ? "." + std::to_string(task.attempt) : "") + ".log";
    output_ = context_.foreground
                  ? Capture::uncaptured(kNotCaptured)
                  : Capture(context_.output_dir.empty() ? "" : context_.output_dir + "/" + output_file_);
    Conclusion problem;
    if (!options.listing_error.empty()) {
        finish({Outcome::failed, Cause::discovery, std::string(options.listing_error)}, 0);
        return;
    }
    if (!changes.ok()) {
        finish({Outcome::failed, Cause::failed_to_start, changes.error().message}, 0);
        return;
    }
    if (!prepare(options, program, problem)) {
        finish(problem, 0);
        return;
    }
    private_dir_ = context_.temporary + "/" + std::to_string(id_.group) + "." + std::to_string(id_.number) + "." +
                   std::to_string(used_dirs_);
    changes->set("PARALLEL_FIXTURES_TMPDIR", private_dir_);
    const auto complete = [&](auto request) {
        request.private_dir = private_dir_;
        request.discard_dir = std::exchange(discard_dir_, {});
        return request;
    };
    if (program == nullptr) {
        supervisor_->send(complete(command_of(planned, changes->changes())));
    } else if (unit_ == nullptr) {
        supervisor_->send(complete(test_of(planned, changes->changes())));
    } else {
        run_in_unit(complete(test_of(planned, changes->changes())));
    }
}

RunCommand WorkerRun::command_of(const Task& planned, const std::vector<std::string>& changes) {
    RunCommand command;
    command.program = program_;
    command.arguments = command_words();
    command.separate_stdout = planned.options().generator;
    prepare_case(command);
    if (!planned.test.empty()) {
        prepare_alone(command, planned);
    }
    if (const std::vector<std::string>& wrapper = request().wrapper; !wrapper.empty()) {
        command.arguments.front() = program_;  // A debugger looks elsewhere for it than CTest does.
        command.arguments.insert(command.arguments.begin(), wrapper.begin(), wrapper.end());
        command.program = wrapper_program_;
    }
    command.environment.insert(command.environment.end(), changes.begin(), changes.end());
    command.directory = directory_;
    if (framework() == "gtest") {
        command_ = command;
    }
    return command;
}

RunTest WorkerRun::test_of(const Task& planned, const std::vector<std::string>& changes) {
    const int reuse = context_.plan.groups[id_.group].program.reuse;
    TestOrder order;
    order.test = planned.test;
    order.id = context_.plan.task_id(current_.task);
    order.environment = changes;
    order.directory = directory_;
    order.worker = current_.worker.number;
    order.attempt = current_.attempt;
    order.seed = task_seed(context_.seed, order.id);
    RunTest test;
    test.order = encode_order(std::move(order));
    test.reuse = ++in_process_ < reuse || reuse == 0;
    in_process_ = test.reuse ? in_process_ : 0;
    return test;
}

// A case of a test program is run by itself, whatever the caller's environment says, and its framework is to report.
void WorkerRun::prepare_case(RunCommand& command) {
    const TestProgram& program = context_.plan.groups[id_.group].program;
    if (program.command.empty()) {
        return;
    }
    result_file_ = context_.temporary + "/result." + std::to_string(id_.group) + "." + std::to_string(id_.number);
    unlink(result_file_.c_str());
    command.environment = framework_variables();
    for (std::string& argument : report_arguments(framework(), result_file_)) {
        command.arguments.push_back(std::move(argument));
    }
}

// A test of a linked program is asked for by its name, which selects it exactly as no framework's filter would.
void WorkerRun::prepare_alone(RunCommand& command, const Task& planned) {
    const TestProgram& program = context_.plan.groups[id_.group].program;
    const std::string variables = result_file_ + ".env";
    unlink(variables.c_str());
    command.environment = linked_environment(context_.environment, program.huge_pages);
    command.environment.push_back(std::string(kAloneVariable) + "=" + std::string(planned.test) + "\n" + result_file_);
    command.environment.push_back("PARALLEL_FIXTURES_ENV=" + variables);
}

// What must be there before a process is worth starting.
bool WorkerRun::prepare(const TaskOptions& options, LinkedRun* program, Conclusion& problem) {
    for (const Text file : options.required_files) {
        const std::string path = file.substr(0, 1) == "/" ? std::string(file) : directory_ + "/" + std::string(file);
        if (access(path.c_str(), F_OK) != 0) {
            problem = {Outcome::not_run, Cause::required_files, "required file " + path + " is missing"};
            return false;
        }
    }
    if (program == nullptr) {
        const Result<std::string>& found =
            context_.programs.find(command_words().front(), context_.plan.groups[id_.group].binary_dir);
        if (!found.ok()) {
            problem = {Outcome::not_run, Cause::missing_executable, found.error().message};
            return false;
        }
        program_ = *found;
    }
    if (!request().wrapper.empty()) {
        const Result<std::string>& found =
            context_.programs.find(request().wrapper.front(), context_.plan.groups[id_.group].binary_dir);
        if (!found.ok()) {
            problem = {Outcome::not_run, Cause::missing_executable, found.error().message};
            return false;
        }
        wrapper_program_ = *found;
    }
    return start_supervisor(options, program, problem);
}

// Where there is none, or one that is forked from something else.
bool WorkerRun::start_supervisor(const TaskOptions& options, LinkedRun* program, Conclusion& problem) {
    const InstanceId from = program != nullptr ? program->id() : kNone;
    unit_ = program != nullptr ? program->unit() : nullptr;
    if (unit_ != nullptr) {
        forked_from_ = from;
        return true;
    }
    const bool used = current_.attempt > 1 && in_process_ > 0;  // Another attempt begins in a fresh process.
    if (supervisor_ && from == forked_from_ && !used && (has_data_pipe_ || !options.generator)) {
        return true;
    }
    supervisor_.reset();
    ++used_dirs_;  // The one that leaves may remove its own after the next has made one.
    output_paused_ = false;
    in_process_ = 0;
    has_data_pipe_ = options.generator || program != nullptr;
    auto started = program != nullptr    ? program->start_worker(*this)
                   : context_.foreground ? context_.supervisors.start_foreground(*this)
                                         : context_.supervisors.start(
                                               *this, has_data_pipe_ ? Supervised::Data::pipe : Supervised::Data::none);
    if (!started.ok()) {
        problem = {Outcome::failed, Cause::failed_to_start, started.error().message};
        return false;
    }
    supervisor_ = std::move(*started);
    supervisor_->hear_short_ones_at_end();
    forked_from_ = from;
    return true;
}

void WorkerRun::end(bool kill, int signal) {
    if (unit_ != nullptr && running_) {
        unit_->end(kill);
    }
    if (!supervisor_ || !running_) {
        return;
    }
    if (kill) {
        supervisor_->send(KillAll{});
    } else {
        supervisor_->send(SignalAll{signal != 0 ? signal : SIGTERM});
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
    used_dirs_ += discard_dir_.empty() ? 0 : 1;
    return std::exchange(discard_dir_, {});
}

void WorkerRun::on_message(const FromSupervisor& message) {
    if (const auto* started = std::get_if<Started>(&message)) {
        pid_ = started->pid;
    } else if (const auto* stop = std::get_if<StopChanged>(&message)) {
        host_.task_stopped(*this, stop->stopped);
    } else if (const auto* problem = std::get_if<NotStarted>(&message)) {
        finish({Outcome::failed, Cause::failed_to_start, describe(*problem, program_, directory_)}, 0);
    } else if (const auto* ended = std::get_if<Ended>(&message)) {
        task_process_ended(*ended);
    }
}

void WorkerRun::task_process_ended(const Ended& ended) {
    constexpr double kMicro = 1e-6;
    const TaskOptions& options = context_.plan.tasks[current_.task].options();
    ended_ = ended;
    discard_dir_ = ended.private_dir_left ? private_dir_ : "";
    in_process_ = ended.signal != 0 || ended.exit_code != 0 ? 0 : in_process_;
    Conclusion verdict;
    if (!context_.plan.tasks[current_.task].test.empty()) {
        read_result_file();
        take_report();
        verdict = judge_case_by_properties(options, judge_test(ended, report_), ended, output_, context_.regexes);
    } else if (run_again_without_file(ended)) {
        return;
    } else {
        take_lines(true);
        verdict = judge_command(options, ended);
    }
    finish(verdict, static_cast<double>(ended.microseconds) * kMicro);
}

// The end of a command, which may be a case of a test program, or make tasks.
Conclusion WorkerRun::judge_command(const TaskOptions& options, const Ended& ended) {
    const TestProgram& program = context_.plan.groups[id_.group].program;
    if (ended.signal == 0 && says_how_it_ended(program)) {
        const Conclusion by_framework = end_mark_
                                            ? judge_gtest_without_file(ended.exit_code, output_, end_mark_->reached())
                                            : judge_case(framework(), ended.exit_code, output_, result_file_);
        return judge_case_by_properties(options, by_framework, ended, output_, context_.regexes);
    }
    Conclusion verdict = judge(options, ended, output_, context_.regexes);
    if (!line_error_.empty() && verdict.outcome == Outcome::passed) {
        verdict = {Outcome::failed, Cause::generator, line_error_};
    }
    return verdict;
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
    if (report_) {
        for (const parallel_fixtures::Failure& failure : report_->failures) {
            result.failures.push_back({failure.file, failure.line, failure.message});
        }
        result.properties = report_->properties;
    }
    host_.task_ended(*this, std::move(result));
}

// Of a linked program that was started for this test: what a forked one says on its data pipe.
void WorkerRun::read_result_file() {
    const bool started = forked_from_ == kNone;
    const Result<std::string> said = started ? read_file(result_file_) : Result<std::string>(std::string());
    if (said.ok()) {
        reports_.append(said->data(), said->size());
    }
}

// Beside the exit code. What Catch2 and doctest say is in their output.
bool WorkerRun::says_how_it_ended(const TestProgram& program) const {
    return !program.command.empty() && (output_.captured() || framework() == "gtest");
}

// Exactly one, and nothing else: what it said otherwise cannot be trusted.
void WorkerRun::take_report() {
    auto message = reports_.next();
    if (message.ok() && message->has_value() && reports_.empty()) {
        if (auto* ended = std::get_if<TestEnded>(&**message)) {
            report_ = std::move(ended->report);
        }
    }
}

void WorkerRun::on_data(std::string_view bytes) {
    if (forked_from_ != kNone) {
        reports_.append(bytes.data(), bytes.size());
        return;
    }
    lines_.append(bytes);
    take_lines(false);
}

// Hands on the lines that are complete; `all`: the last one too, newline or not.
void WorkerRun::take_lines(bool all) {
    std::size_t begin = 0;
    while (begin < lines_.size()) {
        const std::size_t end = lines_.find('\n', begin);
        if (end == std::string::npos && !all) {
            break;
        }
        const std::string line = lines_.substr(begin, end == std::string::npos ? end : end - begin);
        begin = end == std::string::npos ? lines_.size() : end + 1;
        ++line_number_;
        if (line.find_first_not_of(" \t\r") == std::string::npos) {
            continue;
        }
        const Status taken = host_.task_generated(*this, line);
        if (!taken.ok() && line_error_.empty()) {
            line_error_ = "line " + std::to_string(line_number_) + " of its output: " + taken.error().message;
        }
    }
    lines_.erase(0, begin);
    if (lines_.size() > kLongestGeneratedLine && line_error_.empty()) {
        line_error_ = "line " + std::to_string(line_number_ + 1) + " of its output is longer than 1 MiB";
        lines_.clear();
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
    if (running_) {
        ended_.reset();
        finish({Outcome::crashed, Cause::worker_died, "its worker was " + how}, context_.clock.now() - started_);
    }
}

}  // namespace pf
