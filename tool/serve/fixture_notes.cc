#include "tool/serve/fixture_notes.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "tool/support/text.h"

namespace pf {
namespace {

std::string with_output(std::string text, const std::string& output) {
    text += "\n" + output;
    return text.back() == '\n' ? text : text + "\n";
}

}  // namespace

void FixtureNotes::note(TaskId task, Outcome outcome) {
    outcomes_[task] = outcome;
    ended_[plan_.tasks[task].group].insert(task);
}

void FixtureNotes::note(const SetupEnded& event) {
    Setup& setup = setups_[lookup_.fixture(event.fixture)];
    setup.count += event.kept ? 0 : 1;
    setup.last = event;
}

void FixtureNotes::note(const FixtureDied& event) {
    problems_.push_back({lookup_.fixture(event.fixture),
                         with_output(fmt::format("{} died: {}", event.instance, event.reason), event.output.text),
                         std::nullopt, std::nullopt});
}

void FixtureNotes::note(const TeardownEnded& event) {
    if (!event.passed) {
        problems_.push_back(
            {lookup_.fixture(event.fixture),
             with_output(fmt::format("the teardown of {} failed: {}", event.instance, event.reason), event.output.text),
             event.exit_code, event.signal});
    }
}

std::string FixtureNotes::setup_text(FixtureId fixture) const {
    const auto found = setups_.find(fixture);
    const std::string name = printable(plan_.fixtures[fixture].name);
    if (found == setups_.end()) {
        return "";
    }
    const SetupEnded& setup = found->second.last;
    std::string text = fmt::format("{} is up after {:.2f} s", name, setup.seconds);
    if (setup.outcome != SetupOutcome::passed) {
        text = fmt::format("{}: set-up {}: {}", name, to_text(setup.outcome), setup.reason);
    } else if (setup.kept) {
        text = name + " was kept from an earlier run";
    }
    return with_output(text, setup.output.text);
}

void FixtureNotes::add_setup_ending(FixtureId fixture, FixtureAnswer& answer) const {
    if (const auto found = setups_.find(fixture); found != setups_.end()) {
        answer.exit_code = found->second.last.exit_code.value_or(-1);
        answer.signal = found->second.last.signal.value_or(0);
    }
}

std::string FixtureNotes::failed_setups_text(GroupId group) const {
    std::string text;
    for (const FixtureId fixture : plan_.chain(plan_.groups[group].fixtures)) {
        const auto setup = setups_.find(fixture);
        if (setup != setups_.end() && setup->second.last.outcome != SetupOutcome::passed) {
            text += setup_text(fixture);
        }
    }
    return text;
}

bool FixtureNotes::requires_fixture(GroupId group, FixtureId fixture) const {
    const std::vector<FixtureId> chain = plan_.chain(plan_.groups[group].fixtures);
    return std::find(chain.begin(), chain.end(), fixture) != chain.end();
}

std::string FixtureNotes::tasks_text(const std::vector<GroupId>& groups) const {
    std::map<Outcome, int> counts;
    int sum = 0;
    std::size_t ahead = 0;
    for (const GroupId group : groups) {
        const auto ended = ended_.find(group);
        if (ended == ended_.end()) {
            continue;
        }
        for (const TaskId task : ended->second) {
            ++counts[outcomes_.at(task)];
            ++sum;
            ahead += ahead_.count(task);
        }
    }
    std::string text = fmt::format("{} task{}", sum, sum == 1 ? "" : "s");
    for (const auto& [outcome, count] : counts) {
        text += fmt::format(", {} {}", count, to_text(outcome));
    }
    return text + (ahead > 0 ? fmt::format(" ({} ran ahead of ctest)", ahead) : "") + "\n";
}

template <typename Concerned>
void FixtureNotes::add_problems(Ending& ending, const Concerned& concerned) const {
    for (const Problem& problem : problems_) {
        if (concerned(problem.fixture)) {
            if (ending.passed) {
                ending.exit_code = problem.exit_code;
                ending.signal = problem.signal;
            }
            ending.passed = false;
            ending.text += problem.text;
        }
    }
}

std::string FixtureNotes::take_problems_of_program(Text group) {
    std::string text;
    const auto first = std::stable_partition(problems_.begin(), problems_.end(), [&](const Problem& problem) {
        const FixtureId outermost = plan_.ctest_program({problem.fixture});
        const GroupId program = outermost == kNone ? kNone : plan_.fixtures[outermost].program;
        return program == kNone || plan_.groups[program].name != group;
    });
    std::for_each(first, problems_.end(), [&](const Problem& problem) { text += problem.text; });
    problems_.erase(first, problems_.end());
    return text;
}

// Returns the fixture whose teardown test reports the problems of `fixture`; kNone: there is none, and the tests report
// them that end a group which requires `fixture`. The fixtures of a unit and of some linked programs have no teardown
// test. Their problems get here only if no test of a task has reported them.
FixtureId FixtureNotes::reporting_fixture(FixtureId fixture) const {
    const std::vector<FixtureId> chain = plan_.chain(fixture);
    const auto reporting =
        std::find_if(chain.rbegin(), chain.rend(), [this](FixtureId below) { return plan_.has_teardown_test(below); });
    return reporting == chain.rend() ? kNone : *reporting;
}

FixtureNotes::Ending FixtureNotes::ending_of_fixture(FixtureId fixture) const {
    Ending ending;
    const auto setup = setups_.find(fixture);
    const int count = setup == setups_.end() ? 0 : setup->second.count;
    ending.text = fmt::format("{}: {} set-up{}, the last in {:.2f} s; {}", printable(plan_.fixtures[fixture].name),
                              count, count == 1 ? "" : "s", count == 0 ? 0 : setup->second.last.seconds,
                              tasks_text(lookup_.users(fixture)));
    const std::vector<GroupId>& users = lookup_.users(fixture);
    add_problems(ending, [&](FixtureId other) {
        const FixtureId reporting = reporting_fixture(other);
        return reporting == fixture ||
               (reporting == kNone &&
                std::any_of(users.begin(), users.end(), [&](GroupId user) { return requires_fixture(user, other); }));
    });
    return ending;
}

FixtureNotes::Ending FixtureNotes::ending_of_group(std::string_view group) const {
    const std::vector<GroupId>& groups = lookup_.groups(group);
    Ending ending;
    ending.text = fmt::format("{}: {}", printable(group), tasks_text(groups));
    add_problems(ending, [&](FixtureId other) {
        return reporting_fixture(other) == kNone &&
               std::any_of(groups.begin(), groups.end(), [&](GroupId one) { return requires_fixture(one, other); });
    });
    return ending;
}

}  // namespace pf
