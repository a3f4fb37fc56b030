// Answers to clients.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "tool/serve/server.h"
#include "tool/serve/task_for_ctest.h"
#include "tool/support/file.h"
#include "tool/support/text.h"

namespace pf {
namespace {

// The output of a task is paused above the first number of bytes that its client has not read, and resumed below the
// second.
constexpr std::size_t kPauseAbove = std::size_t{1} << 20U;
constexpr std::size_t kResumeBelow = std::size_t{1} << 18U;

}  // namespace

// Returns the client that waits for the task; null if there is none.
Client* Server::client_of(TaskId task) const {
    const auto found = served_.find(task);
    return found == served_.end() ? nullptr : found->second.client;
}

void Server::hold_concluded(FixtureId fixture, SetupOutcome outcome, const std::string& reason) {
    FixtureAnswer answer;
    answer.passed = outcome == SetupOutcome::passed || outcome == SetupOutcome::skipped;
    answer.skipped = outcome == SetupOutcome::skipped;
    answer.text = notes_.setup_text(fixture) + (reason.empty() ? "" : reason + "\n");
    notes_.add_setup_ending(fixture, answer);
    for (const auto& client : connections_.clients) {
        if (client->fixture != fixture || (client->asked != Asked::use && client->asked != Asked::set_up)) {
            continue;
        }
        FixtureAnswer own = answer;
        if (client->asked == Asked::use) {
            own.environment = session_->handed_down(fixture);
        }
        if (!client->waited_for.empty()) {
            own.text.insert(0, "waited until " + client->waited_for + " had torn down its fixtures\n");
        }
        client->send_last(own);
    }
}

void Server::task_output(TaskId task, std::string_view bytes) {
    Client* client = client_of(task);
    if (client == nullptr || client->batch || ahead_.count(task) != 0 ||
        delays_output(plan_.tasks[task].options(), plan_.retries(task))) {
        return;
    }
    client->send(TaskPrinted{std::string(bytes)});
    if (client->unsent_bytes() > kPauseAbove && !client->output_paused) {
        client->output_paused = true;
        session_->pause_output(task, true);
    }
}

void Server::resume_output(Client& client) {
    if (client.output_paused && !client.tasks.empty() && client.unsent_bytes() < kResumeBelow) {
        client.output_paused = false;
        session_->pause_output(*client.tasks.begin(), false);
    }
}

void Server::task_ended(const TaskEnded& event) {
    const TaskId task = plan_.find(event.id);
    if (task == kNone || !event.final) {
        return;
    }
    notes_.note(task, event.outcome);
    note_idle(task);
    const auto served = served_.find(task);
    if (served == served_.end()) {
        return;
    }
    if (served->second.state == ServedTask::State::cancelled) {
        start_next(task);
    } else if (served->second.state == ServedTask::State::ahead) {
        ahead_ended(task, event);
    } else if (Client* client = served->second.client) {
        deliver_result(*client, task, event, !delays_output(plan_.tasks[task].options(), plan_.retries(task)));
    }
}

// Sends the output that was captured until the task ended. Returns false if some of it was not kept.
bool Server::send_output(Client& client, const Output& output) {
    constexpr std::size_t kPiece = std::size_t{64} << 10U;
    std::string text = output.text;
    if (output.cut && !output.file.empty()) {
        Result<std::string> all = read_file(options_.results + "/" + output.file, output.bytes + 1);
        text = all.ok() && all->size() == output.bytes ? std::move(all).value() : text;
    }
    for (std::size_t at = 0; at < text.size(); at += kPiece) {
        client.send(TaskPrinted{text.substr(at, kPiece)});
    }
    return text.size() == output.bytes;
}

// Sends the result of a task to its client. `shown` is true if the output has been sent while the task ran.
void Server::deliver_result(Client& client, TaskId task, const TaskEnded& event, bool shown) {
    served_.erase(task);
    client.tasks.erase(task);
    if (event.cause == Cause::fixture_failed) {
        client.send(TaskPrinted{notes_.failed_setups_text(plan_.tasks[task].group)});
    }
    if (client.batch) {
        report_batch_task(client, event);
    } else {
        const bool whole = shown || send_output(client, event.output);
        const std::string meanwhile = event.services + event.stacks;
        if (!meanwhile.empty() && !searches_output(plan_.tasks[task].options())) {
            client.send(TaskPrinted{meanwhile});  // CTest would search it for the expressions, too.
        }
        TaskOver over = test_ending(event, plan_.tasks[task].options(), whole);
        over.timed_out_before = over.timed_out && !timed_out_.insert(task).second;
        if (const std::string problem = problem_of_journal(task); !problem.empty()) {
            over = TaskOver();
            over.reason = problem;
        } else if (is_good(event.outcome)) {
            client.to_confirm = event;
        }
        end_program(client, program_without_tests(task), over);
    }
}

void Server::report_batch_task(Client& client, const TaskEnded& event) {
    ++client.ended[event.outcome];
    std::string text = fmt::format("{:>7} {:8.2f} s  {}{}{}\n", to_text(event.outcome), event.seconds,
                                   printable(event.id), event.reason.empty() ? "" : ": ", printable(event.reason));
    if (!is_good(event.outcome)) {
        text += event.output.text;
        text += text.back() == '\n' ? "" : "\n";
        text += event.services + event.stacks;
    }
    client.send(TaskPrinted{std::move(text)});
    client.last = event;
}

// Whether a fixture is up that the one test of the unit sets up and tears down.
bool Server::unit_active(Text unit) const {
    const GroupId group = lookup_.group(unit);
    const FixtureId program = group == kNone ? kNone : plan_.ctest_program(plan_.groups[group].fixtures);
    if (program == kNone) {
        return false;
    }
    const std::vector<FixtureId>& fixtures = lookup_.nested(program);
    return std::any_of(fixtures.begin(), fixtures.end(), [&](FixtureId fixture) {
        return session_->fixture_active(fixture) && plan_.unit_of(fixture) == unit;
    });
}

// Ends the test of a batch when its tasks have ended and the fixtures of its unit, whose problems it reports, are down.
bool Server::end_batch(Client& client) {
    if (!client.batch || client.ended.empty() || !client.tasks.empty()) {
        return false;
    }
    const Text unit = client.unit;
    if (!unit.empty() && unit_active(unit)) {
        return false;
    }
    std::string problems = unit.empty() ? "" : notes_.take_problems_of_program(unit);
    if (!problems.empty()) {
        client.send(TaskPrinted{std::move(problems)});
        ++client.ended[Outcome::failed];
    }
    if (const std::string problem = problem_of_journal(*client.taken.begin()); !problem.empty()) {
        client.send(TaskPrinted{problem + "\n"});
        ++client.ended[Outcome::failed];
    }
    const TaskOver over = batch_test_ending(client.ended);
    if (over.exit_code == 0) {
        client.to_confirm = std::exchange(client.last, std::nullopt);
    }
    client.send_last(over);
    return true;
}

// Ignores workers that require a fixture with a test of its own: they remain until that fixture is torn down.
bool Server::has_ended(std::string_view group) const {
    const std::vector<GroupId>& groups = lookup_.groups(group);
    return std::none_of(groups.begin(), groups.end(), [this](GroupId id) {
        return session_->group_active(id) && plan_.ctest_fixtures(plan_.groups[id].fixtures).empty();
    });
}

// Also waits for the workers of the groups that require the fixture: their fixtures need not be nested in it.
bool Server::has_ended_with_workers(FixtureId fixture) const {
    const std::vector<GroupId>& users = lookup_.users(fixture);
    return !session_->fixture_active(fixture) &&
           std::none_of(users.begin(), users.end(), [this](GroupId id) { return session_->group_active(id); });
}

// Answers a client that asked for the end of a fixture or a group, once that has ended and the journal is complete.
bool Server::answer_ending(Client& client) {
    if (end_batch(client) || answer_program_end(client)) {
        return true;
    }
    const bool fixture = client.asked == Asked::tear_down && has_ended_with_workers(client.fixture);
    const bool group = client.asked == Asked::end_group && has_ended(client.group);
    if (!fixture && !group) {
        return false;
    }
    FixtureNotes::Ending ending =
        fixture ? notes_.ending_of_fixture(client.fixture) : notes_.ending_of_group(client.group);
    if (options_.before_last_answer && session_->idle()) {
        options_.before_last_answer();
    }
    const std::string problem = options_.flush();
    if (!problem.empty()) {
        ending.passed = false;
        ending.text += "results are not complete: " + problem + "\n";
    }
    FixtureAnswer answer;
    answer.passed = ending.passed;
    answer.text = ending.text + "results: " + options_.results + "\n";
    answer.exit_code = ending.exit_code.value_or(-1);
    answer.signal = ending.signal.value_or(0);
    client.send_last(answer);
    return true;
}

}  // namespace pf
