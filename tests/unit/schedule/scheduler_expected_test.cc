// What stays up under ctest if it is known which tasks will come.
#include "tests/unit/schedule/stage.h"

using namespace pf;
using pf::test::Said;
using pf::test::Stage;

namespace {

// Two linked programs without set-up tests. "g" has the suites "one" and "two", with a task each; "h" has a task. The
// groups of "g" share their worker numbers.
class Programs : public Stage {
public:
    Programs() : Stage(8) {
        program("g", 0);
        suite("one", 0);
        suite("two", 0);
        program("h", 2);
        for (const char* fixture : {"one", "two"}) {
            group(std::string("g/") + fixture, fixture).pool = 0;
        }
        group("h", "h");
        plan.groups[0].name = "g";
        CHECK(begin() == Said{});
        tasks("g", {"a"});
        tasks("g/two", {"b"});
        tasks("h", {"c"});
    }

    Said expect(const std::vector<TaskId>& ids) {
        scheduler->expect(ids, now);
        return hear();
    }
    Said ask(TaskId id) {
        scheduler->retain(plan.groups[plan.tasks[id].group].fixtures.front());
        scheduler->forget_expected(id);
        return added({id});
    }
    // Sets the groups aside, and the program, if there is one.
    Said set_aside(const std::vector<GroupId>& groups, const std::string& name = "") {
        scheduler->set_aside(groups, name.empty() ? kNone : id_of(name), now);
        return hear();
    }
    [[nodiscard]] bool required(const std::string& name) const { return scheduler->is_required(id_of(name)); }

private:
    void program(const std::string& name, GroupId group) {
        PlannedFixture& made = fixture(name);
        made.kind = FixtureKind::linked;
        made.program = group;
    }
    void suite(const std::string& name, GroupId group) {
        PlannedFixture& made = fixture(name, "g");
        made.kind = FixtureKind::linked;
        made.program = group;
        made.linked_name = plan.keep(name);
    }
    [[nodiscard]] FixtureId id_of(const std::string& name) const {
        FixtureId id = 0;
        while (plan.fixtures[id].name != name) {
            ++id;
        }
        return id;
    }
};

}  // namespace

TEST_CASE("a suite and its program end after the last task that is expected", "[F3]") {
    Programs stage;
    CHECK(stage.expect({0, 1, 2}) == Said{});
    CHECK(stage.ask(0) == Said{"set up g"});
    CHECK(stage.set_up("g") == Said{"g is up", "set up one"});
    CHECK(stage.set_up("one") == Said{"one is up", "start a"});
    CHECK(stage.ended("a") == Said{"a passed", "close g/0", "tear down one"});
    CHECK(stage.torn_down("one") == Said{"one is down"});
    CHECK(stage.required("g"));
    CHECK(stage.ask(1) == Said{"set up two"});
    CHECK(stage.set_up("two") == Said{"two is up", "start b"});
    CHECK(stage.ended("b") == Said{"b passed", "close g/two/0", "tear down two"});
    CHECK_FALSE(stage.required("g"));
    CHECK(stage.torn_down("two") == Said{"two is down", "tear down g"});
    CHECK(stage.torn_down("g") == Said{"g is down"});
    CHECK(stage.required("h"));
    CHECK(stage.ask(2) == Said{"set up h"});
    stage.play();
    stage.over();
}

TEST_CASE("what stayed up because nobody knew what comes ends when that is known") {
    Programs stage;
    stage.ask(2);
    CHECK(stage.set_up("h") == Said{"h is up", "start c"});
    CHECK(stage.ended("c") == Said{"c passed"});
    CHECK_FALSE(stage.required("h"));
    CHECK(stage.expect({0, 1}) == Said{"close h/0", "tear down h"});
    CHECK(stage.torn_down("h") == Said{"h is down"});
    CHECK(stage.ask(2) == Said{"set up h"});  // Though nobody expected it.
    CHECK(stage.set_up("h") == Said{"h is up", "start c"});
    CHECK(stage.ended("c") == Said{"c passed", "close h/0", "tear down h"});
    stage.torn_down("h");
    stage.stop(StopLevel::terminate);
    stage.over();
}

TEST_CASE("a task that does not come keeps its program until the teardown test or the end of ctest") {
    Programs stage;
    stage.expect({0, 1});
    stage.ask(0);
    stage.set_up("g");
    stage.set_up("one");
    stage.ended("a");
    CHECK(stage.torn_down("one") == Said{"one is down"});
    SECTION("the teardown test") { CHECK(stage.release("g") == Said{"tear down g"}); }
    SECTION("the end of ctest") { CHECK(stage.stop(StopLevel::terminate) == Said{"tear down g"}); }
    stage.torn_down("g");
    stage.over();
}

TEST_CASE("a program with a set-up test stays until its teardown test, its suites until their last task") {
    Programs stage;
    stage.plan.groups[0].tests.has_setup = true;
    stage.expect({0});
    CHECK(stage.hold("g") == Said{"set up g"});
    CHECK(stage.set_up("g") == Said{"g is up", "g is ready"});
    CHECK(stage.ask(0) == Said{"set up one"});
    stage.set_up("one");
    CHECK(stage.ended("a") == Said{"a passed", "close g/0", "tear down one"});
    CHECK(stage.torn_down("one") == Said{"one is down"});
    CHECK(stage.release("g") == Said{"tear down g"});
    stage.torn_down("g");
    stage.over();
}

TEST_CASE("an idle program that is set aside ends, and its next task starts it again", "[F20][W8]") {
    Programs stage;
    stage.expect({2});
    stage.ask(2);
    stage.set_up("h");
    CHECK(stage.set_aside({2}, "h") == Said{});  // It has a task.
    stage.scheduler->expect({2}, stage.now);
    CHECK(stage.ended("c") == Said{"c passed"});
    CHECK(stage.set_aside({2}, "h") == Said{"close h/0", "tear down h"});
    CHECK(stage.ask(2) == Said{});
    CHECK(stage.torn_down("h") == Said{"h is down", "set up h"});
    stage.play();
    stage.over();
}

TEST_CASE("only the idle workers of a group are closed, and its fixtures stay") {
    Programs stage;
    stage.expect({0, 1});
    stage.ask(0);
    stage.set_up("g");
    stage.set_up("one");
    stage.scheduler->expect({0}, stage.now);
    CHECK(stage.set_aside({0, 1}) == Said{});
    CHECK(stage.ended("a") == Said{"a passed"});
    CHECK(stage.set_aside({0, 1}) == Said{"close g/0"});
    CHECK(stage.ask(0) == Said{"start a"});
    stage.stop(StopLevel::terminate);
    stage.play();
    stage.over();
}

TEST_CASE("a set-up of a linked program that has failed is tried again for a test that is repeated") {
    Programs stage;
    stage.ask(2);
    const Said down = stage.set_up("h", SetupOutcome::failed, "no");
    CHECK(down == Said{"h failed: no", "c not_run (fixture_failed): fixture h failed: no", "tear down h"});
    stage.torn_down("h");
    CHECK(stage.ask(2) == Said{"c not_run (fixture_failed): fixture h failed: no"});
    stage.scheduler->retry_setups(2);
    CHECK(stage.ask(2) == Said{"set up h"});
    stage.stop(StopLevel::terminate);
    stage.play();
    stage.over();
}
