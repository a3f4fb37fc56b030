#include "tool/serve/fixture_notes.h"

#include "tests/support/catch.h"

using namespace pf;

namespace {

// A plan with the fixture db of scope RUN, dir of scope WORKER nested in it, the group g, which requires dir, and the
// group h without fixtures.
Plan plan_of_two() {
    Plan plan;
    plan.fixtures.emplace_back().name = "db";
    PlannedFixture& dir = plan.fixtures.emplace_back();
    dir.name = "dir";
    dir.parents = {0};
    dir.scope = FixtureScope::worker;
    PlannedFixture& loose = plan.fixtures.emplace_back();
    loose.name = "loose";
    loose.scope = FixtureScope::task;
    for (const auto& [name, fixture] : {std::pair<Text, FixtureId>{"g", 1}, {"h", 2}}) {
        Group& group = plan.groups.emplace_back();
        group.name = name;
        group.fixtures = {fixture};
        plan.tasks.emplace_back().group = static_cast<GroupId>(plan.groups.size() - 1);
    }
    return plan;
}

SetupEnded setup(const std::string& fixture, SetupOutcome outcome, const std::string& output) {
    SetupEnded event;
    event.fixture = event.instance = fixture;
    event.seconds = 0.5;
    event.outcome = outcome;
    event.reason = outcome == SetupOutcome::passed ? "" : "exit code 1";
    event.output.text = output;
    return event;
}

TeardownEnded teardown(const std::string& fixture, const std::string& instance) {
    TeardownEnded event;
    event.fixture = fixture;
    event.instance = instance;
    event.passed = false;
    event.reason = "exit code 4";
    return event;
}

}  // namespace

TEST_CASE("a setup test prints the result and the output of the set-up") {
    const Plan plan = plan_of_two();
    const PlanLookup lookup(plan);
    FixtureNotes notes(plan, lookup);
    CHECK(notes.setup_text(0).empty());
    notes.note(setup("db", SetupOutcome::failed, "no disk"));
    CHECK(notes.setup_text(0) == "db: set-up failed: exit code 1\nno disk\n");
    notes.note(setup("db", SetupOutcome::passed, ""));
    CHECK(notes.setup_text(0) == "db is up after 0.50 s\n");
}

TEST_CASE("a teardown test reports the tasks and the problems of its fixture") {
    const Plan plan = plan_of_two();
    const PlanLookup lookup(plan);
    FixtureNotes notes(plan, lookup);
    notes.note(setup("db", SetupOutcome::passed, ""));
    notes.note(0, Outcome::failed);
    notes.note(0, Outcome::passed);  // ctest --repeat.
    notes.note(1, Outcome::failed);
    notes.note(teardown("dir", "dir[g worker 0]"));
    notes.note(teardown("loose", "loose[x]"));
    const FixtureNotes::Ending ending = notes.ending_of_fixture(0);
    CHECK_FALSE(ending.passed);
    CHECK(ending.text ==
          "db: 1 set-up, the last in 0.50 s; 1 task, 1 passed\nthe teardown of dir[g worker 0] failed: exit code 4\n");
    CHECK(notes.ending_of_fixture(0).text == ending.text);  // A repeated request reports the same problems.
    CHECK_FALSE(notes.ending_of_fixture(0).passed);
    const FixtureNotes::Ending group = notes.ending_of_group("h");
    CHECK_FALSE(group.passed);
    CHECK(group.text == "h: 1 task, 1 failed\nthe teardown of loose[x] failed: exit code 4\n");
    CHECK_FALSE(notes.ending_of_group("h").passed);
}

TEST_CASE("a service that died fails the teardown test of its fixture") {
    const Plan plan = plan_of_two();
    const PlanLookup lookup(plan);
    FixtureNotes notes(plan, lookup);
    FixtureDied died;
    died.fixture = died.instance = "db";
    died.reason = "killed by SIGKILL";
    died.output.text = "last words\n";
    notes.note(died);
    const FixtureNotes::Ending ending = notes.ending_of_fixture(0);
    CHECK_FALSE(ending.passed);
    CHECK_THAT(ending.text, Catch::Contains("db died: killed by SIGKILL\nlast words\n"));
}
