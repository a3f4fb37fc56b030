// What a session remembers of its fixtures and tasks for the tests that ask for them.
#ifndef PARALLEL_FIXTURES_TOOL_SERVE_FIXTURE_NOTES_H
#define PARALLEL_FIXTURES_TOOL_SERVE_FIXTURE_NOTES_H

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "runtime/session_message.h"
#include "tool/event/event.h"
#include "tool/plan/plan.h"

namespace pf {

class FixtureNotes {
public:
    explicit FixtureNotes(const Plan& plan);

    void note(const SetupEnded& event);
    void note(const FixtureDied& event);
    void note(const TeardownEnded& event);
    void note(TaskId task, Outcome outcome) { outcomes_[task] = outcome; }
    void note_ahead(TaskId task) { ahead_.insert(task); }

    // For its set-up test: what its last set-up came to and printed.
    [[nodiscard]] std::string setup_text(FixtureId fixture) const;

    // How the command of its last set-up ended, if that made it fail.
    void say_end(FixtureId fixture, FixtureAnswer& answer) const;

    // For a task that has not run because of it: the same of those below its group that did not pass.
    [[nodiscard]] std::string failed_setups_text(GroupId group) const;

    // For the test that ends it: set-ups, tasks, and what went wrong. Fixtures of scope WORKER and TASK on it are among
    // this; those on none are their group's. Asked again (ctest --repeat) it is no better: what failed is not torn down
    // twice.
    struct Ending {
        bool passed = true;
        std::string text;
        std::optional<int> exit_code;  // Of the teardown command that failed first.
        std::optional<int> signal;     // That it was killed by.
    };
    [[nodiscard]] Ending ending_of_fixture(FixtureId fixture) const;
    [[nodiscard]] Ending ending_of_group(GroupId group) const;

    // For the one test of a unit, when its tasks and its own fixtures have ended: what went wrong with these, each
    // problem once. A unit that is asked for again (ctest --repeat) sets up and tears down again.
    std::string take_problems_of_unit(Text group);

    // The last outcome of each task that was asked for.
    [[nodiscard]] const std::map<TaskId, Outcome>& outcomes() const { return outcomes_; }

private:
    struct Setup {
        int count = 0;
        bool kept = false;
        double seconds = 0;
        SetupOutcome outcome = SetupOutcome::passed;
        std::string reason;
        std::string output;
        std::optional<int> exit_code;
        std::optional<int> signal;
    };
    struct Problem {
        FixtureId fixture;
        std::string text;
        std::optional<int> exit_code;
        std::optional<int> signal;
    };

    [[nodiscard]] FixtureId find(const std::string& name) const;
    [[nodiscard]] FixtureId told_at_end_of(FixtureId fixture) const;
    [[nodiscard]] bool stands_on(GroupId group, FixtureId fixture) const;
    [[nodiscard]] std::string tasks_text(const std::vector<GroupId>& groups) const;
    template <typename Concerned>
    void tell_problems(Ending& ending, const Concerned& concerned) const;

    const Plan& plan_;
    std::map<std::string, FixtureId, std::less<>> by_name_;
    std::map<FixtureId, Setup> setups_;  // The last of each, and how many.
    std::vector<Problem> problems_;
    std::map<TaskId, Outcome> outcomes_;
    std::set<TaskId> ahead_;  // They began before ctest asked for them.
};

}  // namespace pf

#endif
