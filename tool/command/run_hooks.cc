#include "tool/command/run_hooks.h"

#include <unistd.h>

#include <limits>
#include <utility>

#include "tool/command/earlier_runs.h"
#include "tool/command/finish_commands.h"

namespace pf {

Status RunHooks::open() {
    if (options_.events.empty()) {
        return ok_status();
    }
    auto observer = Observer::open(options_.events, getpid());
    if (!observer.ok()) {
        return Error{"--events: " + observer.error().message};
    }
    observer_ = std::move(*observer);
    return ok_status();
}

double RunHooks::tick() { return observer_ ? observer_->tick() : std::numeric_limits<double>::infinity(); }

std::vector<std::string> RunHooks::take_warnings() {
    return observer_ ? observer_->take_warnings() : std::vector<std::string>();
}

void RunHooks::note_problem(const std::string& problem, RunEnded& ended, ExitFacts& facts) {
    if (!problem.empty()) {
        facts.incomplete = true;
        ended.exit_code = exit_code(facts);
        if (std::exchange(told_problem_, problem) != problem) {
            terminal_.handle(Message{ended.at, MessageLevel::error, "results are not complete: " + problem});
        }
    }
}

void RunHooks::finish(const SessionResult& result, bool follow, RunEnded& ended, ExitFacts& facts) {
    handle(ended);
    if (follow) {
        run_commands(result, ended, facts);
    }
    if (observer_) {
        finish_observer(ended);
    }
}

void RunHooks::run_commands(const SessionResult& result, RunEnded& ended, ExitFacts& facts) {
    const std::vector<FinishCommand> commands = finish_commands(plan_, &options_);
    if (commands.empty()) {
        return;
    }
    if (result.killed) {
        terminal_.handle(Message{ended.at, MessageLevel::warning, kFinishSkipped});
        return;
    }
    note_torn_down(files_.path());
    terminal_.tick(ended.at);
    tick();
    const FinishFacts told{files_.run_id(), files_.path(), files_.output_path(),
                           ended.exit_code, ended.at,      result.signal};
    const FinishResult done = run_finish_commands(plan_, commands, told, [this](const FinishEnded& one) {
        handle(one);
        tick();
        terminal_.handle(one);
        terminal_.tick(one.at);
    });
    done.add_to(facts);
    if (exit_code(facts) != ended.exit_code) {
        ended.exit_code = exit_code(facts);
        handle(ended);
    }
    note_problem(files_.add_finishes(done.ended, ended, code_if_incomplete(facts), report_copies(options_)), ended,
                 facts);
}

void RunHooks::finish_observer(const RunEnded& ended) {
    observer_->finish();
    for (const std::string& warning : observer_->take_warnings()) {
        const Message message{ended.at, MessageLevel::warning, warning};
        files_.handle(message);
        terminal_.handle(message);
    }
    files_.flush();
    observer_.reset();
}

}  // namespace pf
