// What a session remembers of its fixtures and tasks, to report it in the setup and teardown tests of ctest.
#ifndef PARALLEL_FIXTURES_TOOL_SERVE_FIXTURE_NOTES_H
#define PARALLEL_FIXTURES_TOOL_SERVE_FIXTURE_NOTES_H

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/session_message.h"
#include "tool/event/event.h"
#include "tool/plan/plan.h"
#include "tool/serve/plan_lookup.h"

namespace pf {

class FixtureNotes {
public:
    // Both must outlive the notes.
    FixtureNotes(const Plan& plan, const PlanLookup& lookup) : plan_(plan), lookup_(lookup) {}

    void note(const SetupEnded& event);
    void note(const FixtureDied& event);
    void note(const TeardownEnded& event);
    void note(TaskId task, Outcome outcome);
    // Notes that the task started before ctest asked for it.
    void note_ahead(TaskId task) { ahead_.insert(task); }

    // Returns the result and the output of the last set-up; "" if there was none.
    [[nodiscard]] std::string setup_text(FixtureId fixture) const;

    // Adds the exit code or the signal of the last set-up to an answer.
    void add_setup_ending(FixtureId fixture, FixtureAnswer& answer) const;

    // Returns setup_text() of each fixture of the group whose last set-up did not pass. It explains why a task of the
    // group has not run.
    [[nodiscard]] std::string failed_setups_text(GroupId group) const;

    // What the teardown test of a fixture or the last test of a group reports: the number of set-ups, the results of
    // the tasks, and the problems. A fixture of scope WORKER or TASK is reported with the fixture of scope RUN that it
    // is nested in, or else with its group. The same problems are reported each time (ctest --repeat), because nothing
    // is torn down twice.
    struct Ending {
        bool passed = true;
        std::string text;
        std::optional<int> exit_code;  // The exit code of the first teardown command that failed.
        std::optional<int> signal;     // The signal that killed that command.
    };
    [[nodiscard]] Ending ending_of_fixture(FixtureId fixture) const;
    [[nodiscard]] Ending ending_of_group(std::string_view group) const;

    // Returns the problems of the fixtures in the linked program of a group, and forgets them, because the test that
    // reports them may run again (ctest --repeat), and then the fixtures are set up again. Call it when the fixtures
    // are down.
    std::string take_problems_of_program(Text group);

    // The last outcome of each requested task.
    [[nodiscard]] const std::map<TaskId, Outcome>& outcomes() const { return outcomes_; }

private:
    struct Setup {
        int count = 0;
        SetupEnded last;
    };
    struct Problem {
        FixtureId fixture;
        std::string text;
        std::optional<int> exit_code;
        std::optional<int> signal;
    };

    [[nodiscard]] FixtureId reporting_fixture(FixtureId fixture) const;
    [[nodiscard]] bool requires_fixture(GroupId group, FixtureId fixture) const;
    [[nodiscard]] std::string tasks_text(const std::vector<GroupId>& groups) const;
    template <typename Concerned>
    void add_problems(Ending& ending, const Concerned& concerned) const;

    const Plan& plan_;
    const PlanLookup& lookup_;
    std::map<FixtureId, Setup> setups_;  // The last set-up of each fixture, and the number of its set-ups.
    std::vector<Problem> problems_;
    std::map<TaskId, Outcome> outcomes_;
    std::map<GroupId, std::set<TaskId>> ended_;  // The tasks of outcomes_, by group.
    std::set<TaskId> ahead_;                     // Tasks that started before ctest asked for them.
};

}  // namespace pf

#endif
