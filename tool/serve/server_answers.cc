// What guests are told.
#include "tool/serve/server.h"
#include "tool/serve/task_for_ctest.h"

namespace pf {
namespace {

// Bytes of output that may wait for a guest before its task has to.
constexpr std::size_t kMuch = std::size_t{1} << 20U;
constexpr std::size_t kLittle = std::size_t{1} << 18U;

}  // namespace

Guest* Server::guest_of(TaskId task) {
    const auto found = tasks_.find(task);
    return found == tasks_.end() ? nullptr : found->second;
}

Guest* Server::guest_of(const std::string& id) {
    const TaskId task = plan_.find(id);
    return task == kNone ? nullptr : guest_of(task);
}

void Server::hold_concluded(FixtureId fixture, SetupOutcome outcome, const std::string& reason) {
    FixtureAnswer answer;
    answer.passed = outcome == SetupOutcome::passed || outcome == SetupOutcome::skipped;
    answer.skipped = outcome == SetupOutcome::skipped;
    answer.text = notes_.setup_text(fixture) + (reason.empty() ? "" : reason + "\n");
    for (const auto& guest : guests_) {
        if (guest->asked == Asked::set_up && guest->fixture == fixture) {
            guest->say_last(answer);
        }
    }
}

void Server::task_output(TaskId task, std::string_view bytes) {
    Guest* guest = guest_of(task);
    if (guest == nullptr) {
        return;
    }
    guest->say(TaskPrinted{std::string(bytes)});
    if (guest->waiting() > kMuch && !guest->output_paused) {
        guest->output_paused = true;
        session_->pause_output(task, true);
    }
}

void Server::resume_output(Guest& guest) {
    if (guest.output_paused && guest.waiting() < kLittle) {
        guest.output_paused = false;
        session_->pause_output(guest.task, false);
    }
}

void Server::task_ended(const TaskEnded& event) {
    const TaskId task = plan_.find(event.id);
    if (task == kNone || !event.final) {
        return;
    }
    notes_.note(task, event.outcome);
    if (Guest* guest = guest_of(task)) {
        tasks_.erase(task);
        guest->task = kNone;
        guest->say_last(how_to_end(event, plan_.tasks[task].options()));
    }
}

// When a guest asked for an end that has come now. Its results are complete before it hears of it.
bool Server::answer_ending(Guest& guest) {
    const bool fixture = guest.asked == Asked::tear_down && !session_->stands(guest.fixture);
    const bool group = guest.asked == Asked::end_group && !session_->active(guest.group);
    if (!fixture && !group) {
        return false;
    }
    FixtureNotes::Ending ending =
        fixture ? notes_.ending_of_fixture(guest.fixture) : notes_.ending_of_group(guest.group);
    const std::string problem = options_.write_results();
    if (!problem.empty()) {
        ending.passed = false;
        ending.text += "results are not complete: " + problem + "\n";
    }
    guest.say_last(FixtureAnswer{ending.passed, false, ending.text + "results: " + options_.results + "\n"});
    return true;
}

}  // namespace pf
