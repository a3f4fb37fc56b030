#include "tool/session/service_run.h"

#include <limits>

#include "tool/support/text.h"

namespace pf {
namespace {

constexpr int kPortTries = 5;

bool says_address_in_use(std::string_view output) {
    return output.find("ddress already in use") != std::string_view::npos ||
           output.find("EADDRINUSE") != std::string_view::npos;
}

}  // namespace

ServiceRun::~ServiceRun() {
    context_.timed.erase(identity_.id);
    context_.ports.erase(port_);
}

void ServiceRun::choose_port() {
    context_.ports.erase(port_);
    port_ = fixture_.ready_port;
    // The system may name the same free port twice, so ports that were given to other services are left out.
    for (int tries = 0; fixture_.ready_port_auto && tries < 100; ++tries) {
        port_ = free_port();
        if (port_ != 0 && context_.ports.count(port_) == 0) {
            break;
        }
    }
    context_.ports.insert(port_);
}

void ServiceRun::begin() {
    state_ = State::starting;
    choose_port();
    handed_down_.clear();
    for (const Text entry : fixture_.environment) {
        hand_down(with_port(entry, port_));
    }
    if (port_ != 0) {
        made_ = {{variable_prefix(fixture_.name) + "_PORT", std::to_string(port_)}};
        handed_down_.push_back(made_[0].first + "=" + made_[0].second);
    }
    if (fixture_.ready_port != 0 && port_accepts(fixture_.ready_port)) {
        finish_setup(SetupOutcome::failed, "port " + std::to_string(port_) + " is already in use by another process");
        return;
    }
    readiness_ =
        std::make_unique<Readiness>(context_, fixture_, port_, supervisor_->pid(), [this] { readiness_changed(); });
    context_.timed.emplace(identity_.id, this);
    readiness_->set_probe_environment(environment());
    VariableList variables(context_.environment);
    const Status prepared = readiness_->prepare(variables);
    if (!prepared.ok()) {
        finish_setup(SetupOutcome::failed, prepared.error().message);
        return;
    }
    handed_down_.insert(handed_down_.end(), variables.changes().begin(), variables.changes().end());
    run(fixture_.service);
    handed_down_.resize(handed_down_.size() - variables.changes().size());  // Only the service gets NOTIFY_SOCKET.
}

const Texts& ServiceRun::words() const { return fixture_.service; }

std::string ServiceRun::argument(Text word) const {
    return FixtureRun::argument(port_ != 0 ? with_port(word, port_) : std::string(word));
}

void ServiceRun::on_output(std::string_view bytes) {
    output_.append(bytes);
    if (readiness_) {
        readiness_->output(bytes);
    }
}

void ServiceRun::on_message(const FromSupervisor& message) {
    if (std::holds_alternative<Started>(message) && state_ == State::starting && readiness_) {
        readiness_->running();
    }
    FixtureRun::on_message(message);
}

void ServiceRun::command_ended(const Ended& ended) {
    if (state_ == State::up) {
        say_died(describe(ended));
    } else if (state_ == State::stopping) {
        leave(true);
    } else if (state_ == State::starting) {
        drop_readiness();
        const auto skips = first_match(fixture_.skip_regex, output_, context_.regexes);
        const bool skip_code = fixture_.skip_return_code && *fixture_.skip_return_code == ended.exit_code;
        if (ended.signal == 0 && ((skips.ok() && *skips) || skip_code)) {
            finish_setup(SetupOutcome::skipped, describe(ended));
        } else if (!ending_ && port_was_taken() && ++port_tries_ < kPortTries) {
            begin();
        } else {
            finish_setup(SetupOutcome::failed, "it ended before it was ready: " + describe(ended));
        }
    }
}

bool ServiceRun::port_was_taken() const {
    constexpr std::size_t kLastLines = 4096;
    return fixture_.ready_port_auto && (port_taken(port_) || says_address_in_use(output_.tail(kLastLines)));
}

void ServiceRun::readiness_changed() {
    if (state_ != State::starting || !readiness_) {
        return;
    }
    if (!readiness_->error().empty()) {
        const std::string error = readiness_->error();
        finish_setup(SetupOutcome::failed, error);
    } else if (readiness_->ready()) {
        became_ready();
    }
}

void ServiceRun::became_ready() {
    for (const auto& [name, value] : readiness_->variables()) {
        hand_down(name, value);
    }
    std::string problem;
    if (read_variables(problem)) {
        finish_setup(SetupOutcome::passed, "");
    } else {
        finish_setup(SetupOutcome::failed, problem);
    }
}

void ServiceRun::drop_readiness() {
    if (readiness_) {
        context_.timed.erase(identity_.id);
        context_.to_delete.push_back(std::move(readiness_));  // It may be the caller.
    }
}

void ServiceRun::finish_setup(SetupOutcome outcome, const std::string& reason) {
    drop_readiness();
    FixtureRun::finish_setup(outcome, reason);
}

void ServiceRun::end(bool kill, int signal) {
    if (readiness_ && missing_.empty()) {
        missing_ = readiness_->missing();
    }
    FixtureRun::end(kill, signal);
}

std::uint64_t ServiceRun::printed() {
    if (supervisor_) {
        supervisor_->catch_up();
    }
    return output_.bytes();
}

std::string ServiceRun::lines_after(std::uint64_t printed) {
    constexpr std::uint64_t kMost = 4096;
    const std::uint64_t now = this->printed();
    const std::uint64_t size = now - std::min(now, printed);  // An event has taken what was printed before it.
    std::string_view text = output_.tail(std::min(size, kMost));
    if (size > text.size()) {
        text.remove_prefix(std::min(text.size(), text.find('\n') + 1));
    }
    return std::string(text) + (text.empty() || text.ends_with('\n') ? "" : "\n");
}

void ServiceRun::tear_down(bool with_command, bool kill) {
    drop_readiness();
    if (running_ && !kill) {
        state_ = State::stopping;
        supervisor_->send(SignalAll{fixture_.stop_signal});
        return;
    }
    FixtureRun::tear_down(with_command, kill);
}

double ServiceRun::next_wakeup() const {
    return readiness_ ? readiness_->next_wakeup() : std::numeric_limits<double>::infinity();
}

void ServiceRun::wake() {
    if (readiness_) {
        readiness_->wake();
    }
}

}  // namespace pf
