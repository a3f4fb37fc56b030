#include "tool/serve/server.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "runtime/platform.h"
#include "runtime/time_limits.h"

namespace pf {
void Server::join(SessionOptions& options) {
    options.stays_open = [this] { return !ctest_ended_; };
    options.before_waiting = [this](double now) {
        const double wanted = look_after_guests(now);
        options_.flush();
        const bool idle = reception_.guests.empty() && session_->running() == 0;
        return std::min(wanted, options_.before_waiting(now, idle));
    };
    options.wants_generated = [this](const Plan& plan, TaskId task) {
        Guest* guest = guest_of(plan.tasks[task].options().generated_by);
        return guest != nullptr && take_in(*guest, task);
    };
    options.task_output = [this](TaskId task, std::string_view bytes) { task_output(task, bytes); };
    options.hold_concluded = [this](FixtureId fixture, SetupOutcome outcome, const std::string& reason) {
        hold_concluded(fixture, outcome, reason);
    };
}

void Server::start(Session& session, Descriptor listener, Descriptor ctest) {
    session_ = &session;
    ctest_ = std::move(ctest);
    if (reception_.open(session.loop(), std::move(listener)) && ctest_) {
        session.loop().watch(ctest_.get(), POLLIN, [this](short) { ctest_has_ended(); });
        ask_ctest();
    } else {
        ctest_ended_ = true;
    }
}

void Server::ctest_has_ended() {
    session_->loop().unwatch(ctest_.get());
    ctest_ended_ = true;
    listing_.reset();
    const double now = session_->now();
    for (const auto& guest : reception_.guests) {
        guest->catch_up();  // It ended before ctest did, but perhaps was not looked at yet.
        static_cast<void>(settle(*guest, now));
    }
    if (!session_->idle()) {
        session_->stop("ctest has ended");
    }
}

double Server::decided_after(const Guest& guest) const {
    return guest.interrupted() ? kInterruptedTest : options_.who_went_first;
}

// Returns how long the session may wait.
double Server::look_after_guests(double now) {
    bool busy = false;
    if (now >= listing_until_) {
        listing_.reset();
        listing_until_ = kNever;
    }
    double wanted = listing_until_ - now;
    for (const auto& guest : reception_.guests) {  // Nobody is added or taken away meanwhile.
        busy = look_after(*guest, now) || busy;
        if (guest->request() != nullptr) {
            constexpr double kAskAgain = 0.02;
            wanted = std::min(wanted, kAskAgain);
        } else if (guest->state() == Guest::State::arriving) {
            wanted = std::min(wanted, options_.arrival - guest->age(now));
        } else if (guest->state() == Guest::State::leaving) {
            wanted = std::min(wanted, options_.last_word);
        } else if (guest->state() == Guest::State::gone && (!guest->tasks.empty() || guest->to_confirm)) {
            wanted = std::min(wanted, decided_after(*guest));
        }
    }
    std::erase_if(reception_.guests, [](const auto& guest) {
        return guest->state() == Guest::State::gone && guest->tasks.empty() && !guest->to_confirm;
    });
    return busy ? 0 : std::max(0.0, wanted);
}

// True when the scheduler may have something to do.
bool Server::look_after(Guest& guest, double now) {
    if (held_back(guest, now)) {
        return false;
    }
    if (const auto request = guest.take_request()) {
        take(guest, *request);
        return true;
    }
    const double age = guest.age(now);
    switch (guest.state()) {
        case Guest::State::arriving:
            if (age >= options_.arrival) {
                guest.close();
            }
            return false;
        case Guest::State::served:
            resume_output(guest);
            return answer_ending(guest);
        case Guest::State::leaving:
            if (age >= options_.last_word) {
                guest.close();
            }
            return false;
        case Guest::State::told:
            return false;
        case Guest::State::gone:
            break;
    }
    if (guest.to_confirm) {
        return settle(guest, now);
    }
    if (guest.tasks.empty() || (!ctest_ended_ && age < decided_after(guest))) {
        return false;
    }
    see_off(guest);
    return true;
}

// Its request waits until what it needs can be set up.
bool Server::held_back(Guest& guest, double now) {
    const SessionRequest* request = guest.request();
    if (request == nullptr || !options_.waits_for || !needs_fixture(*request)) {
        return false;
    }
    const std::string what = options_.waits_for(now);
    if (!what.empty()) {
        guest.waited_for = what;
    }
    return !what.empty();
}

// A test that has gone without having ended as it was told was killed, and ctest shows that. With a ctest that a signal
// ended too, nobody shows anything. False: it is too early to say.
bool Server::settle(Guest& guest, double now) {
    if (guest.state() != Guest::State::gone || !guest.to_confirm) {
        return false;
    }
    if (guest.interrupted() && !ctest_ended_ && guest.age(now) < decided_after(guest)) {
        return false;
    }
    TaskEnded killed = std::move(*guest.to_confirm);
    guest.to_confirm.reset();
    if (!guest.confirmed() && !(guest.interrupted() && ctest_ended_)) {
        killed.reason = fmt::format("its ctest test was killed, or could not end as it had to, after the task had {}",
                                    killed.outcome == Outcome::passed ? "passed" : "asked to be skipped");
        killed.at = now;
        killed.outcome = Outcome::crashed;
        killed.cause = Cause::test_killed;
        killed.exit_code.reset();
        session_->correct(killed);
    }
    return true;
}

// Its test was ended, by ctest or with it, while its tasks were under way.
void Server::see_off(Guest& guest) {
    const double seconds = session_->now() - guest.started;
    for (const TaskId task : std::exchange(guest.tasks, {})) {
        tasks_.erase(task);
        ahead_.erase(task);
        again_.erase(task);
        leaving_.insert(task);
        if (guest.started < 0) {
            session_->cancel(task, Outcome::not_run, "its ctest test was ended while it waited");
        } else if (ctest_ended_) {
            session_->cancel(task, Outcome::not_run,
                             fmt::format("interrupted after {:.1f} s (ctest has ended)", seconds));
        } else {
            session_->cancel(task, Outcome::timeout, fmt::format("ctest ended its test after {:.1f} s", seconds));
        }
    }
}

void Server::handle(const Event& event) {
    if (const auto* setup = std::get_if<SetupEnded>(&event)) {
        notes_.note(*setup);
    } else if (const auto* died = std::get_if<FixtureDied>(&event)) {
        notes_.note(*died);
    } else if (const auto* teardown = std::get_if<TeardownEnded>(&event)) {
        notes_.note(*teardown);
    } else if (const auto* started = std::get_if<TaskStarted>(&event)) {
        Guest* guest = guest_of(started->id);
        const TaskId task = plan_.find(started->id);
        if (const auto ahead = ahead_.find(task); ahead != ahead_.end()) {
            ahead->second.started = true;
            if (guest == nullptr) {
                notes_.note_ahead(task);
            }
        }
        if (guest != nullptr && guest->started < 0) {
            guest->started = started->at;
            guest->say(TaskBegun{});
        }
    } else if (const auto* ended = std::get_if<TaskEnded>(&event)) {
        task_ended(*ended);
    }
}

}  // namespace pf
