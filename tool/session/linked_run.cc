#include "tool/session/linked_run.h"

#include "tool/session/linked_environment.h"
#include "tool/session/report_text.h"

namespace pf {

using ReportVerdict = parallel_fixtures::Verdict;

LinkedRun::LinkedRun(SessionContext& context, FixtureHost& host, Identity identity, const LinkedRun* below)
    : FixtureRun(context, host, std::move(identity)),
      group_(context.plan.groups[fixture_.program]),
      below_(fixture_.linked_name.empty() ? nullptr : below) {}

bool LinkedRun::start_keeper() {
    auto keeper = below_ != nullptr ? context_.supervisors.start_in(below_->channel_, *this, Supervised::Data::socket)
                                    : context_.supervisors.start(*this, Supervised::Data::socket);
    if (!keeper.ok()) {
        finish_setup(SetupOutcome::failed, keeper.error().message);
        return false;
    }
    keeper_ = std::move(*keeper);
    channel_ =
        std::make_shared<ProgramChannel>(context_.loop, static_cast<ProgramListener&>(*this), keeper_->take_data());
    return true;
}

void LinkedRun::begin() {
    if (below_ == nullptr) {
        start_program();
        return;
    }
    greeted_ = true;
    running_ = true;
    RunFixture request;
    request.fixture = fixture_.linked_name;
    request.environment = environment().changes();
    request.directory = fixture_.working_directory;
    keeper_->send(request);
}

void LinkedRun::start_program() {
    const Result<std::string>& program = context_.programs.find(words().front(), fixture_.binary_dir);
    if (!program.ok()) {
        finish_setup(SetupOutcome::failed, program.error().message);
        return;
    }
    RunCommand command;
    command.program = *program;
    command.arguments.assign(words().begin(), words().end());
    command.channel = true;
    VariableList variables(context_.environment);
    variables.append(linked_environment(context_.environment, group_.program.huge_pages));
    variables.set(kChannelVariable,
                  "3 serve " + std::to_string(kLinkedProtocol) + (group_.program.allow_threads ? " threads" : ""));
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
    } else if (const auto* said = std::get_if<Standing>(&message)) {
        standing(*said);
    } else if (const auto* ended = std::get_if<TornDown>(&message)) {
        torn_down_ = true;
        if (ended->report.verdict == ReportVerdict::failed) {
            teardown_passed_ = false;
            teardown_reason_ = reason_of(ended->report);
        }
    }
}

void LinkedRun::standing(const Standing& standing) {
    if (state_ != State::setting_up) {
        return;
    }
    for (const std::string& warning : standing.warnings) {
        host_.fixture_warning(identity_.id, warning);
    }
    std::string problem;
    if (standing.report.verdict == ReportVerdict::skipped) {
        finish_setup(SetupOutcome::skipped, reason_of(standing.report));
    } else if (standing.report.verdict == ReportVerdict::failed) {
        finish_setup(SetupOutcome::failed, reason_of(standing.report));
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
    channel_->read();  // Its last words.
    if (state_ == State::setting_up) {
        finish_setup(SetupOutcome::failed, why_it_ended(ended));
    } else if (state_ == State::up) {
        host_.fixture_died(identity_.id, describe(ended));
    } else if (state_ == State::tearing_down) {
        if (teardown_passed_ && (!torn_down_ || ended.exit_code != 0)) {
            teardown_passed_ = false;
            teardown_reason_ = describe(ended);
        }
        leave(true);
    }
}

void LinkedRun::tear_down(bool /*with_command*/, bool kill) {
    if (running_ && !kill) {
        state_ = State::tearing_down;
        channel_->send(TearDownFixture{});
    } else {
        leave(!kill);
    }
}

Result<SupervisorHandle> LinkedRun::start_worker(SupervisorListener& listener) const {
    return context_.supervisors.start_in(channel_, listener, Supervised::Data::pipe);
}

}  // namespace pf
