// Tasks that start after others, because they depend on them.
#include "tests/unit/schedule/stage.h"

using namespace pf;
using pf::test::only;
using pf::test::Said;
using pf::test::Stage;

namespace {

TaskOptions starts_after(const std::vector<const char*>& names) {
    TaskOptions options;
    options.depends.assign(names.begin(), names.end());
    return options;
}

}  // namespace

TEST_CASE("a task starts after the end of all that it depends on", "[T42][T43]") {
    Stage stage(3);
    stage.group("g");
    stage.task("g", "last", starts_after({"g.a", "g.b"}));
    stage.tasks("g", {"a", "b"});
    CHECK(only(stage.begin(), {"start"}) == Said{"start a", "start b"});
    CHECK(only(stage.ended("a"), {"start"}).empty());
    CHECK(only(stage.ended("b"), {"start"}) == Said{"start last"});
    stage.play();
    stage.over();
}

TEST_CASE("a dependent runs though what it depends on failed, after its last attempt", "[T43]") {
    Stage stage;
    stage.group("g").retries = 1;
    stage.task("g", "a");
    stage.task("g", "b", starts_after({"g.a"}));
    stage.begin();
    CHECK(stage.failed("a") == Said{"a failed (completed): exit code 1 again", "start a (attempt 2)"});
    CHECK(stage.failed("a") == Said{"a failed (completed): exit code 1", "start b"});
    stage.play();
    stage.over();
}

TEST_CASE("a dependent runs though what it depends on is disabled or cannot run", "[T43]") {
    Stage stage;
    stage.fixture("db");
    stage.group("g", "db");
    stage.group("h");
    TaskOptions disabled;
    disabled.disabled = true;
    stage.task("h", "off", disabled);
    stage.task("h", "one", starts_after({"h.off"}));
    stage.task("g", "a");
    stage.task("h", "two", starts_after({"g.a"}));
    CHECK(only(stage.begin(), {"start", "set up"}) == Said{"start one", "set up db"});
    CHECK(only(stage.set_up("db", SetupOutcome::failed, "no"), {"start"}) == Said{});
    CHECK(stage.running() == std::vector<std::string>{"one"});
    CHECK(only(stage.ended("one"), {"start"}) == Said{"start two"});
    stage.play();
    stage.over();
}

TEST_CASE("a fixture stays up for a dependent, and is not set up before it may start") {
    Stage stage;
    stage.fixture("db");
    stage.fixture("late");
    stage.group("g", "db");
    stage.group("h");
    stage.group("k", "late");
    stage.task("g", "a");
    stage.task("h", "b", starts_after({"g.a"}));
    stage.task("g", "c", starts_after({"h.b"}));
    stage.task("k", "d", starts_after({"g.c"}));
    CHECK(stage.begin() == Said{"set up db"});
    stage.set_up("db");
    CHECK(only(stage.ended("a"), {"start", "set up", "tear"}) == Said{"start b"});
    CHECK(only(stage.ended("b"), {"start", "set up", "tear"}) == Said{"start c"});
    CHECK(only(stage.ended("c"), {"set up"}) == Said{"set up late"});
    stage.play();
    stage.over();
}

TEST_CASE("a dependent of a group that fails is concluded with the group, and its own dependents start", "[T44]") {
    Stage stage;
    stage.fixture("db");
    stage.group("g", "db");
    stage.group("h");
    stage.task("g", "a");
    stage.task("g", "b", starts_after({"g.a"}));
    stage.task("g", "c", starts_after({"g.b", "h.x"}));
    stage.task("h", "x", starts_after({"g.b"}));
    stage.begin();
    stage.set_up("db", SetupOutcome::failed, "no");
    CHECK(stage.conclusion("b").cause == Cause::fixture_failed);
    CHECK(stage.conclusion("c").cause == Cause::fixture_failed);
    CHECK(stage.running() == std::vector<std::string>{"x"});
    stage.play();
    stage.over();
}

TEST_CASE("a run that stops concludes dependents, however long their chain", "[T44]") {
    constexpr int kTasks = 20'000;
    Stage stage(1);
    stage.group("g");
    stage.group("h");
    stage.task("g", "0");
    for (int i = 1; i < kTasks; ++i) {
        TaskOptions options;
        options.depends = {stage.plan.keep((i % 2 == 0 ? "h." : "g.") + std::to_string(i - 1))};
        stage.task(i % 2 == 0 ? "g" : "h", std::to_string(i), options);
    }
    stage.begin();
    stage.stop(StopLevel::terminate);
    CHECK(stage.conclusion(std::to_string(kTasks - 1)).cause == Cause::interrupted);
    stage.play();
    stage.over();
}

TEST_CASE("the end of a task costs what depends on it, and not what else waits") {
    Stage stage(1);
    stage.group("g");
    stage.task("g", "a");
    stage.task("g", "b", starts_after({"g.a"}));
    for (int i = 0; i < 10'000; ++i) {
        stage.task("g", "c" + std::to_string(i), starts_after({"g.b"}));
    }
    stage.begin();
    const std::uint64_t before = stage.scheduler->looked_at();
    stage.ended("a");
    CHECK(stage.scheduler->looked_at() - before < 12);
}
