#include "tool/serve/fixture_daemon.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "runtime/platform.h"
#include "tool/support/text.h"

namespace pf {
namespace {

constexpr double kRequestTimeout = 10;  // Seconds for a request to arrive, and for the first client to connect.

LeaseAnswer lease_answer(const SetupEnded& setup, bool kept) {
    constexpr double kMicrosecondsPerSecond = 1e6;
    LeaseAnswer lease;
    lease.kept = kept;
    lease.microseconds = static_cast<std::uint64_t>(setup.seconds * kMicrosecondsPerSecond);
    lease.variables = setup.variables;
    lease.output = kept ? "" : setup.output.text;
    return lease;
}

}  // namespace

void FixtureDaemon::start(Session& session, Descriptor listener) {
    session_ = &session;
    closing_ = !connections_.open(session.loop(), std::move(listener));
}

void FixtureDaemon::erase_leases_of_closed_clients() {
    for (const auto& client : connections_.clients) {
        if (client->state() == Client::State::closed) {
            leases_.erase(client.get());
        }
    }
}

// Returns for how many seconds the session may wait.
double FixtureDaemon::before_waiting(double now) {
    double wanted = kNever;
    for (const FixtureId fixture : std::exchange(failed_, {})) {  // Requests that follow set it up again.
        release(fixture);
        wanted = 0;
    }
    erase_leases_of_closed_clients();  // Requests are answered according to the remaining leases.
    for (const auto& client : connections_.clients) {
        if (const auto request = client->take_request()) {
            handle_request(*client, *request);
            wanted = 0;
        }
        const bool waits = client->state() == Client::State::receiving || client->state() == Client::State::flushing;
        if (waits && client->age(now) >= kRequestTimeout) {
            client->close();
        }
        wanted = std::min(wanted, waits ? kRequestTimeout : kNever);
    }
    erase_leases_of_closed_clients();
    std::erase_if(connections_.clients, [](const auto& client) { return client->state() == Client::State::closed; });
    return std::max(0.0, std::min(wanted, release_unused(now)));
}

void FixtureDaemon::handle_request(Client& client, const SessionRequest& request) {
    asked_ = true;
    const bool end = request.what == Asked::end_lingering;
    if (request.protocol != kSessionProtocol || (!end && request.what != Asked::acquire)) {
        client.send_last(
            Refused{"the fixture daemon is of another version of ParallelFixtures; stop it with the `parallel-fixtures "
                    "stop` of that version, or wait until its fixtures have lingered"});
    } else if (closing_) {
        return;  // The connection is closed when everything is down; the client then asks the next daemon.
    } else if (end || request.state != options_.fingerprint) {
        if (!leases_.empty()) {
            client.send_last(
                Refused{end ? "a run uses the lingering fixtures; stop them when it has ended"
                            : "the fixture has changed, and another run uses it as it was; run again when that has "
                              "ended"});
        } else {
            options_.log(end ? "stopped on request" : "stopped because the fixtures have changed");
            shut_down();
        }
    } else {
        acquire(client, request);
    }
}

void FixtureDaemon::acquire(Client& client, const SessionRequest& request) {
    const FixtureId fixture = find(request.name);
    if (fixture == kNone || plan_.fixtures[fixture].linger <= 0) {
        client.send_last(
            Refused{"the fixture does not linger in the plan of the fixture daemon; run `parallel-fixtures stop`"});
        return;
    }
    if (!request.daemon.empty() && request.daemon != options_.name) {
        LeaseAnswer gone;
        gone.outcome = LeaseAnswer::Outcome::failed;
        gone.reason = "the fixture that it requires is not running any more";
        client.send_last(gone);
        return;
    }
    leases_[&client] = {fixture, setups_[fixture].ready, false};
    unused_since_[fixture] = kNever;
    session_->hold(fixture);
}

// Answers every client that waits for the fixture.
void FixtureDaemon::hold_concluded(FixtureId fixture, SetupOutcome outcome, const std::string& reason) {
    const Setup& setup = setups_[fixture];
    for (const auto& client : connections_.clients) {
        const auto lease = leases_.find(client.get());
        if (lease == leases_.end() || lease->second.fixture != fixture || lease->second.answered) {
            continue;
        }
        LeaseAnswer leased = lease_answer(setup.ended, outcome == SetupOutcome::passed && lease->second.kept);
        leased.daemon = options_.name;
        leased.warning = std::exchange(options_.warning, {});
        if (outcome == SetupOutcome::passed) {
            lease->second.answered = true;
            client->send(leased);
            continue;
        }
        leased.outcome = outcome == SetupOutcome::skipped               ? LeaseAnswer::Outcome::skipped
                         : setup.ended.outcome == SetupOutcome::timeout ? LeaseAnswer::Outcome::timeout
                                                                        : LeaseAnswer::Outcome::failed;
        leased.reason = setup.ended.outcome == SetupOutcome::passed ? reason : setup.ended.reason;
        leases_.erase(lease);
        failed_.insert(fixture);
        client->send_last(leased);
    }
}

// Ends the leases of a fixture that is not running any more, and of the fixtures nested in it. Clients that still wait
// for one of these get their answer when its set-up ends.
void FixtureDaemon::end_leases(FixtureId fixture, const std::string& reason, const std::string& output) {
    for (const auto& [nested, since] : unused_since_) {
        const std::vector<FixtureId> chain = plan_.chain(nested);
        if (awaited(nested) || std::find(chain.begin(), chain.end(), fixture) == chain.end()) {
            continue;
        }
        setups_[nested].ready = false;
        failed_.insert(nested);
        for (const auto& client : connections_.clients) {
            const auto lease = leases_.find(client.get());
            if (lease != leases_.end() && lease->second.fixture == nested) {
                leases_.erase(lease);
                client->send_last(LeaseEnded{reason, nested == fixture ? output : ""});
            }
        }
    }
}

// Tears down the fixtures that have lingered long enough. Returns the seconds until that holds for the next one.
double FixtureDaemon::release_unused(double now) {
    double wanted = kNever;
    std::vector<FixtureId> over;
    for (auto& [fixture, since] : unused_since_) {
        if (leased(fixture)) {
            since = kNever;
        } else {
            since = std::min(since, now);
        }
        const double left = since + plan_.fixtures[fixture].linger - now;
        if (left <= 0) {
            over.push_back(fixture);
        }
        wanted = std::min(wanted, left);
    }
    for (const FixtureId fixture : over) {
        options_.log(
            fmt::format("{} has lingered for {} s", plan_.fixtures[fixture].name, plan_.fixtures[fixture].linger));
        release(fixture);
        wanted = 0;
    }
    const bool unused = unused_since_.empty() && connections_.clients.empty();
    if (!closing_ && unused && (asked_ || now >= kRequestTimeout)) {
        shut_down();
    }
    return unused && !asked_ ? std::min(wanted, kRequestTimeout - now) : wanted;
}

void FixtureDaemon::release(FixtureId fixture) {
    unused_since_.erase(fixture);
    setups_[fixture].ready = false;
    session_->release(fixture);
}

void FixtureDaemon::shut_down() {
    closing_ = true;
    while (!unused_since_.empty()) {
        release(unused_since_.begin()->first);
    }
}

bool FixtureDaemon::leased(FixtureId fixture) const {
    return std::any_of(leases_.begin(), leases_.end(),
                       [&](const auto& lease) { return lease.second.fixture == fixture; });
}

bool FixtureDaemon::awaited(FixtureId fixture) const {
    return std::any_of(leases_.begin(), leases_.end(),
                       [&](const auto& lease) { return lease.second.fixture == fixture && !lease.second.answered; });
}

FixtureId FixtureDaemon::find(const std::string& name) const {
    for (FixtureId fixture = 0; fixture < plan_.fixtures.size(); ++fixture) {
        if (plan_.fixtures[fixture].name == name) {
            return fixture;
        }
    }
    return kNone;
}

void FixtureDaemon::handle(const Event& event) {
    if (const auto* ended = std::get_if<SetupEnded>(&event)) {
        const FixtureId fixture = find(ended->fixture);
        setups_[fixture] = {*ended, ended->outcome == SetupOutcome::passed};
        options_.log(fmt::format("set-up of {}: {} in {:.2f} s {}", printable(ended->fixture), to_text(ended->outcome),
                                 ended->seconds, printable(ended->reason)));
    } else if (const auto* died = std::get_if<FixtureDied>(&event)) {
        options_.log(fmt::format("{} died: {}", printable(died->fixture), printable(died->reason)));
        end_leases(find(died->fixture), died->reason, died->output.text);
    } else if (const auto* began = std::get_if<TeardownStarted>(&event)) {
        setups_[find(began->fixture)].ready = false;
    } else if (const auto* down = std::get_if<TeardownEnded>(&event)) {
        setups_[find(down->fixture)].ready = false;
        options_.log(fmt::format("{}teardown of {}: {} {}", down->passed ? "" : "FAILED ", printable(down->fixture),
                                 down->passed ? "passed" : "failed", printable(down->reason)));
    } else if (const auto* stopping = std::get_if<Stopping>(&event)) {
        for (FixtureId fixture = 0; fixture < plan_.fixtures.size(); ++fixture) {
            end_leases(fixture, "the fixture daemon was " + stopping->reason, "");
        }
        shut_down();
    }
}

}  // namespace pf
