#include "tool/serve/lender.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "runtime/platform.h"
#include "tool/support/text.h"

namespace pf {
namespace {

constexpr double kArrival = 10;  // Seconds that a request may take to come, and the first borrower.

Lent loan_of(const SetupEnded& setup, bool kept) {
    constexpr double kMicro = 1e6;
    Lent loan;
    loan.kept = kept;
    loan.microseconds = static_cast<std::uint64_t>(setup.seconds * kMicro);
    loan.variables = setup.variables;
    loan.output = kept ? "" : setup.output.text;
    return loan;
}

}  // namespace

void Lender::join(SessionOptions& options) {
    options.stays_open = [this] { return !closing_; };
    options.before_waiting = [this](double now) { return look_after(now); };
    options.hold_concluded = [this](FixtureId fixture, SetupOutcome outcome, const std::string& reason) {
        answer(fixture, outcome, reason);
    };
}

void Lender::start(Session& session, Descriptor listener) {
    session_ = &session;
    closing_ = !reception_.open(session.loop(), std::move(listener));
}

// Returns how long the session may wait.
double Lender::look_after(double now) {
    double wanted = kNever;
    for (const FixtureId fixture : std::exchange(failed_, {})) {  // Before it is asked for anew.
        release(fixture);
        wanted = 0;
    }
    for (const auto& guest : reception_.guests) {  // Before anything is said of who uses what.
        if (guest->state() == Guest::State::gone) {
            loans_.erase(guest.get());
        }
    }
    for (const auto& guest : reception_.guests) {
        if (const auto request = guest->take_request()) {
            take(*guest, *request);
            wanted = 0;
        }
        const bool waits = guest->state() == Guest::State::arriving || guest->state() == Guest::State::leaving;
        if (waits && guest->age(now) >= kArrival) {
            guest->close();
        }
        wanted = std::min(wanted, waits ? kArrival : kNever);
    }
    for (const auto& guest : reception_.guests) {
        if (guest->state() == Guest::State::gone) {
            loans_.erase(guest.get());
        }
    }
    std::erase_if(reception_.guests, [](const auto& guest) { return guest->state() == Guest::State::gone; });
    return std::max(0.0, std::min(wanted, release_unused(now)));
}

void Lender::take(Guest& guest, const SessionRequest& request) {
    asked_ = true;
    const bool end = request.what == Asked::end_lingering;
    if (request.protocol != kSessionProtocol || (!end && request.what != Asked::borrow)) {
        guest.say_last(Refused{"another version of ParallelFixtures lends it until that ends by itself"});
    } else if (closing_) {
        return;  // When everything is down it sees the connection close.
    } else if (end || request.state != options_.state) {
        if (!loans_.empty()) {
            guest.say_last(
                Refused{end ? "a run uses what lingers" : "it has changed, and another run uses it as it was"});
        } else {
            options_.log(end ? "told to end" : "something has changed");
            close();
        }
    } else {
        borrow(guest, request);
    }
}

void Lender::borrow(Guest& guest, const SessionRequest& request) {
    const FixtureId fixture = find(request.name);
    if (fixture == kNone || plan_.fixtures[fixture].linger <= 0) {
        guest.say_last(Refused{"it does not linger in the plan that the lender has"});
        return;
    }
    if (!request.lender.empty() && request.lender != options_.name) {
        Lent gone;
        gone.outcome = Lent::Outcome::failed;
        gone.reason = "what it stands on has gone";
        guest.say_last(gone);
        return;
    }
    loans_[&guest] = {fixture, setups_[fixture].stands, false};
    unused_since_[fixture] = kNever;
    session_->hold(fixture);
}

// To all that wait for it.
void Lender::answer(FixtureId fixture, SetupOutcome outcome, const std::string& reason) {
    const Setup& setup = setups_[fixture];
    for (const auto& guest : reception_.guests) {
        const auto loan = loans_.find(guest.get());
        if (loan == loans_.end() || loan->second.fixture != fixture || loan->second.answered) {
            continue;
        }
        Lent lent = loan_of(setup.ended, outcome == SetupOutcome::passed && loan->second.kept);
        lent.lender = options_.name;
        lent.warning = std::exchange(options_.warning, {});
        if (outcome == SetupOutcome::passed) {
            loan->second.answered = true;
            guest->say(lent);
            continue;
        }
        lent.outcome = outcome == SetupOutcome::skipped               ? Lent::Outcome::skipped
                       : setup.ended.outcome == SetupOutcome::timeout ? Lent::Outcome::timeout
                                                                      : Lent::Outcome::failed;
        lent.reason = setup.ended.outcome == SetupOutcome::passed ? reason : setup.ended.reason;
        loans_.erase(loan);
        failed_.insert(fixture);
        guest->say_last(lent);
    }
}

// With all that stands on it. Those that wait for one of them are answered by its set-up.
void Lender::end_loans(FixtureId fixture, const std::string& reason, const std::string& output) {
    for (const auto& [held, since] : unused_since_) {
        const std::vector<FixtureId> chain = plan_.chain(held);
        if (awaited(held) || std::find(chain.begin(), chain.end(), fixture) == chain.end()) {
            continue;
        }
        setups_[held].stands = false;
        failed_.insert(held);
        for (const auto& guest : reception_.guests) {
            const auto loan = loans_.find(guest.get());
            if (loan != loans_.end() && loan->second.fixture == held) {
                loans_.erase(loan);
                guest->say_last(LoanOver{reason, held == fixture ? output : ""});
            }
        }
    }
}

// Returns the seconds until the next one has lingered for long enough.
double Lender::release_unused(double now) {
    double wanted = kNever;
    std::vector<FixtureId> over;
    for (auto& [fixture, since] : unused_since_) {
        if (lent(fixture)) {
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
    const bool unused = unused_since_.empty() && reception_.guests.empty();
    if (!closing_ && unused && (asked_ || now >= kArrival)) {
        close();
    }
    return unused && !asked_ ? std::min(wanted, kArrival - now) : wanted;
}

void Lender::release(FixtureId fixture) {
    unused_since_.erase(fixture);
    setups_[fixture].stands = false;
    session_->release(fixture);
}

void Lender::close() {
    closing_ = true;
    while (!unused_since_.empty()) {
        release(unused_since_.begin()->first);
    }
}

bool Lender::lent(FixtureId fixture) const {
    return std::any_of(loans_.begin(), loans_.end(), [&](const auto& loan) { return loan.second.fixture == fixture; });
}

bool Lender::awaited(FixtureId fixture) const {
    return std::any_of(loans_.begin(), loans_.end(),
                       [&](const auto& loan) { return loan.second.fixture == fixture && !loan.second.answered; });
}

FixtureId Lender::find(const std::string& name) const {
    for (FixtureId fixture = 0; fixture < plan_.fixtures.size(); ++fixture) {
        if (plan_.fixtures[fixture].name == name) {
            return fixture;
        }
    }
    return kNone;
}

void Lender::handle(const Event& event) {
    if (const auto* ended = std::get_if<SetupEnded>(&event)) {
        const FixtureId fixture = find(ended->fixture);
        setups_[fixture] = {*ended, ended->outcome == SetupOutcome::passed};
        options_.log(fmt::format("set-up of {}: {} in {:.2f} s {}", printable(ended->fixture), to_text(ended->outcome),
                                 ended->seconds, printable(ended->reason)));
    } else if (const auto* died = std::get_if<FixtureDied>(&event)) {
        options_.log(fmt::format("{} died: {}", printable(died->fixture), printable(died->reason)));
        end_loans(find(died->fixture), died->reason, died->output.text);
    } else if (const auto* began = std::get_if<TeardownStarted>(&event)) {
        setups_[find(began->fixture)].stands = false;
    } else if (const auto* down = std::get_if<TeardownEnded>(&event)) {
        setups_[find(down->fixture)].stands = false;
        options_.log(fmt::format("{}teardown of {}: {} {}", down->passed ? "" : "FAILED ", printable(down->fixture),
                                 down->passed ? "passed" : "failed", printable(down->reason)));
    } else if (const auto* stopping = std::get_if<Stopping>(&event)) {
        for (FixtureId fixture = 0; fixture < plan_.fixtures.size(); ++fixture) {
            end_loans(fixture, "who lends it was " + stopping->reason, "");
        }
        close();
    }
}

}  // namespace pf
