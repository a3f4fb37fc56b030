// Slots, processors, locks, serial tasks, units and workers.
#include "tests/unit/schedule/stage.h"

using namespace pf;
using pf::test::only;
using pf::test::Said;
using pf::test::Stage;

namespace {

TaskOptions wide(int processors) {
    TaskOptions options;
    options.processors = processors;
    return options;
}

TaskOptions locked(Stage& stage, const std::vector<std::string>& names) {
    TaskOptions options;
    for (const std::string& name : names) {
        options.locks.push_back(stage.plan.keep(name));
    }
    return options;
}

TaskOptions serial() {
    TaskOptions options;
    options.run_serial = true;
    return options;
}

std::vector<std::string> numbered(const std::string& name, int count) {
    std::vector<std::string> names;
    for (int i = 0; i < count; ++i) {
        names.push_back(name + std::to_string(i));
    }
    return names;
}

using Names = std::vector<std::string>;

// Returns how many tasks of one slot end before the wide task starts.
int ended_before(Stage& stage, const std::string& wide_one) {
    int ended = 0;
    while (!stage.running(wide_one)) {
        REQUIRE_FALSE(stage.running().empty());
        stage.ended(stage.running()[0]);
        ++ended;
    }
    return ended;
}

}  // namespace

TEST_CASE("a task takes as many slots as it has processors") {
    Stage stage(4);
    stage.group("g");
    stage.task("g", "a", wide(3));
    stage.task("g", "b", wide(2));
    stage.tasks("g", {"c", "d"});
    CHECK(stage.begin() == Said{"start a", "start c"});
    CHECK(stage.ended("c") == Said{"c passed", "start d"});
    CHECK(stage.ended("a") == Said{"a passed", "start b"});
    stage.play();
    stage.over();
}

TEST_CASE("a task with more processors than there are slots runs alone") {
    Stage stage(2);
    stage.group("g");
    stage.task("g", "a", wide(1000));
    stage.tasks("g", {"b"});
    CHECK(stage.begin() == Said{"start a"});
    CHECK(stage.ended("a") == Said{"a passed", "start b"});
    stage.play();
    stage.over();
}

TEST_CASE("a wide task is not put off for ever") {
    Stage stage(2);
    const int many = 100;
    SECTION("by narrow ones of its own group") {
        stage.group("g");
        stage.tasks("g", {"first"});
        stage.task("g", "wide", wide(2));
        stage.tasks("g", numbered("narrow", many));
    }
    SECTION("by narrow ones of a later group") {
        stage.group("g");
        stage.tasks("g", {"first"});
        stage.task("g", "wide", wide(2));
        stage.group("h");
        stage.tasks("h", numbered("narrow", many));
    }
    stage.begin();
    CHECK(ended_before(stage, "wide") < 40);
    CHECK(stage.running() == Names{"wide"});
    stage.play();
    stage.over();
}

TEST_CASE("a wide task for which slots are kept, and that is cancelled, holds up nobody", "[T13]") {
    Stage stage(2);
    stage.group("g");
    stage.tasks("g", {"first"});
    stage.task("g", "wide", wide(2));
    stage.group("h");
    stage.tasks("h", numbered("narrow", 100));
    stage.begin();
    while (stage.running().size() > 1) {
        stage.ended(stage.running().back());
    }
    CHECK(stage.running() == Names{"first"});
    CHECK(only(stage.cancel("wide"), {"start"}).size() == 1);
    stage.play();
    stage.over();
}

TEST_CASE("a task that waits for a lock holds up nobody") {
    Stage stage(3);
    stage.group("g");
    stage.task("g", "holder", locked(stage, {"l"}));
    stage.task("g", "waiting", locked(stage, {"l"}));
    stage.tasks("g", numbered("free", 100));
    stage.begin();
    for (int i = 0; i < 90; ++i) {
        const Names running = stage.running();
        REQUIRE(running.size() == 3);
        stage.ended(running[0]);  // "free..." sorts before "holder".
    }
    stage.play();
    stage.over();
}

TEST_CASE("a wide task that waits for a lock is waited for all the same") {
    Stage stage(2);
    stage.group("g");
    stage.task("g", "holder", locked(stage, {"l"}));
    TaskOptions both = wide(2);
    both.locks = {stage.plan.keep("l")};
    stage.task("g", "wide", both);
    stage.tasks("g", numbered("free", 20));
    stage.begin();
    for (int i = 0; i < 12 && stage.running().size() == 2; ++i) {
        stage.ended(stage.running()[0]);
    }
    stage.play();
    stage.over();
}

TEST_CASE("patience is not used up by a group that has no room for more workers") {
    Stage stage(4);
    stage.group("g").workers = 1;
    stage.tasks("g", numbered("one", 3));
    stage.task("g", "wide", wide(4));
    stage.group("h");
    stage.tasks("h", numbered("narrow", 60));
    stage.begin();
    CHECK(stage.running().size() == 4);
    stage.play();
    stage.over();
}

TEST_CASE("a lock has one holder, over all groups") {
    Stage stage(3);
    stage.group("g").locks = {"disk"};
    stage.tasks("g", {"a", "b"});
    stage.group("h");
    stage.task("h", "c", locked(stage, {"disk", "net"}));
    stage.task("h", "d", locked(stage, {"net"}));
    CHECK(stage.begin() == Said{"start a", "start d"});
    CHECK(stage.ended("a") == Said{"a passed", "start b"});
    CHECK(stage.ended("b") == Said{"b passed", "close g/0"});
    CHECK(stage.ended("d") == Said{"d passed", "start c"});
    stage.play();
    stage.over();
}

TEST_CASE("a serial task runs alone") {
    Stage stage(3);
    stage.group("g");
    stage.task("g", "s", serial());
    stage.tasks("g", {"a", "b"});
    stage.group("h").run_serial = true;
    stage.tasks("h", {"t", "u"});
    CHECK(stage.begin() == Said{"start s"});
    CHECK(stage.ended("s") == Said{"s passed", "start a", "start b"});
    CHECK(only(stage.ended("a"), {"start"}).empty());
    CHECK(only(stage.ended("b"), {"start"}) == Said{"start t"});
    CHECK(only(stage.ended("t"), {"start"}) == Said{"start u"});
    stage.play();
    stage.over();
}

TEST_CASE("no set-up runs beside a serial task") {
    Stage stage(3);
    stage.group("g");
    stage.task("g", "s", serial());
    stage.fixture("db");
    stage.group("h", "db");
    stage.tasks("h", {"a"});
    CHECK(stage.begin() == Said{"start s"});
    CHECK(stage.ended("s") == Said{"s passed", "close g/0", "set up db"});
    stage.play();
    stage.over();
}

TEST_CASE("a UNIT runs in order in one worker, each task with its own retries") {
    Stage stage(4);
    Group& unit = stage.group("u");
    unit.dispatch = Dispatch::unit;
    unit.workers = 4;
    unit.retries = 1;
    stage.tasks("u", {"a", "b", "c"});
    CHECK(stage.begin() == Said{"start a"});
    CHECK(stage.scheduler->worker_count(0) == 1);
    CHECK(stage.ended("a") == Said{"a passed", "start b"});
    CHECK(stage.failed("b") == Said{"b failed (completed): exit code 1 again", "start b (attempt 2)"});
    CHECK(stage.failed("b") == Said{"b failed (completed): exit code 1", "start c"});
    stage.play();
    stage.over();
}

TEST_CASE("a UNIT keeps its order even where a later task would fit") {
    Stage stage(2);
    stage.group("g");
    stage.task("g", "holder", locked(stage, {"l"}));
    stage.group("u").dispatch = Dispatch::unit;
    stage.task("u", "a", locked(stage, {"l"}));
    stage.task("u", "b");
    CHECK(stage.begin() == Said{"start holder"});
    CHECK(only(stage.ended("holder"), {"start"}) == Said{"start a"});
    CHECK(only(stage.ended("a"), {"start"}) == Said{"start b"});
    stage.play();
    stage.over();
}

TEST_CASE("a group has no more workers than it says") {
    Stage stage(4);
    stage.group("g").workers = 2;
    stage.tasks("g", {"a", "b", "c"});
    stage.group("h").workers = 100;
    stage.tasks("h", {"x"});
    CHECK(stage.begin() == Said{"start a", "start b", "start x"});
    CHECK(stage.scheduler->worker_count(0) == 2);
    CHECK(stage.scheduler->worker_count(1) == 4);
    stage.play();
    stage.over();
}

TEST_CASE("numbers of workers and slots are the lowest free ones") {
    Stage stage(3);
    stage.group("g");
    stage.tasks("g", {"a", "b", "c", "d", "e"});
    stage.group("h");
    stage.tasks("h", {"x", "y"});
    stage.begin();
    const auto place = [&](const char* task) {
        return std::make_pair(stage.start_of(task).worker.number, stage.start_of(task).slot);
    };
    CHECK(place("a") == std::make_pair(0, 0));
    CHECK(place("b") == std::make_pair(1, 1));
    CHECK(place("c") == std::make_pair(2, 2));
    stage.ended("b");
    CHECK(place("d") == std::make_pair(1, 1));
    stage.ended("a");
    CHECK(place("e") == std::make_pair(0, 0));
    stage.ended("c");
    CHECK(place("x") == std::make_pair(0, 2));
    stage.ended("e");
    CHECK(place("y") == std::make_pair(1, 0));
    stage.play();
    stage.over();
}
