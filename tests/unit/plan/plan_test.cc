#include "tool/plan/plan.h"

#include <string>
#include <utility>
#include <vector>

#include "tests/support/catch.h"

namespace {

pf::GroupId add_group(pf::Plan& plan, const char* name) {
    pf::Group group;
    group.name = name;
    plan.groups.push_back(std::move(group));
    return static_cast<pf::GroupId>(plan.groups.size() - 1);
}

pf::TaskId add_task(pf::Plan& plan, pf::GroupId group, const char* name, pf::TaskOptions options = {}) {
    pf::Task task;
    task.group = group;
    task.name = name;
    task.command = {"true"};
    task.own_options = std::make_shared<const pf::TaskOptions>(std::move(options));
    plan.tasks.push_back(std::move(task));
    return static_cast<pf::TaskId>(plan.tasks.size() - 1);
}

}  // namespace

TEST_CASE("a task has the labels parallel, its group, the group's and its own, sorted and once") {
    pf::Plan plan;
    const pf::GroupId group = add_group(plan, "sql");
    plan.groups[group].labels = {"slow", "db"};
    pf::TaskOptions options;
    options.labels = {"db", "a"};
    CHECK(plan.labels(add_task(plan, group, "t", options)) == pf::Texts{"a", "db", "parallel", "slow", "sql"});
}

TEST_CASE("a task's own timeout, retries, directory and source come before the group's") {
    pf::Plan plan;
    const pf::GroupId group = add_group(plan, "sql");
    plan.groups[group].timeout = 10;
    plan.groups[group].retries = 2;
    plan.groups[group].binary_dir = "/b";
    plan.groups[group].source = "/s";
    const pf::TaskId plain = add_task(plan, group, "plain");
    CHECK(plan.timeout(plain) == 10);
    CHECK(plan.retries(plain) == 2);
    CHECK(plan.binary_dir(plain) == "/b");
    CHECK(plan.source(plain) == "/s");

    pf::TaskOptions options;
    options.timeout = 0;
    options.retries = 0;
    options.binary_dir = "/b/sub";
    options.source = "/s/sub";
    const pf::TaskId own = add_task(plan, group, "own", options);
    CHECK(plan.timeout(own) == 0);
    CHECK(plan.retries(own) == 0);
    CHECK(plan.binary_dir(own) == "/b/sub");
    CHECK(plan.source(own) == "/s/sub");
}

TEST_CASE("without any timeout there is none") {
    pf::Plan plan;
    CHECK(plan.timeout(add_task(plan, add_group(plan, "g"), "t")) == -1);
}

TEST_CASE("locks and RUN_SERIAL of group and task add up") {
    pf::Plan plan;
    const pf::GroupId group = add_group(plan, "g");
    plan.groups[group].locks = {"b", "a"};
    pf::TaskOptions options;
    options.locks = {"c", "b"};
    options.run_serial = true;
    const pf::TaskId task = add_task(plan, group, "t", options);
    CHECK(plan.locks(task) == pf::Texts{"a", "b", "c"});
    CHECK(plan.run_serial(task));
    const pf::TaskId other = add_task(plan, group, "u");
    CHECK_FALSE(plan.run_serial(other));
    plan.groups[group].run_serial = true;
    CHECK(plan.run_serial(other));
}

TEST_CASE("a chain begins with the outermost fixture") {
    pf::Plan plan;
    plan.fixtures.resize(3);
    plan.fixtures[1].parents = {0};
    plan.fixtures[2].parents = {1};
    CHECK(plan.chain(2) == std::vector<pf::FixtureId>{0, 1, 2});
    CHECK(plan.chain(std::vector<pf::FixtureId>()).empty());
}

TEST_CASE("a chain has each fixture once, by scope and after its parents") {
    pf::Plan plan;
    plan.fixtures.resize(5);
    plan.fixtures[1].parents = {0};
    plan.fixtures[1].scope = pf::FixtureScope::task;
    plan.fixtures[2].parents = {0};
    plan.fixtures[2].scope = pf::FixtureScope::worker;
    plan.fixtures[4].parents = {2, 3, 1};
    plan.fixtures[4].scope = pf::FixtureScope::task;
    CHECK(plan.chain(4) == std::vector<pf::FixtureId>{0, 3, 2, 1, 4});
    CHECK(plan.chain({2, 0, 3}) == std::vector<pf::FixtureId>{0, 3, 2});
    CHECK(plan.ctest_fixtures({4}) == std::vector<pf::FixtureId>{3, 0, 0});
    CHECK(plan.ctest_program({4}) == pf::kNone);
}

TEST_CASE("tasks are found by id, also those added since") {
    pf::Plan plan;
    const pf::GroupId a = add_group(plan, "a");
    const pf::GroupId ab = add_group(plan, "a.b");
    add_task(plan, a, "x");
    CHECK(plan.find("a.x") == 0);
    CHECK(plan.find("a.b.c") == pf::kNone);
    add_task(plan, ab, "c");
    CHECK(plan.find("a.b.c") == 1);
    CHECK(plan.find("") == pf::kNone);
}

TEST_CASE("kept texts stay where they are while the plan grows and is moved") {
    pf::Plan plan;
    std::vector<pf::Text> kept;
    kept.reserve(10000);
    for (int i = 0; i < 10000; ++i) {
        kept.push_back(plan.keep("text " + std::to_string(i)));
    }
    const pf::Text big = plan.keep(std::string(1U << 20U, 'x'));
    const pf::Text adopted = plan.adopt("short");
    const pf::Plan moved = std::move(plan);
    for (int i = 0; i < 10000; ++i) {
        REQUIRE(kept[static_cast<std::size_t>(i)] == "text " + std::to_string(i));
    }
    CHECK(big == std::string(1U << 20U, 'x'));
    CHECK(adopted == "short");
}
