#include "tool/session/linked_run.h"

#include <csignal>

#include "tool/session/linked_environment.h"
#include "tool/session/report_verdict.h"

namespace pf {

constexpr const char* kMeasuresAll =
    " is put before the program, which starts once for all of its tests: it sees all of them together. Run one test "
    "with "
    "--no-fork to put it before that test";

using ReportVerdict = parallel_fixtures::Verdict;

LinkedRun::LinkedRun(SessionContext& context, FixtureHost& host, Identity identity, LinkedRun* parent)
    : FixtureRun(context, host, std::move(identity)),
      group_(context.plan.groups[fixture_.program]),
      parent_(fixture_.linked_name.empty() ? nullptr : parent),
      home_(parent_ != nullptr && group_.one_process() ? parent_->home_ : this) {}

bool LinkedRun::start_supervisor() {
    if (home_ != this) {
        return true;
    }
    auto supervisor = parent_ != nullptr
                          ? context_.supervisors.start_in(parent_->channel_, *this, Supervised::Data::socket)
                          : context_.supervisors.start(*this, Supervised::Data::socket);
    if (!supervisor.ok()) {
        finish_setup(SetupOutcome::failed, supervisor.error().message);
        return false;
    }
    supervisor_ = std::move(*supervisor);
    channel_ =
        std::make_shared<ProgramChannel>(context_.loop, static_cast<ProgramListener&>(*this), supervisor_->take_data());
    return true;
}

void LinkedRun::begin() {
    if (parent_ == nullptr) {
        start_program();
        return;
    }
    RunFixture request;
    request.fixture = fixture_.linked_name;
    request.environment = environment().changes();
    request.directory = fixture_.working_directory;
    greeted_ = true;
    if (home_ != this) {
        home_->ask(*this, request);
        return;
    }
    running_ = true;
    supervisor_->send(request);
}

void LinkedRun::ask(UnitRequester& requester, const ToProgram& request) {
    if (!running_) {
        requester.unit_ended(nullptr, how_it_ended_);
        return;
    }
    asked_.push_back({&requester, std::holds_alternative<RunTest>(request)});
    channel_->send(request);
}

void LinkedRun::tell_requesters(const Ended* ended) {
    while (!asked_.empty()) {
        UnitRequester* const requester = asked_.front().requester;
        asked_.pop_front();
        requester->unit_ended(ended, how_it_ended_);
    }
}

void LinkedRun::start_program() {
    std::vector<std::string> argv = words_before(context_, group_.launcher);
    if (!argv.empty()) {
        host_.fixture_warning(identity_.id, argv.front() + kMeasuresAll);
    }
    argv.insert(argv.end(), words().begin(), words().end());
    const Result<std::string>& program = context_.programs.find(argv.front(), fixture_.binary_dir);
    if (!program.ok()) {
        finish_setup(SetupOutcome::failed, program.error().message);
        return;
    }
    RunCommand command;
    command.program = *program;
    command.arguments = std::move(argv);
    command.channel = true;
    VariableList variables(context_.environment);
    variables.append(linked_environment(context_.environment, group_.program.huge_pages));
    variables.set(kChannelVariable, "3 serve " + std::to_string(kLinkedProtocol) +
                                        (group_.program.allow_threads ? " threads" : "") +
                                        (group_.one_process() ? " alone" : ""));
    command.environment = variables.changes();
    send(std::move(command));
}

void LinkedRun::on_program(const FromProgram& message) {
    if (const auto* hello = std::get_if<Hello>(&message)) {
        greeted_ = true;
        if (hello->protocol != kLinkedProtocol) {
            refusal_ = "it was linked with another version of ParallelFixtures (protocol " +
                       std::to_string(hello->protocol) + ", this helper has " + std::to_string(kLinkedProtocol) +
                       "): build it again";
        }
        return;
    }
    if (supervisor_) {
        supervisor_->catch_up();
    }
    if (!asked_.empty()) {
        UnitRequester* const requester = asked_.front().requester;
        asked_.pop_front();
        requester->unit_answered(message);
    } else if (const auto* said = std::get_if<FixtureReady>(&message)) {
        ready(*said);
    } else if (const auto* ended = std::get_if<TornDown>(&message)) {
        torn_down_ = true;
        if (ended->report.verdict == ReportVerdict::failed) {
            teardown_passed_ = false;
            teardown_reason_ = reason_of(ended->report);
        }
    }
}

void LinkedRun::ready(const FixtureReady& ready) {
    if (state_ != State::setting_up) {
        return;
    }
    for (const std::string& warning : ready.warnings) {
        host_.fixture_warning(identity_.id, warning);
    }
    std::string problem;
    if (ready.report.verdict == ReportVerdict::skipped) {
        finish_setup(SetupOutcome::skipped, reason_of(ready.report));
    } else if (ready.report.verdict == ReportVerdict::failed) {
        finish_setup(SetupOutcome::failed, reason_of(ready.report));
    } else if (!read_variables(problem)) {
        finish_setup(SetupOutcome::failed, problem);
    } else {
        finish_setup(SetupOutcome::passed, "");
    }
}

void LinkedRun::on_garbled() {
    refusal_ = "it wrote something else to the channel that it was given";
    end(true);
}

std::string LinkedRun::why_it_ended(const Ended& ended) const {
    if (!refusal_.empty()) {
        return refusal_;
    }
    if (!greeted_) {
        return "it ended without a word (" + describe(ended) +
               "): its main must call parallel_fixtures::serve(), or be that of ParallelFixtures::gtest_main, "
               "::catch2_main or ::doctest_main";
    }
    return "it ended before its set-up had: " + describe(ended);
}

void LinkedRun::command_ended(const Ended& ended) {
    channel_->read();  // Messages that it sent before it ended.
    how_it_ended_ = describe(ended);
    killed_ = ended.signal == SIGKILL && !ending_;
    const bool by_test = !asked_.empty() && asked_.front().test;  // The test is told, and fails.
    if (state_ == State::setting_up) {
        finish_setup(SetupOutcome::failed, why_it_ended(ended));
    } else if (state_ == State::up && !by_test) {
        say_died(how_it_ended_);
    } else if (state_ == State::tearing_down) {
        if (teardown_passed_ && (!torn_down_ || ended.exit_code != 0)) {
            teardown_passed_ = false;
            teardown_reason_ = describe(ended);
        }
        leave(true);
    }
    tell_requesters(&ended);
}

// A program does not kill itself with SIGKILL. If somebody else did, the set-up is lost and not failed.
void LinkedRun::finish_setup(SetupOutcome outcome, const std::string& reason) {
    if (!killed_) {
        FixtureRun::finish_setup(outcome, reason);
        return;
    }
    state_ = State::up;
    host_.fixture_lost(identity_.id, reason);
}

void LinkedRun::on_message(const FromSupervisor& message) {
    heard_ = true;
    const auto* stop = std::get_if<StopChanged>(&message);
    if (stop != nullptr && !asked_.empty()) {
        asked_.front().requester->unit_stopped(stop->stopped);
    }
    FixtureRun::on_message(message);
}

void LinkedRun::on_output(std::string_view bytes) {
    if (asked_.empty()) {
        output_.append(bytes);
    } else {
        asked_.front().requester->unit_printed(bytes);
    }
}

void LinkedRun::on_gone(const std::string& how) {
    how_it_ended_ = "its supervisor was " + how;
    killed_ = !ending_ && (parent_ == nullptr || heard_);
    FixtureRun::on_gone(how);
    tell_requesters(nullptr);
}

void LinkedRun::unit_answered(const FromProgram& message) {
    on_program(message);
    if (state_ == State::tearing_down) {
        leave(true);
    }
}

void LinkedRun::unit_ended(const Ended* /*ended*/, const std::string& how) {
    if (state_ == State::setting_up) {
        finish_setup(SetupOutcome::failed, "it ended before its set-up had: " + how);
    } else if (state_ == State::tearing_down) {
        teardown_passed_ = false;
        teardown_reason_ = how;
        leave(true);
    }
}

bool LinkedRun::has_teardown(bool /*with_command*/) const { return complete() && home_->running_; }

void LinkedRun::tear_down(bool /*with_command*/, bool kill) {
    if (home_->running_ && !kill) {
        state_ = State::tearing_down;
        if (home_ != this) {
            home_->ask(*this, TearDownFixture{});
        } else {
            channel_->send(TearDownFixture{});
        }
        return;
    }
    if (complete() && !died_ && !kill) {
        teardown_passed_ = false;
        teardown_reason_ = "its teardown did not run, for its process had ended: " + home_->how_it_ended_;
    }
    leave(!kill);
}

void LinkedRun::end(bool kill, int signal) {
    home_->FixtureRun::end(kill, signal);
    ending_ = true;
}

void LinkedRun::abandon() { home_->FixtureRun::abandon(); }

Result<SupervisorHandle> LinkedRun::start_worker(SupervisorListener& listener) const {
    return context_.supervisors.start_in(channel_, listener, Supervised::Data::none);
}

}  // namespace pf
