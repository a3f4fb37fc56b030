#include "tool/session/fixture_run.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "runtime/directory.h"
#include "tool/support/file.h"
#include "tool/support/text.h"

namespace pf {

FixtureRun::FixtureRun(SessionContext& context, FixtureHost& host, Identity identity)
    : context_(context),
      host_(host),
      identity_(std::move(identity)),
      fixture_(context.plan.fixtures[identity_.fixture]),
      started_(context.clock.now()) {
    output_file_ = "fixture-" + safe_file_name(identity_.label) + ".log";
    if (!context.output_dir.empty()) {
        output_ = Capture(context.output_dir + "/" + output_file_);
    }
}

FixtureRun::~FixtureRun() {
    if (has_directory_) {
        unlink(file("env").c_str());
        remove_tree(file("fixture"));
    }
}

std::string FixtureRun::file(const char* kind) const {
    return context_.temporary + "/" + kind + std::to_string(identity_.id);
}

VariableList FixtureRun::environment() const {
    VariableList list(context_.environment);
    list.append(identity_.base);
    list.append(handed_down_);
    list.set("PARALLEL_FIXTURES_ENV", file("env"));
    list.set("PARALLEL_FIXTURES_TMPDIR", file("fixture"));
    list.set("PARALLEL_FIXTURES_FIXTURE", fixture_.name);
    return list;
}

void FixtureRun::set_up() {
    state_ = State::setting_up;
    if (mkdir(file("fixture").c_str(), S_IRWXU) != 0) {
        finish_setup(SetupOutcome::failed, system_error("cannot make " + file("fixture"), errno).message);
        return;
    }
    has_directory_ = true;
    hand_down_environment();
    if (start_supervisor()) {
        begin();
    }
}

void FixtureRun::hand_down_environment() {
    for (const Text entry : fixture_.environment) {
        hand_down(entry);
    }
}

void FixtureRun::hand_down(Text entry) {
    const VariableList variables = environment();
    for (const std::string& what : variables.unknown_names(entry, false)) {
        if (context_.told_names.insert(std::string(fixture_.name) + '\n' + what).second) {
            host_.fixture_warning(identity_.id, "ENVIRONMENT: " + what);
        }
    }
    handed_down_.push_back(variables.expand(entry));
}

void FixtureRun::begin() {
    if (fixture_.setup.empty()) {
        finish_setup(SetupOutcome::passed, "");
    } else {
        run(fixture_.setup);
    }
}

bool FixtureRun::start_supervisor() {
    auto supervisor = context_.supervisors.start(*this, Supervised::Data::none);
    if (!supervisor.ok()) {
        finish_setup(SetupOutcome::failed, supervisor.error().message);
        return false;
    }
    supervisor_ = std::move(*supervisor);
    return true;
}

// Returns false if the command could not be started; the host was told.
bool FixtureRun::run(const Texts& words) {
    command_end_.reset();
    const Result<std::string>& program = context_.programs.find(words.front(), fixture_.binary_dir);
    if (!program.ok()) {
        on_message(NotStarted{StartStep::execute, ENOENT});
        return false;
    }
    RunCommand command;
    command.program = *program;
    for (const Text word : words) {
        command.arguments.push_back(argument(word));
    }
    send(std::move(command));
    return true;
}

// Adds the environment and the directory of the commands of a fixture.
void FixtureRun::send(RunCommand command) {
    const std::vector<std::string> changes = environment().changes();
    command.environment.insert(command.environment.begin(), changes.begin(), changes.end());
    command.directory = fixture_.working_directory.empty() ? fixture_.binary_dir : fixture_.working_directory;
    command.sweep = false;
    running_ = true;
    supervisor_->send(command);
}

const std::vector<Texts>& FixtureRun::next_commands() const {
    return state_ == State::tearing_down ? fixture_.next_teardowns : fixture_.next_setups;
}

const Texts& FixtureRun::words() const {
    if (command_ > 0) {
        return next_commands()[command_ - 1];
    }
    return state_ == State::tearing_down ? fixture_.teardown : fixture_.setup;
}

// Returns the reason with the command that it is about, if there are several.
std::string FixtureRun::naming_command(const std::string& reason) const {
    const std::size_t count = next_commands().size() + 1;
    if (count == 1) {
        return reason;
    }
    const char* keyword = state_ == State::tearing_down ? "TEARDOWN" : "SETUP";
    const std::string text = fmt::format("{} {} of {} ({})", keyword, command_ + 1, count, fmt::join(words(), " "));
    return reason.empty() ? text : text + ": " + reason;
}

// Runs the command after the one that has ended. Returns false if that was the last one, or the fixture is to end.
bool FixtureRun::run_next() {
    if (ends_ || command_ == next_commands().size()) {
        return false;
    }
    if (state_ == State::setting_up) {
        unlink(file("env").c_str());  // The next command has these variables and writes its own.
    }
    ++command_;
    run(words());
    return true;
}

// A command of the teardown has ended or could not be started. The others are run all the same, to clean up what they
// can, and the first problem is the reason.
void FixtureRun::teardown_command_ended(const std::string& problem) {
    if (!problem.empty() && teardown_passed_) {
        teardown_passed_ = false;
        teardown_reason_ = naming_command(problem);
    }
    if (!run_next()) {
        leave(true);
    }
}

std::string FixtureRun::missing() const { return last_command_; }

void FixtureRun::on_message(const FromSupervisor& message) {
    if (const auto* problem = std::get_if<NotStarted>(&message)) {
        running_ = false;
        const Result<std::string>& program = context_.programs.find(words().front(), fixture_.binary_dir);
        const std::string reason = program.ok() ? describe(*problem, *program, std::string(fixture_.working_directory))
                                                : program.error().message;
        if (state_ == State::tearing_down) {
            teardown_command_ended(reason);
        } else {
            finish_setup(SetupOutcome::failed, naming_command(reason));
        }
    } else if (const auto* ended = std::get_if<Ended>(&message)) {
        running_ = false;
        command_end_ = *ended;
        command_ended(*ended);
    } else if (const auto* swept = std::get_if<Swept>(&message)) {
        leaked_ = swept->leaked;
        state_ = State::idle;
        supervisor_.reset();
        host_.fixture_torn_down(identity_.id, teardown_passed_, teardown_reason_);
    }
}

void FixtureRun::command_ended(const Ended& ended) {
    if (state_ == State::tearing_down) {
        teardown_command_ended(ended.exit_code == 0 ? "" : describe(ended));
        return;
    }
    const auto skips = first_match(fixture_.skip_regex, output_, context_.regexes);
    std::string problem;
    if (ended.signal == 0 && skips.ok() && *skips) {
        finish_setup(SetupOutcome::skipped,
                     naming_command("SKIP_REGULAR_EXPRESSION \"" + **skips + "\" matched its output"));
    } else if (ended.signal == 0 && fixture_.skip_return_code && *fixture_.skip_return_code == ended.exit_code) {
        finish_setup(SetupOutcome::skipped, naming_command(describe(ended)));
    } else if (ended.exit_code != 0) {
        finish_setup(SetupOutcome::failed, naming_command(describe(ended)));
    } else if (!read_variables(problem)) {
        finish_setup(SetupOutcome::failed, naming_command(problem));
    } else if (!run_next()) {
        finish_setup(SetupOutcome::passed, "");
    }
}

void FixtureRun::hand_down(const std::string& name, const std::string& value) {
    const auto known = std::find_if(made_.begin(), made_.end(), [&](const auto& made) { return made.first == name; });
    if (known != made_.end()) {
        known->second = value;  // By an earlier command of the set-up.
    } else {
        made_.emplace_back(name, value);
    }
    handed_down_.emplace_back(name).append("=").append(value);
}

bool FixtureRun::read_variables(std::string& problem) {
    if (access(file("env").c_str(), F_OK) != 0) {
        return true;
    }
    constexpr std::uint64_t kLimit = 1U << 20U;
    const Result<std::string> content = read_file(file("env"), kLimit);
    const Result<Variables> variables = content.ok() ? parse_variables(*content) : Result<Variables>(content.error());
    if (!variables.ok()) {
        problem = variables.error().message;
        return false;
    }
    for (const auto& [name, value] : *variables) {
        hand_down(name, value);
    }
    return true;
}

void FixtureRun::finish_setup(SetupOutcome outcome, const std::string& reason) {
    state_ = State::up;
    host_.fixture_set_up(identity_.id, outcome, reason);
}

void FixtureRun::say_died(const std::string& reason) {
    if (!died_) {
        died_ = true;
        host_.fixture_died(identity_.id, reason);
    }
}

void FixtureRun::tear_down(bool with_command, bool kill) {
    command_ = 0;
    ends_ = false;
    const bool runs = with_command && !kill && !fixture_.teardown.empty();
    if (runs && !supervisor_) {  // The first one was killed.
        auto supervisor = context_.supervisors.start(*this, Supervised::Data::none);
        if (supervisor.ok()) {
            supervisor_ = std::move(*supervisor);
        } else {
            teardown_passed_ = false;
            teardown_reason_ = supervisor.error().message;
        }
    }
    if (runs && supervisor_) {
        state_ = State::tearing_down;
        run(fixture_.teardown);
    } else {
        leave(!kill);
    }
}

void FixtureRun::leave(bool grace) {
    state_ = State::leaving;
    if (supervisor_) {
        supervisor_->send(Leave{file("fixture"), grace});
    } else {
        state_ = State::idle;
        host_.fixture_torn_down(identity_.id, teardown_passed_, teardown_reason_);
    }
}

void FixtureRun::end(bool kill, int signal) {
    if (!supervisor_) {
        return;
    }
    ending_ = true;
    ends_ = true;
    if (state_ == State::setting_up && !fixture_.next_setups.empty()) {
        last_command_ = naming_command("");
    }
    if (kill) {
        supervisor_->send(KillAll{});
    } else {
        supervisor_->send(SignalAll{signal != 0 ? signal : SIGTERM});
    }
}

void FixtureRun::abandon() {
    if (supervisor_) {
        supervisor_->abandon();
    }
}

std::string FixtureRun::state_text() const {
    return state_ < State::up ? "setting up" : state_ == State::up ? "up" : "tearing down";
}

void FixtureRun::on_gone(const std::string& how) {
    supervisor_.reset();
    running_ = false;
    const std::vector<std::string> orphans = context_.supervisors.kill_orphans();
    const std::string reason = "its supervisor was " + how;
    if (state_ == State::up) {
        if (fixture_.kind != FixtureKind::command || !orphans.empty()) {
            say_died(reason);
        }
    } else if (state_ > State::up) {
        state_ = State::idle;
        leaked_ = orphans;
        host_.fixture_torn_down(identity_.id, false, reason);
    } else if (state_ != State::idle) {
        finish_setup(SetupOutcome::failed, reason);
    }
}

}  // namespace pf
