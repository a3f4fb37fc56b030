#include "tool/session/foreground.h"

#include <memory>

#include "tests/support/catch.h"

namespace {

pf::FixtureId add_fixture(pf::Plan& plan, const char* name, pf::FixtureId parent, pf::FixtureKind kind) {
    pf::PlannedFixture fixture;
    fixture.name = name;
    fixture.parent = parent;
    fixture.kind = kind;
    plan.fixtures.push_back(fixture);
    return static_cast<pf::FixtureId>(plan.fixtures.size() - 1);
}

pf::TaskId add_task(pf::Plan& plan, pf::FixtureId fixture) {
    pf::Group group;
    group.name = "g";
    group.fixture = fixture;
    group.workers = 8;
    group.timeout = 2;
    group.retries = 3;
    group.dispatch = pf::Dispatch::unit;
    plan.groups.push_back(group);
    pf::TaskOptions options;
    options.timeout = 1;
    options.retries = 5;
    options.processors = 4;
    pf::Task task;
    task.group = static_cast<pf::GroupId>(plan.groups.size() - 1);
    task.name = "a";
    task.command = {"command"};
    task.own_options = std::make_shared<const pf::TaskOptions>(options);
    plan.tasks.push_back(task);
    return static_cast<pf::TaskId>(plan.tasks.size() - 1);
}

}  // namespace

TEST_CASE("a task by hand has no timeout, no retries, one worker, and keeps the rest") {
    pf::Plan plan;
    const pf::FixtureId fixture = add_fixture(plan, "f", pf::kNone, pf::FixtureKind::service);
    const pf::TaskId task = add_task(plan, fixture);
    pf::prepare_foreground(plan, task);
    CHECK(plan.timeout(task) == 0);
    CHECK(plan.retries(task) == 0);
    CHECK(plan.tasks[task].options().processors == 4);
    CHECK(plan.tasks[task].command == pf::Texts{"command"});
    CHECK(plan.groups[0].workers == 1);
    CHECK(plan.groups[0].dispatch == pf::Dispatch::tasks);
    CHECK(plan.groups[0].fixture == fixture);
}

TEST_CASE("a test of a linked program by hand is a run of the program, on what it stands on outside of it") {
    pf::Plan plan;
    const pf::FixtureId service = add_fixture(plan, "service", pf::kNone, pf::FixtureKind::service);
    const pf::FixtureId program = add_fixture(plan, "g", service, pf::FixtureKind::linked);
    const pf::TaskId task = add_task(plan, add_fixture(plan, "g/suite", program, pf::FixtureKind::linked));
    plan.groups[0].program.command = {"program", "argument"};
    plan.tasks[task].command.clear();
    plan.tasks[task].test = "a";
    pf::prepare_foreground(plan, task);
    CHECK(plan.groups[0].fixture == service);
    CHECK(plan.tasks[task].command == pf::Texts{"program", "argument"});
    CHECK(plan.tasks[task].test == "a");
}

TEST_CASE("a command in the place of a linked test is judged by the report of the test") {
    pf::Plan plan;
    const pf::TaskId task = add_task(plan, add_fixture(plan, "g", pf::kNone, pf::FixtureKind::linked));
    plan.groups[0].program.command = {"program"};
    plan.groups[0].program.framework = "gtest";
    plan.tasks[task].test = "a";
    pf::prepare_foreground(plan, task);
    pf::put_in_its_place(plan, task, {"helper", "fixture-session"});
    CHECK(plan.tasks[task].command == pf::Texts{"helper", "fixture-session"});
    CHECK(plan.tasks[task].test == "a");
    CHECK(plan.groups[0].program.framework.empty());
}

TEST_CASE("a linked program by hand may stand on nothing") {
    pf::Plan plan;
    const pf::TaskId task = add_task(plan, add_fixture(plan, "g", pf::kNone, pf::FixtureKind::linked));
    plan.tasks[task].test = "a";
    pf::prepare_foreground(plan, task);
    CHECK(plan.groups[0].fixture == pf::kNone);
}
