// The set-up and the teardown of fixtures of commands.
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "runtime/platform.h"
#include "tests/unit/session/world.h"

namespace fs = std::filesystem;
using namespace pf;
using pf::test::alive;
using pf::test::kTerm;
using pf::test::NoDescriptors;
using pf::test::pid_in;
using pf::test::World;

namespace {

// Returns a command that leaves a daemon behind, which only SIGKILL ends and whose pid is in `path`.
Texts leaves_daemon(World& world, const std::string& path) {
    return world.child({"daemon", "ignore", kTerm, "say-pid", path, "pause", "end", "wait-file", path});
}

}  // namespace

TEST_CASE("a set-up command that exits with 0 is up, and hands down what it wrote", "[P1][P4][P16][P20][P21]") {
    World world;
    PlannedFixture& db = world.fixture("db");
    db.setup = world.shell("echo URL=x >\"$PARALLEL_FIXTURES_ENV\"");
    db.teardown = world.shell("touch torn-down");
    FixtureRun& run = world.set_up("db");
    CHECK(run.state_text() == "setting up");
    CHECK(world.next() == "db is up");
    CHECK(run.state_text() == "up");
    CHECK(run.handed_down() == std::vector<std::string>{"URL=x"});
    run.tear_down(true, false);
    CHECK(run.state_text() == "tearing down");
    CHECK(world.next() == "db is down");
    CHECK(fs::exists(world.folder / "torn-down"));
}

TEST_CASE("a fixture without a set-up command is up at once", "[P4]") {
    World world;
    world.fixture("db");
    world.set_up("db");
    CHECK(world.next() == "db is up");
}

TEST_CASE("a set-up that cannot begin has failed", "[P3]") {
    World world;
    world.fixture("db").setup = world.shell("exit 0");
    std::string why = "db failed: ";
    SECTION("its directory is there already") {
        std::ofstream(world.folder / "fixture0") << "in the way";
        world.set_up("db");
        why += "cannot make " + (world.folder / "fixture0") + ": File exists";
    }
    SECTION("no supervisor") {
        FixtureRun& run = world.make("db");
        const NoDescriptors none;
        run.set_up();
        why += "cannot";
    }
    SECTION("no such command") {
        world.plan.fixtures[0].setup = {"./missing"};
        world.set_up("db");
        why += "./missing";
    }
    SECTION("a command that is none") {
        if (!kVforkIsAsUsual) {
            return;
        }
        const std::string path = world.folder / "./script";
        std::ofstream(path) << "#!/no/such/interpreter\n";
        fs::permissions(path, fs::perms::owner_all);
        world.plan.fixtures[0].setup = {"./script"};
        world.set_up("db");
        why += "cannot execute " + path + ": No such file or directory";
    }
    CHECK(world.next().substr(0, why.size()) == why);
    CHECK(world.run("db").state_text() == "up");
    world.run("db").tear_down(true, false);
    CHECK(world.next() == "db is down");
}

TEST_CASE("what a set-up command wrote and nobody can read is a failure", "[P5]") {
    World world;
    world.fixture("db").setup = world.shell("echo no variable >\"$PARALLEL_FIXTURES_ENV\"");
    FixtureRun& run = world.set_up("db");
    CHECK(world.next().substr(0, 10) == "db failed:");
    CHECK(run.handed_down().empty());
}

TEST_CASE("a set-up command that asks to be skipped", "[P6]") {
    World world;
    PlannedFixture& db = world.fixture("db");
    SECTION("by its exit code") {
        db.skip_return_code = 77;
        db.setup = world.shell("exit 77");
        world.set_up("db");
        CHECK(world.next() == "db skipped: exit code 77");
    }
    SECTION("by what it prints, whatever its exit code") {
        db.skip_regex = {"no data.ase"};
        db.setup = world.shell("echo no database; exit 3");
        world.set_up("db");
        CHECK(world.next() == "db skipped: SKIP_REGULAR_EXPRESSION \"no data.ase\" matched its output");
    }
}

TEST_CASE("any other end of a set-up command is a failure", "[P7]") {
    World world;
    PlannedFixture& db = world.fixture("db");
    db.skip_return_code = 77;
    db.skip_regex = {"no database"};
    SECTION("an exit code") {
        db.setup = world.shell("exit 3");
        world.set_up("db");
        CHECK(world.next() == "db failed: exit code 3");
    }
    SECTION("a signal, whatever it printed") {
        db.setup = world.child({"write", "no database", "raise", std::to_string(SIGSEGV)});
        world.set_up("db");
        CHECK(world.next() == "db failed: killed by SIGSEGV");
    }
    SECTION("because it was ended") {
        db.setup = world.child({"touch", world.folder / "begun", "pause"});
        FixtureRun& run = world.set_up("db");
        world.turn_until([&] { return fs::exists(world.folder / "begun"); });
        const bool kill = GENERATE(false, true);
        run.end(kill);
        CHECK(world.next() == std::string("db failed: killed by ") + (kill ? "SIGKILL" : "SIGTERM"));
    }
}

TEST_CASE("a set-up whose supervisor is killed has failed, and nothing of it is left", "[P8]") {
    World world;
    world.fixture("db").setup = world.child({"say-pid", world.folder / "pid", "pause"});
    FixtureRun& run = world.set_up("db");
    const pid_t command = pid_in(world.folder / "pid");
    SECTION("by somebody") { kill(World::supervisor(), SIGKILL); }
    SECTION("by us, for it does not answer") {
        kill(World::supervisor(), SIGSTOP);
        run.abandon();
    }
    CHECK(world.next() == "db failed: its supervisor was killed by signal 9");
    CHECK(pf::test::wait_until([&] { return !alive(command); }));
}

TEST_CASE("a fixture whose supervisor is killed while it is up has died with what it had left running", "[P14]") {
    World world;
    PlannedFixture& db = world.fixture("db");
    SECTION("it had") {
        db.setup = leaves_daemon(world, world.folder / "pid");
        world.set_up("db");
        CHECK(world.next() == "db is up");
        kill(World::supervisor(), SIGKILL);
        CHECK(world.next() == "db died: its supervisor was killed by signal 9");
        CHECK_FALSE(alive(pid_in(world.folder / "pid")));
    }
    SECTION("it had not: nothing is lost") {
        world.set_up("db");
        CHECK(world.next() == "db is up");
        kill(World::supervisor(), SIGKILL);
        world.turn_until([] { return pf::platform::children_of(getpid()).empty(); });
        CHECK(world.quiet());
    }
    world.run("db").tear_down(true, false);
    CHECK(world.next() == "db is down");
}

TEST_CASE("a teardown command has another supervisor where the first was killed", "[P16]") {
    World world;
    PlannedFixture& db = world.fixture("db");
    db.setup = leaves_daemon(world, world.folder / "pid");
    db.teardown = world.shell("touch torn-down");
    FixtureRun& run = world.set_up("db");
    CHECK(world.next() == "db is up");
    kill(World::supervisor(), SIGKILL);
    CHECK(world.next() == "db died: its supervisor was killed by signal 9");
    SECTION("it can be forked") {
        run.tear_down(true, false);
        CHECK(world.next() == "db is down");
        CHECK(fs::exists(world.folder / "torn-down"));
    }
    SECTION("it cannot") {
        const NoDescriptors none;
        run.tear_down(true, false);
        CHECK(world.next().substr(0, 24) == "db is down, failed: cann");
    }
}

TEST_CASE("without a command, or killed, a fixture is only cleaned up", "[P18][P21]") {
    World world;
    PlannedFixture& db = world.fixture("db");
    db.setup = leaves_daemon(world, world.folder / "pid");
    db.teardown = world.shell("touch torn-down");
    FixtureRun& run = world.set_up("db");
    CHECK(world.next() == "db is up");
    SECTION("it was skipped") { run.tear_down(false, false); }
    SECTION("the run is killed") { run.tear_down(true, true); }
    CHECK(run.state_text() == "tearing down");
    CHECK(world.next() == "db is down");
    CHECK_FALSE(fs::exists(world.folder / "torn-down"));
    CHECK_FALSE(alive(pid_in(world.folder / "pid")));
    REQUIRE(run.leaked().size() == 1);
    CHECK(run.leaked()[0].find("pf_runtime_child") != std::string::npos);
}

TEST_CASE("a teardown command that does not pass has failed, and what is left is killed all the same", "[P20][P21]") {
    World world;
    PlannedFixture& db = world.fixture("db");
    db.setup = leaves_daemon(world, world.folder / "pid");
    std::string why;
    SECTION("an exit code") {
        db.teardown = world.shell("exit 4");
        why = "exit code 4";
    }
    SECTION("it cannot be started") {
        db.teardown = {"./missing"};
        why = "./missing";
    }
    FixtureRun& run = world.set_up("db");
    CHECK(world.next() == "db is up");
    run.tear_down(true, false);
    CHECK(world.next().substr(0, 20 + why.size()) == "db is down, failed: " + why);
    CHECK(run.leaked().size() == 1);
    CHECK_FALSE(alive(pid_in(world.folder / "pid")));
}

TEST_CASE("a teardown whose supervisor is killed has failed, and what it had below it is killed", "[P22]") {
    World world;
    PlannedFixture& db = world.fixture("db");
    db.setup = leaves_daemon(world, world.folder / "daemon");
    SECTION("while its command runs") {
        db.teardown = world.child({"say-pid", world.folder / "pid", "pause"});
        world.set_up("db");
        CHECK(world.next() == "db is up");
        world.run("db").tear_down(true, false);
        static_cast<void>(pid_in(world.folder / "pid"));
    }
    SECTION("while it leaves") {
        world.set_up("db");
        CHECK(world.next() == "db is up");
        kill(World::supervisor(), SIGSTOP);
        world.run("db").tear_down(true, false);
    }
    kill(World::supervisor(), SIGKILL);
    CHECK(world.next() == "db is down, failed: its supervisor was killed by signal 9");
    CHECK_FALSE(alive(pid_in(world.folder / "daemon")));
}

TEST_CASE("several set-up commands run in order, and each has what those before it hand down", "[P4]") {
    World world;
    PlannedFixture& db = world.fixture("db");
    db.setup = world.shell("echo URL=x >\"$PARALLEL_FIXTURES_ENV\"; echo A=1 >>\"$PARALLEL_FIXTURES_ENV\"");
    db.next_setups = {world.shell("test @A@$URL = 1x && echo A=2 >\"$PARALLEL_FIXTURES_ENV\""),
                      world.shell("test $URL$A = x2")};
    FixtureRun& run = world.set_up("db");
    CHECK(world.next() == "db is up");
    CHECK(run.made() == Variables{{"URL", "x"}, {"A", "2"}});
    run.tear_down(true, false);
    CHECK(world.next() == "db is down");
}

TEST_CASE("a set-up ends with its first command that fails or skips, which the reason names", "[P5][P6][P7]") {
    World world;
    PlannedFixture& db = world.fixture("db");
    db.setup = world.shell("true");
    db.next_setups = {world.shell("exit 3"), world.shell("touch third")};
    SECTION("it fails") {
        world.set_up("db");
        CHECK(world.next() == "db failed: SETUP 2 of 3 (/bin/sh -c exit 3): exit code 3");
    }
    SECTION("it skips") {
        db.skip_return_code = 3;
        world.set_up("db");
        CHECK(world.next() == "db skipped: SETUP 2 of 3 (/bin/sh -c exit 3): exit code 3");
    }
    SECTION("it cannot be started") {
        db.next_setups.front() = {"./missing"};
        world.set_up("db");
        CHECK(world.next().rfind("db failed: SETUP 2 of 3 (./missing): ", 0) == 0);
    }
    SECTION("what it writes is no variable") {
        db.next_setups.front() = world.shell("echo no variable >\"$PARALLEL_FIXTURES_ENV\"");
        world.set_up("db");
        CHECK(world.next().rfind("db failed: SETUP 2 of 3 (/bin/sh", 0) == 0);
    }
    CHECK_FALSE(fs::exists(world.folder / "third"));
}

TEST_CASE("no further command runs in a set-up that is ended, though the one that runs exits with 0") {
    World world;
    PlannedFixture& db = world.fixture("db");
    db.setup = world.shell("trap 'exit 0' TERM; touch begun; while :; do sleep 0.01; done");
    db.next_setups = {world.shell("touch second")};
    FixtureRun& run = world.set_up("db");
    while (!fs::exists(world.folder / "begun")) {
        usleep(1000);
    }
    run.end(false);
    CHECK(world.next() == "db is up");  // The scheduler, which has ended it, knows better.
    CHECK(run.missing().rfind("SETUP 1 of 2 (/bin/sh -c trap", 0) == 0);
    CHECK_FALSE(fs::exists(world.folder / "second"));
}

TEST_CASE("all teardown commands run, and the reason names the first that fails") {
    World world;
    PlannedFixture& db = world.fixture("db");
    db.teardown = world.shell("touch one");
    db.next_teardowns = {world.shell("test -e one && exit 4"), {"./missing"}, world.shell("touch last")};
    FixtureRun& run = world.set_up("db");
    CHECK(world.next() == "db is up");
    run.tear_down(true, false);
    CHECK(world.next() == "db is down, failed: TEARDOWN 2 of 4 (/bin/sh -c test -e one && exit 4): exit code 4");
    CHECK(fs::exists(world.folder / "last"));
}
