#include "tool/serve/server.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "runtime/platform.h"

namespace pf {
namespace {

// ServerOptions::who_went_first where the client said that a signal ends it. (With TIMEOUT_SIGNAL_NAME it may have been
// ctest after all.)
constexpr double kInterrupted = 0.8;

}  // namespace

void Server::join(SessionOptions& options) {
    options.stays_open = [this] { return !ctest_ended_; };
    options.before_waiting = [this](double now) {
        const double wanted = serve_clients(now);
        options_.flush();
        const bool idle = connections_.clients.empty() && session_->running() == 0;
        return std::min(wanted, options_.before_waiting(now, idle));
    };
    options.wants_generated = [this](const Plan& plan, TaskId task) {
        Client* client = client_of(plan.tasks[task].options().generated_by);
        return client != nullptr && take_in(*client, task);
    };
    options.task_output = [this](TaskId task, std::string_view bytes) { task_output(task, bytes); };
    options.hold_concluded = [this](FixtureId fixture, SetupOutcome outcome, const std::string& reason) {
        hold_concluded(fixture, outcome, reason);
    };
}

void Server::start(Session& session, Descriptor listener, Descriptor ctest) {
    session_ = &session;
    ctest_ = std::move(ctest);
    if (connections_.open(session.loop(), std::move(listener)) && ctest_) {
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
    for (const auto& client : connections_.clients) {
        client->catch_up();  // It ended before ctest did, but perhaps was not looked at yet.
        static_cast<void>(settle(*client, now));
    }
    if (!session_->idle()) {
        session_->stop("ctest has ended");
    }
}

double Server::decided_after(const Client& client) const {
    return client.interrupted() ? kInterrupted : options_.who_went_first;
}

// Returns how long the session may wait.
double Server::serve_clients(double now) {
    bool busy = false;
    if (now >= listing_until_) {
        listing_.reset();
        listing_until_ = kNever;
    }
    double wanted = listing_until_ - now;
    for (const auto& client : connections_.clients) {  // Nobody is added or taken away meanwhile.
        busy = look_after(*client, now) || busy;
        if (client->request() != nullptr) {
            constexpr double kAskAgain = 0.02;
            wanted = std::min(wanted, kAskAgain);
        } else if (client->state() == Client::State::arriving) {
            wanted = std::min(wanted, options_.arrival - client->age(now));
        } else if (client->state() == Client::State::leaving) {
            wanted = std::min(wanted, options_.last_word);
        } else if (client->state() == Client::State::gone && (!client->tasks.empty() || client->to_confirm)) {
            wanted = std::min(wanted, decided_after(*client));
        }
    }
    std::erase_if(connections_.clients, [](const auto& client) {
        return client->state() == Client::State::gone && client->tasks.empty() && !client->to_confirm;
    });
    return busy ? 0 : std::max(0.0, wanted);
}

// True when the scheduler may have something to do.
bool Server::look_after(Client& client, double now) {
    if (held_back(client, now)) {
        return false;
    }
    if (const auto request = client.take_request()) {
        take(client, *request);
        return true;
    }
    const double age = client.age(now);
    switch (client.state()) {
        case Client::State::arriving:
            if (age >= options_.arrival) {
                client.close();
            }
            return false;
        case Client::State::served:
            resume_output(client);
            return answer_ending(client);
        case Client::State::leaving:
            if (age >= options_.last_word) {
                client.close();
            }
            return false;
        case Client::State::told:
            return false;
        case Client::State::gone:
            break;
    }
    if (client.to_confirm) {
        return settle(client, now);
    }
    if (client.tasks.empty() || (!ctest_ended_ && age < decided_after(client))) {
        return false;
    }
    see_off(client);
    return true;
}

// Its request waits until what it needs can be set up.
bool Server::held_back(Client& client, double now) {
    const SessionRequest* request = client.request();
    if (request == nullptr || !options_.waits_for || !needs_fixture(*request)) {
        return false;
    }
    const std::string what = options_.waits_for(now);
    if (!what.empty()) {
        client.waited_for = what;
    }
    return !what.empty();
}

// A test that has gone without having ended as it was told was killed, and ctest shows that. With a ctest that a signal
// ended too, nobody shows anything. False: it is too early to say.
bool Server::settle(Client& client, double now) {
    if (client.state() != Client::State::gone || !client.to_confirm) {
        return false;
    }
    if (client.interrupted() && !ctest_ended_ && client.age(now) < decided_after(client)) {
        return false;
    }
    TaskEnded killed = std::move(*client.to_confirm);
    client.to_confirm.reset();
    if (!client.confirmed() && !(client.interrupted() && ctest_ended_)) {
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
void Server::see_off(Client& client) {
    const double seconds = session_->now() - client.started;
    for (const TaskId task : std::exchange(client.tasks, {})) {
        tasks_.erase(task);
        ahead_.erase(task);
        again_.erase(task);
        leaving_.insert(task);
        if (client.started < 0) {
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
        Client* client = client_of(started->id);
        const TaskId task = plan_.find(started->id);
        if (const auto ahead = ahead_.find(task); ahead != ahead_.end()) {
            ahead->second.started = true;
            if (client == nullptr) {
                notes_.note_ahead(task);
            }
        }
        if (client != nullptr && client->started < 0) {
            client->started = started->at;
        }
    } else if (const auto* ended = std::get_if<TaskEnded>(&event)) {
        task_ended(*ended);
    }
}

}  // namespace pf
