// What clients are told.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "tool/serve/server.h"
#include "tool/serve/task_for_ctest.h"
#include "tool/support/file.h"
#include "tool/support/text.h"

namespace pf {
namespace {

// Bytes of output that may wait for a client before its task has to.
constexpr std::size_t kMuch = std::size_t{1} << 20U;
constexpr std::size_t kLittle = std::size_t{1} << 18U;

bool is_good(const TaskEnded& event) { return event.outcome == Outcome::passed || event.outcome == Outcome::skipped; }

}  // namespace

Client* Server::client_of(TaskId task) {
    const auto found = tasks_.find(task);
    return found == tasks_.end() ? nullptr : found->second;
}

Client* Server::client_of(const std::string& id) {
    const TaskId task = plan_.find(id);
    return task == kNone ? nullptr : client_of(task);
}

void Server::hold_concluded(FixtureId fixture, SetupOutcome outcome, const std::string& reason) {
    FixtureAnswer answer;
    answer.passed = outcome == SetupOutcome::passed || outcome == SetupOutcome::skipped;
    answer.skipped = outcome == SetupOutcome::skipped;
    answer.text = notes_.setup_text(fixture) + (reason.empty() ? "" : reason + "\n");
    notes_.say_end(fixture, answer);
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
        client->say_last(own);
    }
}

void Server::task_output(TaskId task, std::string_view bytes) {
    Client* client = client_of(task);
    if (client == nullptr || client->batch || ahead_.count(task) != 0 ||
        output_waits(plan_.tasks[task].options(), plan_.retries(task))) {
        return;
    }
    client->say(TaskPrinted{std::string(bytes)});
    if (client->waiting() > kMuch && !client->output_paused) {
        client->output_paused = true;
        session_->pause_output(task, true);
    }
}

void Server::resume_output(Client& client) {
    if (client.output_paused && !client.tasks.empty() && client.waiting() < kLittle) {
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
    if (leaving_.erase(task) != 0) {
        static_cast<void>(begin_again(task));
        return;
    }
    if (ahead_ended(task, event)) {
        return;
    }
    if (Client* client = client_of(task)) {
        hand_over(*client, task, event, !output_waits(plan_.tasks[task].options(), plan_.retries(task)));
    }
}

// Output that was kept until the task had ended. False: not all of it was.
bool Server::show_output(Client& client, const Output& output) {
    constexpr std::size_t kPiece = std::size_t{64} << 10U;
    std::string text = output.text;
    if (output.cut && !output.file.empty()) {
        Result<std::string> all = read_file(options_.results + "/" + output.file, output.bytes + 1);
        text = all.ok() && all->size() == output.bytes ? std::move(all).value() : text;
    }
    for (std::size_t at = 0; at < text.size(); at += kPiece) {
        client.say(TaskPrinted{text.substr(at, kPiece)});
    }
    return text.size() == output.bytes;
}

// `shown`: its output was, as it came.
void Server::hand_over(Client& client, TaskId task, const TaskEnded& event, bool shown) {
    tasks_.erase(task);
    client.tasks.erase(task);
    if (event.cause == Cause::fixture_failed) {
        client.say(TaskPrinted{notes_.failed_setups_text(plan_.tasks[task].group)});
    }
    if (client.batch) {
        one_of_batch_ended(client, event);
    } else {
        const bool whole = shown || show_output(client, event.output);
        TaskOver over = how_to_end(event, plan_.tasks[task].options(), whole);
        over.timed_out_before = over.timed_out && !timed_out_.insert(task).second;
        if (is_good(event)) {
            client.to_confirm = event;
        }
        client.say_last(over);
    }
}

void Server::one_of_batch_ended(Client& client, const TaskEnded& event) {
    ++client.ended[event.outcome];
    std::string text = fmt::format("{:>7} {:8.2f} s  {}{}{}\n", to_text(event.outcome), event.seconds,
                                   printable(event.id), event.reason.empty() ? "" : ": ", printable(event.reason));
    if (!is_good(event)) {
        text += event.output.text;
        text += text.back() == '\n' ? "" : "\n";
    }
    client.say(TaskPrinted{std::move(text)});
    client.last = event;
}

// Not before the unit's own fixtures are torn down, whose problems are those of its one test.
bool Server::end_batch(Client& client) {
    if (!client.batch || client.ended.empty() || !client.tasks.empty()) {
        return false;
    }
    const Text unit = client.unit;
    for (FixtureId fixture = 0; !unit.empty() && fixture < plan_.fixtures.size(); ++fixture) {
        if (session_->fixture_active(fixture) && plan_.unit_of(fixture) == unit) {
            return false;
        }
    }
    std::string problems = unit.empty() ? "" : notes_.take_problems_of_unit(unit);
    if (!problems.empty()) {
        client.say(TaskPrinted{std::move(problems)});
        ++client.ended[Outcome::failed];
    }
    const TaskOver over = how_to_end_batch(client.ended);
    if (over.exit_code == 0) {
        client.to_confirm = std::exchange(client.last, std::nullopt);
    }
    client.say_last(over);
    return true;
}

// Workers that stand on a fixture which is held stay with it.
bool Server::has_ended(GroupId group) const {
    const std::vector<GroupId> groups = plan_.groups_called(plan_.groups[group].name);
    return std::none_of(groups.begin(), groups.end(), [this](GroupId id) {
        return session_->group_active(id) && plan_.ctest_fixture(plan_.groups[id].fixture) == kNone;
    });
}

// When a client asked for an end that has come now. The journal has all of it before the client hears of it.
bool Server::answer_ending(Client& client) {
    if (end_batch(client)) {
        return true;
    }
    const bool fixture = client.asked == Asked::tear_down && !session_->fixture_active(client.fixture);
    const bool group = client.asked == Asked::end_group && has_ended(client.group);
    if (!fixture && !group) {
        return false;
    }
    FixtureNotes::Ending ending =
        fixture ? notes_.ending_of_fixture(client.fixture) : notes_.ending_of_group(client.group);
    if (options_.nothing_is_up && session_->idle()) {
        options_.nothing_is_up();
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
    client.say_last(answer);
    return true;
}

}  // namespace pf
