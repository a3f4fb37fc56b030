// Linked fixtures: the messages of their process, and its end.
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "runtime/platform.h"
#include "tests/unit/session/world.h"

namespace fs = std::filesystem;
using namespace pf;
using pf::test::World;

namespace {

// Returns the process of the only linked fixture.
pid_t program() {
    const std::vector<pid_t> below = platform::children_of(World::supervisor());
    REQUIRE(below.size() == 1);
    return below[0];
}

}  // namespace

TEST_CASE("a linked fixture is set up, its tests are forked from it, and it is torn down", "[P1][P4][P17][P20][P21]") {
    World world;
    world.linked("db");
    world.linked("schema", {}, "db");
    world.task("pass", {});
    world.task("fail", {});
    world.set_up("db");
    CHECK(world.next() == "db is up");
    SECTION("itself") {}
    SECTION("with another nested in it") {
        world.set_up("schema", "db");
        CHECK(world.next() == "schema is up");
        world.run("schema").tear_down(true, false);
        CHECK(world.next() == "schema is down");
    }
    SECTION("with tests") {
        world.start("pass", 1, "db");
        CHECK(world.next() == "pass passed");
        world.start("fail", 1, "db");
        CHECK(world.next() == "fail failed (framework): it was to fail");
        world.worker().leave(world.linked_run("db")->id());
    }
    world.run("db").tear_down(true, false);
    CHECK(world.run("db").state_text() == "tearing down");
    CHECK(world.next() == "db is down");
}

TEST_CASE("what a linked fixture says of its set-up", "[P5][P6][P7]") {
    World world;
    world.linked("db");
    world.linked("schema", {}, "db");
    const bool nested = GENERATE(false, true);
    const std::string name = nested ? "schema" : "db";
    const auto said = [&](Text word) {
        world.plan.fixtures[nested ? 1 : 0].environment = {word};
        if (nested) {
            world.set_up("db");
            CHECK(world.next() == "db is up");
        }
        world.set_up(name, nested ? "db" : "");
        return world.next().substr(name.size());
    };
    SECTION("skipped") { CHECK(said("SET_UP=skip") == " skipped: it was to be skipped"); }
    SECTION("failed") { CHECK(said("SET_UP=fail") == " failed: it was to fail"); }
    SECTION("it ends") { CHECK(said("SET_UP=exit") == " failed: it ended before its set-up had: exit code 3"); }
    SECTION("a signal of its own") {
        CHECK(said("SET_UP=segv") == " failed: it ended before its set-up had: killed by SIGSEGV");
    }
    SECTION("what it wrote cannot be handed down") { CHECK(said("SET_UP=garble").substr(0, 8) == " failed:"); }
}

TEST_CASE("a linked fixture that is killed is not asked to tear down", "[P18]") {
    World world;
    world.linked("db", {"TEAR_DOWN=fail"});
    FixtureRun& run = world.set_up("db");
    CHECK(world.next() == "db is up");
    run.set_complete();
    run.tear_down(true, true);
    CHECK(world.next() == "db is down");
    CHECK(run.leaked().size() == 1);
}

TEST_CASE("a program that is not linked with us is no fixture", "[P7]") {
    World world;
    world.linked("db");
    world.plan.groups[0].program.command = {"/bin/true"};
    world.set_up("db");
    CHECK(world.next().substr(0, 47) == "db failed: it ended without a word (exit code 0");
}

TEST_CASE("a linked fixture that cannot be started has failed", "[P3]") {
    World world;
    world.linked("db");
    SECTION("there is no program") {
        world.plan.groups[0].program.command = {"./missing"};
        world.set_up("db");
    }
    SECTION("there can be no supervisor") {
        FixtureRun& run = world.make("db");
        const pf::test::NoDescriptors none;
        run.set_up();
    }
    CHECK(world.next().substr(0, 10) == "db failed:");
}

TEST_CASE("a linked process that is killed during its set-up is lost, unless that was us", "[P9]") {
    World world;
    world.linked("db", {"SET_UP=hang"});
    SECTION("by somebody") {
        world.plan.fixtures[0].environment = {"SET_UP=kill"};
        world.set_up("db");
        CHECK(world.next() == "db is lost: it ended before its set-up had: killed by SIGKILL");
    }
    SECTION("by us") {
        FixtureRun& run = world.set_up("db");
        world.turn_until([&] { return fs::exists(world.folder / "fixture0/hangs"); });
        run.end(true);
        CHECK(world.next() == "db failed: it ended before its set-up had: killed by SIGKILL");
    }
}

TEST_CASE("a linked fixture whose supervisor is killed during its set-up is lost, unless that was us", "[P8]") {
    World world;
    world.linked("db", {"SET_UP=hang"});
    FixtureRun& run = world.set_up("db");
    world.turn_until([&] { return fs::exists(world.folder / "fixture0/hangs"); });
    SECTION("by somebody") {
        kill(World::supervisor(), SIGKILL);
        CHECK(world.next() == "db is lost: its supervisor was killed by signal 9");
    }
    SECTION("by us, for it does not answer") {
        kill(World::supervisor(), SIGSTOP);
        run.end(true);
        run.abandon();
        CHECK(world.next() == "db failed: its supervisor was killed by signal 9");
    }
}

TEST_CASE("a linked fixture whose process ends while it is up has died, once", "[P14][P18]") {
    World world;
    world.linked("db");
    FixtureRun& run = world.set_up("db");
    CHECK(world.next() == "db is up");
    run.set_complete();
    SECTION("its process") {
        kill(program(), SIGKILL);
        CHECK(world.next() == "db died: killed by SIGKILL");
        kill(World::supervisor(), SIGKILL);
        world.turn_until([] { return platform::children_of(getpid()).empty(); });
        CHECK(world.quiet());
    }
    SECTION("its supervisor") {
        kill(World::supervisor(), SIGKILL);
        CHECK(world.next() == "db died: its supervisor was killed by signal 9");
    }
    run.tear_down(true, false);
    CHECK(world.next() == "db is down");
}

TEST_CASE("a linked process that a test of its unit has ended cannot be torn down", "[P18]") {
    World world;
    world.linked("db");
    world.plan.groups[0].dispatch = Dispatch::unit;
    world.plan.groups[0].program.reuse = 0;
    world.task("segv", {});
    FixtureRun& run = world.set_up("db");
    CHECK(world.next() == "db is up");
    run.set_complete();
    world.start("segv", 1, "db");
    CHECK(world.next() == "segv crashed (signal): killed by SIGSEGV");
    CHECK_FALSE(run.has_teardown(true));
    run.tear_down(true, false);
    CHECK(world.next() == "db is down, failed: its teardown did not run, for its process had ended: killed by SIGSEGV");
}

TEST_CASE("a linked teardown that fails, ends or is ended with its supervisor", "[P17][P20][P22]") {
    World world;
    const auto said = [&](Text word) {
        world.linked("db", {word});
        world.set_up("db");
        CHECK(world.next() == "db is up");
        world.run("db").tear_down(true, false);
        return world.run("db").state_text();
    };
    std::string why;
    SECTION("it fails") {
        CHECK(said("TEAR_DOWN=fail") == "tearing down");
        why = "it was to fail";
    }
    SECTION("it ends") {
        CHECK(said("TEAR_DOWN=exit") == "tearing down");
        why = "exit code 3";
    }
    SECTION("its supervisor is killed") {
        CHECK(said("TEAR_DOWN=hang") == "tearing down");
        kill(World::supervisor(), SIGKILL);
        why = "its supervisor was killed by signal 9";
    }
    CHECK(world.next() == "db is down, failed: " + why);
}
