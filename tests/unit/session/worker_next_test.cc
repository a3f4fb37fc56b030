// The next task of a worker: when it begins by itself, what is its output, and what becomes of it when something ends.
#include <unistd.h>

#include <csignal>

#include "tests/unit/session/world.h"

using namespace pf;
using pf::test::World;

namespace {

void set_up(World& world, const std::vector<std::string>& tasks) {
    world.linked("db");
    for (const std::string& task : tasks) {
        world.task(task, {});
    }
    world.set_up("db");
    REQUIRE(world.next() == "db is up");
}

void tear_down(World& world) {
    world.worker().leave(world.linked_run("db")->id());
    world.run("db").tear_down(true, false);
    CHECK(world.next() == "db is down");
}

// Starts the task and hands `next` to its worker, and again if the task has taken so long that `next` came back, as it
// must after 20 ms. Returns the answer that comes first otherwise.
std::string start_with_next(World& world, const std::string& task, const std::string& next) {
    std::string answer;
    REQUIRE(pf::test::wait_until([&] {
        world.start(task, 1, "db");
        world.hand_next(next);
        answer = world.next();
        const bool took_long = answer == "the next task came back";
        if (took_long) {
            world.next();
        }
        return !took_long;
    }));
    return answer;
}

}  // namespace

TEST_CASE("a next task begins after one that has passed, and each has its own output", "[T39]") {
    World world;
    set_up(world, {"say-a", "say-b"});
    for (int round = 0; round < 50; ++round) {
        CHECK(start_with_next(world, "say-a", "say-b") == "say-a passed");
        CHECK(world.next() == "say-b began");
        CHECK(world.next() == "say-b passed");
        REQUIRE(world.results.at("say-a").output.text == "say-a\n");
        REQUIRE(world.results.at("say-b").output.text == "say-b\n");
        CHECK(world.results.at("say-b").seconds < 5);
    }
    tear_down(world);
}

TEST_CASE("a next task does not begin after one that has not passed", "[T38]") {
    World world;
    set_up(world, {"fail", "pass"});
    CHECK(start_with_next(world, "fail", "pass") == "fail failed (framework): it was to fail");
    world.start("pass", 1, "db");
    CHECK(world.next() == "pass passed");
    CHECK(world.quiet());
    tear_down(world);
}

TEST_CASE("a next task comes back when it is asked for, and when the one before it takes long", "[T38]") {
    World world;
    set_up(world, {"hang", "pass"});
    world.start("hang", 1, "db");
    world.hand_next("pass");
    const bool asked = GENERATE(false, true);
    if (asked) {
        world.worker().take_next_back();
    }
    CHECK(world.next() == "the next task came back");
    world.worker().end(true, 0);
    CHECK(world.next() == "hang crashed (signal): killed by SIGKILL");
    world.start("pass", 1, "db");
    CHECK(world.next() == "pass passed");
    CHECK(world.quiet());
    tear_down(world);
}

TEST_CASE("a worker that is killed has not begun its next task", "[T38]") {
    World world;
    set_up(world, {"hang", "pass"});
    world.start("hang", 1, "db");
    world.turn_until([&] { return world.worker().task_pid() != 0; });
    CHECK_FALSE(world.worker().take_next({world.plan.find("g.pass"), 1, {0, 0}, 0, nullptr}));
    world.worker().abandon();
    CHECK(world.next() == "hang crashed (worker_died): its worker was gone");
    world.start("pass", 1, "db");
    CHECK(world.next() == "pass passed");
    tear_down(world);
}
