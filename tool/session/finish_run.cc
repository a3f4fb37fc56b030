#include "tool/session/finish_run.h"

#include <fmt/format.h>

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <utility>

#include "runtime/environment.h"
#include "runtime/platform.h"
#include "runtime/process_tree.h"
#include "runtime/signals.h"
#include "tool/session/context.h"
#include "tool/session/program.h"

namespace pf {
namespace {

constexpr double kGrace = 2;      // Seconds from SIGTERM to SIGKILL.
constexpr double kKillLimit = 5;  // Seconds until a supervisor that does not answer is killed.

std::string path_of_caller() {
    const char* path = std::getenv("PATH");  // NOLINT(concurrency-mt-unsafe): the process has one thread.
    return path != nullptr ? path : "/usr/local/bin:/usr/bin:/bin";
}

}  // namespace

FinishCommand finish_command_of(const PlannedFinish& planned) {
    FinishCommand command;
    command.words.assign(planned.command.begin(), planned.command.end());
    command.binary_dir = planned.binary_dir;
    command.directory = planned.working_directory.empty() ? planned.binary_dir : planned.working_directory;
    command.environment.assign(planned.environment.begin(), planned.environment.end());
    command.limit = planned.timeout;
    command.required = planned.required;
    return command;
}

FinishRun::FinishRun(const Plan& plan, FinishFacts facts)
    : plan_(plan),
      facts_(std::move(facts)),
      environment_(inherited_environment()),
      not_ours_(platform::children_of(getpid())) {
    if (facts_.signal != 0) {
        // The signal that has ended the run may arrive once more (repeated_signals.h).
        static_cast<void>(repeated_.counts(facts_.signal, true, clock_.now()));
    }
    auto source = platform::open_signal_source({SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP});
    if (source.ok()) {
        signals_ = std::move(*source);
        loop_.watch(signals_.get(), POLLIN, [this](short) { take_signals(); });
    }
}

FinishEnded FinishRun::run(const FinishCommand& command) {
    FinishEnded event;
    event.command = command.words;
    event.required = command.required;
    const double began = clock_.now();
    ended_why_.clear();
    ended_.reset();
    problem_.clear();
    const std::string file = fmt::format("finish.{}.log", ++count_);
    output_ = Capture(facts_.output_dir.empty() ? "" : facts_.output_dir + "/" + file);
    if (signal_ == 0) {
        take_signals();
    }
    if (signal_ != 0) {
        problem_ = "it was not run: interrupted by " + signal_name(signal_);
    } else {
        wait(command);
    }
    event.seconds = clock_.now() - began;
    event.at = facts_.at + clock_.now();
    event.output = to_output(output_.take(), file);
    if (ended_) {
        event.leaked = ended_->leaked;
        (ended_->signal != 0 ? event.signal : event.exit_code) =
            ended_->signal != 0 ? ended_->signal : ended_->exit_code;
    }
    event.reason = !problem_.empty() ? problem_ : ended_why_;
    if (event.reason.empty() && (ended_->signal != 0 || ended_->exit_code != 0)) {
        event.reason = describe(*ended_);
    }
    event.passed = event.reason.empty();
    return event;
}

// Starts the command and waits until nothing is left of it.
void FinishRun::wait(const FinishCommand& command) {
    VariableList variables(environment_);
    variables.set("PARALLEL_FIXTURES_RUN_ID", facts_.run_id);
    variables.set("PARALLEL_FIXTURES_RESULTS", facts_.results);
    variables.set("PARALLEL_FIXTURES_EXIT_CODE", std::to_string(facts_.exit_code));
    variables.set("PARALLEL_FIXTURES_BUILD_DIR", plan_.build_dir);
    variables.set(Texts(command.environment.begin(), command.environment.end()));
    RunCommand order;
    for (const std::string& word : command.words) {
        order.arguments.push_back(variables.expand(word));
    }
    ProgramFinder programs(plan_.config, path_of_caller());
    const Result<std::string>& file = programs.find(order.arguments.front(), command.binary_dir);
    if (!file.ok()) {
        problem_ = file.error().message;
        return;
    }
    order.program = file_ = *file;
    order.environment = variables.changes();
    order.directory = directory_ = command.directory;
    Supervised::Settings settings;
    settings.environment = &environment_;
    auto started = Supervised::start(loop_, *this, settings);
    if (!started.ok()) {
        problem_ = started.error().message;
        return;
    }
    supervised_ = std::move(*started);
    supervised_->send(order);
    stage_ = Stage::running;
    deadline_ = clock_.now() + command.limit;
    while (stage_ != Stage::gone) {
        loop_.turn(std::max(0.0, deadline_ - clock_.now()));
        if (stage_ == Stage::running && clock_.now() >= deadline_) {
            end_politely(fmt::format("it took longer than {:g} s and was ended", command.limit));
        } else if (stage_ != Stage::gone && clock_.now() >= deadline_) {
            next_stage();
        }
    }
    supervised_.reset();
    kill_strays(not_ours_);
}

void FinishRun::end_politely(const std::string& reason) {
    ended_why_ = reason;
    stage_ = Stage::terminated;
    deadline_ = clock_.now() + kGrace;
    supervised_->send(SignalAll{SIGTERM, 0});
}

// Does more because what was done last has not ended the command in time.
void FinishRun::next_stage() {
    deadline_ = clock_.now() + kKillLimit;
    if (stage_ == Stage::terminated) {
        stage_ = Stage::killed;
        supervised_->send(KillAll{});
    } else {
        supervised_->abandon();  // on_gone follows.
    }
}

void FinishRun::take_signals() {
    for (auto next = platform::next_signal(signals_.get()); next.number != 0;
         next = platform::next_signal(signals_.get())) {
        if (next.number == SIGTSTP) {
            const double before = clock_.now();
            if (supervised_) {
                supervised_->send(Pause{true});
            }
            static_cast<void>(raise(SIGSTOP));
            if (supervised_) {
                supervised_->send(Pause{false});
            }
            deadline_ += clock_.now() - before;
        } else if (!repeated_.counts(next.number, next.typed, clock_.now())) {
            continue;
        } else if (signal_ == 0) {
            signal_ = next.number;
            if (stage_ == Stage::running) {
                end_politely("interrupted by " + signal_name(signal_));
            }
        } else if (stage_ == Stage::terminated) {
            next_stage();
        }
    }
}

void FinishRun::on_message(const FromSupervisor& message) {
    if (const auto* failed = std::get_if<NotStarted>(&message)) {
        problem_ = describe(*failed, file_, directory_);
    } else if (const auto* ended = std::get_if<Ended>(&message)) {
        ended_ = *ended;
    } else {
        return;
    }
    stage_ = Stage::leaving;
    deadline_ = clock_.now() + kKillLimit;
    supervised_->send(Leave{});
}

void FinishRun::on_gone(const std::string& how) {
    if (!ended_ && problem_.empty()) {
        problem_ = "its supervisor was " + how;
    }
    stage_ = Stage::gone;
}

}  // namespace pf
