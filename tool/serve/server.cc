#include "tool/serve/server.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "runtime/platform.h"
#include "runtime/time_limits.h"

namespace pf {

double Server::before_waiting(double now) {
    const double wanted = serve_clients(now);
    options_.flush();
    const bool idle = connections_.clients.empty() && session_->running() == 0;
    return std::min(wanted, options_.before_waiting(now, idle));
}

bool Server::wants_generated(TaskId task) {
    Client* client = client_of(plan_.tasks[task].options().generated_by);
    return client != nullptr && claim_task(*client, task);
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
    const double now = session_->now();
    if (setup_failed_ && listing_) {
        constexpr double kStillListing = 10;
        listing_until_ = std::min(listing_until_, now + kStillListing);
    } else {
        listing_.reset();
    }
    for (const auto& client : connections_.clients) {
        client->read_pending();  // The client may have disconnected before ctest ended.
        static_cast<void>(check_confirmation(*client, now));
        if (client->state() == Client::State::closed && was_late(*client, now)) {
            cancel_tasks_of(*client);
        }
    }
    if (setup_failed_ && !listing_) {
        conclude_unstarted();
    }
    if (!session_->idle()) {
        session_->stop("ctest has ended");
    }
}

double Server::disconnect_delay(const Client& client) const {
    return client.interrupted() ? kInterruptedTest : options_.disconnect_delay;
}

// Returns for how many seconds the session may wait.
double Server::serve_clients(double now) {
    bool busy = false;
    if (now >= listing_until_) {
        listing_.reset();
        listing_until_ = kNever;
    }
    double wanted = listing_until_ - now;
    for (const auto& client : connections_.clients) {  // No callback of the loop runs meanwhile.
        busy = serve_client(*client, now) || busy;
        if (client->request() != nullptr) {
            constexpr double kAskAgain = 0.02;
            wanted = std::min(wanted, kAskAgain);
        } else if (client->state() == Client::State::receiving) {
            wanted = std::min(wanted, options_.request_timeout - client->age(now));
        } else if (client->state() == Client::State::flushing) {
            wanted = std::min(wanted, options_.send_timeout);
        } else if (client->state() == Client::State::closed && (!client->tasks.empty() || client->to_confirm)) {
            wanted = std::min(wanted, disconnect_delay(*client));
        }
    }
    std::erase_if(connections_.clients, [](const auto& client) {
        return client->state() == Client::State::closed && client->tasks.empty() && !client->to_confirm;
    });
    return busy ? 0 : std::max(0.0, wanted);
}

// Returns true if the scheduler may have something to do.
bool Server::serve_client(Client& client, double now) {
    if (must_wait(client, now)) {
        return false;
    }
    if (const auto request = client.take_request()) {
        handle_request(client, *request);
        return true;
    }
    const double age = client.age(now);
    switch (client.state()) {
        case Client::State::receiving:
            if (age >= options_.request_timeout) {
                client.close();
            }
            return false;
        case Client::State::served:
            resume_output(client);
            return answer_ending(client);
        case Client::State::flushing:
            if (age >= options_.send_timeout) {
                client.close();
            }
            return false;
        case Client::State::awaiting_exit:
            return false;
        case Client::State::closed:
            break;
    }
    if (client.to_confirm) {
        return check_confirmation(client, now);
    }
    if (client.tasks.empty() || (!ctest_ended_ && age < disconnect_delay(client))) {
        return false;
    }
    cancel_tasks_of(client);
    return true;
}

// Returns true while the request must wait for an earlier run to tear down its fixtures.
bool Server::must_wait(Client& client, double now) {
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

// Returns whether the test has used up the limit of its task, so that ctest ended it for that even if ctest itself has
// ended since: this was ctest's last test.
bool Server::was_late(const Client& client, double now) const {
    constexpr double kStartedBefore = 0.25;  // Seconds that the test may have started before its task.
    const double limit = client.tasks.empty() ? 0 : plan_.timeout(*client.tasks.begin());
    return !client.interrupted() && limit > 0 && client.started >= 0 && now - client.started >= limit - kStartedBefore;
}

// Corrects the outcome of a task whose test has disconnected without a confirmation: the test was killed, and ctest
// shows a failure. If the signal that ended the test ended ctest too, ctest shows nothing and the outcome stays.
// Returns false if that is not yet known.
bool Server::check_confirmation(Client& client, double now) {
    if (client.state() != Client::State::closed || !client.to_confirm) {
        return false;
    }
    if (client.interrupted() && !ctest_ended_ && client.age(now) < disconnect_delay(client)) {
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

// Cancels the tasks of a client that disconnected before they ended, because ctest ended it or ended itself.
void Server::cancel_tasks_of(Client& client) {
    const double seconds = session_->now() - client.started;
    const bool late = was_late(client, session_->now());
    for (const TaskId task : std::exchange(client.tasks, {})) {
        ServedTask& served = served_[task];
        served.state = ServedTask::State::cancelled;
        served.client = nullptr;
        served.next.reset();
        ahead_.erase(task);
        if (client.started < 0) {
            session_->cancel(task, Outcome::not_run, "its ctest test was ended while it waited");
        } else if (ctest_ended_ && !late) {
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
        if (setup->outcome == SetupOutcome::failed || setup->outcome == SetupOutcome::timeout) {
            note_failed_setup();
        }
    } else if (const auto* died = std::get_if<FixtureDied>(&event)) {
        notes_.note(*died);
    } else if (const auto* teardown = std::get_if<TeardownEnded>(&event)) {
        notes_.note(*teardown);
        program_has_ended(*teardown);
    } else if (const auto* started = std::get_if<TaskStarted>(&event)) {
        const TaskId task = plan_.find(started->id);
        Client* client = client_of(task);
        if (ahead_.count(task) != 0) {
            served_[task].started = true;
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
