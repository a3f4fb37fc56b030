#include "tool/session/foreground.h"

#include <memory>

#include "tests/support/catch.h"

namespace {

pf::FixtureId add_fixture(pf::Plan& plan, const char* name, pf::FixtureId parent, pf::FixtureKind kind) {
    pf::PlannedFixture fixture;
    fixture.name = name;
    if (parent != pf::kNone) {
        fixture.parents = {parent};
    }
    fixture.kind = kind;
    plan.fixtures.push_back(fixture);
    return static_cast<pf::FixtureId>(plan.fixtures.size() - 1);
}

pf::TaskId add_task(pf::Plan& plan, pf::FixtureId fixture) {
    pf::Group group;
    group.name = "g";
    group.fixtures = {fixture};
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

pf::TaskId add_test(pf::Plan& plan, pf::FixtureId fixture) {
    const pf::TaskId task = add_task(plan, fixture);
    plan.groups[0].program.command = {"program", "argument"};
    plan.groups[0].program.linked = true;
    plan.tasks[task].command.clear();
    plan.tasks[task].test = "a";
    return task;
}

}  // namespace

TEST_CASE("a task in the foreground has no limit of time and no retries, and keeps the rest") {
    pf::Plan plan;
    const pf::TaskId task = add_task(plan, add_fixture(plan, "f", pf::kNone, pf::FixtureKind::service));
    const pf::TaskRequest request = pf::in_foreground(plan, pf::add_command_groups(plan), task);
    CHECK(request.timeout == 0);
    CHECK(request.retries == 0);
    CHECK(request.group == pf::kNone);
    CHECK(request.command.empty());
    CHECK(request.reserved == pf::Reserved::all);
    CHECK(plan.groups.size() == 1);
}

TEST_CASE("a test of a linked program as a command requires what its program is nested in") {
    pf::Plan plan;
    const pf::FixtureId service = add_fixture(plan, "service", pf::kNone, pf::FixtureKind::service);
    const pf::FixtureId program = add_fixture(plan, "g", service, pf::FixtureKind::linked);
    const pf::TaskId task = add_test(plan, add_fixture(plan, "g/suite", program, pf::FixtureKind::linked));
    const pf::TaskRequest request = pf::as_command(plan, pf::add_command_groups(plan), task);
    REQUIRE(request.group == 1);
    CHECK(plan.groups[1].fixtures == std::vector{service});
    CHECK(plan.groups[1].dispatch == pf::Dispatch::tasks);
    CHECK_FALSE(plan.groups[1].one_process());
    CHECK(plan.groups[1].name == "g");
    CHECK(plan.groups[1].pool == plan.groups[0].pool);  // The groups share worker numbers.
    CHECK(plan.tasks[task].group == 0);
    CHECK_FALSE(request.timeout.has_value());
}

TEST_CASE("a test of a linked program as a command may require nothing") {
    pf::Plan plan;
    const pf::TaskId task = add_test(plan, add_fixture(plan, "g", pf::kNone, pf::FixtureKind::linked));
    const pf::TaskRequest request = pf::in_foreground(plan, pf::add_command_groups(plan), task);
    REQUIRE(request.group == 1);
    CHECK(plan.groups[1].fixtures.empty());
}
