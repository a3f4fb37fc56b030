#include "tool/schedule/order.h"

#include <algorithm>
#include <map>
#include <set>

#include "tests/unit/schedule/stage.h"

using namespace pf;
using pf::test::all_tasks;
using pf::test::Stage;

namespace {

using Names = std::vector<std::string>;

Names names_of(const Plan& plan, const std::vector<TaskId>& tasks) {
    Names names;
    for (const TaskId task : tasks) {
        names.emplace_back(plan.tasks[task].name);
    }
    return names;
}

// What is known from earlier runs, by name.
OrderInput history(const Plan& plan, const std::map<std::string, ExpectedTask>& tasks,
                   const std::map<std::string, double>& fixtures = {}) {
    OrderInput input;
    input.task = [&plan, tasks](TaskId task) {
        const auto known = tasks.find(std::string(plan.tasks[task].name));
        return known == tasks.end() ? ExpectedTask{} : known->second;
    };
    input.fixture = [&plan, fixtures](FixtureId fixture) {
        const auto known = fixtures.find(std::string(plan.fixtures[fixture].name));
        return known == fixtures.end() ? 0.0 : known->second;
    };
    return input;
}

ExpectedTask took(double seconds) { return {seconds, false}; }
ExpectedTask failed_after(double seconds) { return {seconds, true}; }

TaskOptions with_cost(double cost) {
    TaskOptions options;
    options.cost = cost;
    return options;
}

}  // namespace

TEST_CASE("without any knowledge the order is that of declaration") {
    Stage stage;
    stage.group("g");
    stage.group("h");
    stage.tasks("h", {"x"});
    stage.tasks("g", {"a", "b"});
    stage.tasks("h", {"y"});
    CHECK(names_of(stage.plan, order_tasks(stage.plan, {3, 2, 1, 0}, {})) == Names{"a", "b", "x", "y"});
    CHECK(order_tasks(stage.plan, {}, {}).empty());
    CHECK(names_of(stage.plan, order_tasks(stage.plan, {3, 1}, {})) == Names{"a", "y"});
}

TEST_CASE("within a group: failed first, then the longest; what is unknown counts as 0, as in CTest") {
    Stage stage;
    stage.group("g");
    stage.tasks("g", {"short", "long", "unknown", "failed long", "failed short", "also short"});
    const OrderInput input = history(stage.plan, {{"short", took(1)},
                                                  {"long", took(9)},
                                                  {"failed long", failed_after(5)},
                                                  {"failed short", failed_after(2)},
                                                  {"also short", took(1)}});
    CHECK(names_of(stage.plan, order_tasks(stage.plan, all_tasks(stage.plan), input)) ==
          Names{"failed long", "failed short", "long", "short", "also short", "unknown"});
}

TEST_CASE("COST goes before the recorded time") {
    Stage stage;
    stage.group("g");
    stage.task("g", "costs nothing", with_cost(0));
    stage.task("g", "long");
    stage.task("g", "costs much", with_cost(100));
    const OrderInput input = history(stage.plan, {{"costs nothing", took(50)}, {"long", took(9)}});
    CHECK(names_of(stage.plan, order_tasks(stage.plan, all_tasks(stage.plan), input)) ==
          Names{"costs much", "long", "costs nothing"});
}

TEST_CASE("groups: with a failed task first, then by set-ups and longest task") {
    Stage stage;
    stage.fixture("slow");
    stage.fixture("inner", "slow");
    stage.group("quick");
    stage.tasks("quick", {"q"});
    stage.group("deep", "inner");
    stage.tasks("deep", {"d"});
    stage.group("long");
    stage.tasks("long", {"l1", "l2"});
    stage.group("broken");
    stage.tasks("broken", {"ok", "bad"});
    const OrderInput input = history(
        stage.plan,
        {{"q", took(3)}, {"d", took(1)}, {"l1", took(1)}, {"l2", took(6)}, {"ok", took(1)}, {"bad", failed_after(1)}},
        {{"slow", 4}, {"inner", 2}});
    CHECK(names_of(stage.plan, order_tasks(stage.plan, all_tasks(stage.plan), input)) ==
          Names{"bad", "ok", "d", "l2", "l1", "q"});
}

TEST_CASE("a UNIT keeps the order of declaration") {
    Stage stage;
    stage.group("u").dispatch = Dispatch::unit;
    stage.tasks("u", {"a", "b", "c"});
    OrderInput input = history(stage.plan, {{"a", took(1)}, {"b", took(9)}, {"c", failed_after(3)}});
    const Names declared{"a", "b", "c"};
    CHECK(names_of(stage.plan, order_tasks(stage.plan, {2, 1, 0}, input)) == declared);
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        input.shuffle_seed = seed;
        CHECK(names_of(stage.plan, order_tasks(stage.plan, {2, 1, 0}, input)) == declared);
    }
}

TEST_CASE("a shuffle is the same for the same seed, and groups stay together") {
    Stage stage;
    for (int group = 0; group < 4; ++group) {
        const std::string name = "g" + std::to_string(group);
        stage.group(name);
        for (int task = 0; task < 10; ++task) {
            stage.task(name, name + "." + std::to_string(task));
        }
    }
    std::set<std::vector<TaskId>> orders;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        OrderInput input;
        input.shuffle_seed = seed;
        const std::vector<TaskId> order = order_tasks(stage.plan, all_tasks(stage.plan), input);
        CHECK(order == order_tasks(stage.plan, all_tasks(stage.plan), input));
        orders.insert(order);
        std::vector<TaskId> sorted = order;
        std::sort(sorted.begin(), sorted.end());
        CHECK(sorted == all_tasks(stage.plan));
        std::vector<GroupId> groups;
        for (const TaskId task : order) {
            groups.push_back(stage.plan.tasks[task].group);
        }
        CHECK(std::unique(groups.begin(), groups.end()) - groups.begin() == 4);
    }
    CHECK(orders.size() == 20);
}

TEST_CASE("a shuffle does not depend on history or on the order of selection") {
    Stage stage;
    stage.group("g");
    stage.tasks("g", {"a", "b", "c", "d", "e", "f"});
    OrderInput plain;
    plain.shuffle_seed = 42;
    OrderInput informed = history(stage.plan, {{"f", failed_after(9)}});
    informed.shuffle_seed = 42;
    CHECK(order_tasks(stage.plan, all_tasks(stage.plan), plain) ==
          order_tasks(stage.plan, all_tasks(stage.plan), informed));
}

TEST_CASE("a seed means this order everywhere") {
    Stage stage;
    stage.group("g");
    stage.tasks("g", {"a", "b", "c", "d", "e", "f"});
    OrderInput input;
    input.shuffle_seed = 1;
    CHECK(names_of(stage.plan, order_tasks(stage.plan, all_tasks(stage.plan), input)) ==
          Names{"c", "a", "d", "b", "f", "e"});
}
