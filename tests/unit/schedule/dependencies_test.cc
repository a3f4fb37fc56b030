#include "tool/schedule/dependencies.h"

#include <algorithm>

#include "tests/unit/schedule/stage.h"

using namespace pf;
using pf::test::all_tasks;
using pf::test::Stage;

namespace {

TaskOptions after(const std::vector<const char*>& names) {
    TaskOptions options;
    options.depends.assign(names.begin(), names.end());
    return options;
}

}  // namespace

TEST_CASE("names of other tests, and of tasks that are not selected, are ignored") {
    Stage stage;
    stage.group("g");
    stage.task("g", "a");
    stage.task("g", "left_out");
    const TaskId b = stage.task("g", "b", after({"g.left_out", "nothing", "g.a", "g.a"}));
    stage.task("g", "c", after({"nothing"}));
    CHECK(dependencies_between(stage.plan, {0, 2, 3}) == Dependencies{{b, {0}}});
}

TEST_CASE("the tasks of a unit depend on none, but others can depend on them") {
    Stage stage;
    stage.group("u").dispatch = Dispatch::unit;
    stage.group("g");
    stage.task("u", "a", after({"u.b", "g.c"}));
    stage.task("u", "b");
    const TaskId c = stage.task("g", "c", after({"u.a"}));
    CHECK(dependencies_between(stage.plan, all_tasks(stage.plan)) == Dependencies{{c, {0}}});
}

TEST_CASE("a cycle is found wherever it begins, and named") {
    Stage stage;
    stage.group("g");
    stage.task("g", "x", after({"g.a", "g.y"}));
    stage.task("g", "y");
    stage.task("g", "a", after({"g.y", "g.b"}));
    stage.task("g", "b", after({"g.c"}));
    stage.task("g", "c", after({"g.a"}));
    CHECK(find_cycle(dependencies_between(stage.plan, all_tasks(stage.plan))) == std::vector<TaskId>{2, 3, 4});
    CHECK(cycle_problem(stage.plan, all_tasks(stage.plan)) ==
          "DEPENDS makes a cycle, so none of its tasks can be the first: g.a depends on g.b depends on g.c depends on "
          "g.a");
    CHECK(cycle_problem(stage.plan, {0, 1, 2, 3}).empty());  // Without g.c there is none.
}

TEST_CASE("a task that depends on itself is a cycle") {
    Stage stage;
    stage.group("g");
    stage.task("g", "a", after({"g.a"}));
    CHECK(find_cycle(dependencies_between(stage.plan, {0})) == std::vector<TaskId>{0});
}

TEST_CASE("what two tasks depend on is no cycle, however long the way") {
    constexpr int kTasks = 20'000;
    Stage stage;
    stage.group("g");
    for (int i = 0; i < kTasks; ++i) {
        TaskOptions options;
        for (const int before : {i - 1, i - 2}) {
            if (before >= 0) {
                options.depends.push_back(stage.plan.keep("g." + std::to_string(before)));
            }
        }
        stage.task("g", std::to_string(i), options);
    }
    CHECK(find_cycle(dependencies_between(stage.plan, all_tasks(stage.plan))).empty());
}
