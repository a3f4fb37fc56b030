// Workers: the ends of the process of a task and of the supervisor.
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "runtime/platform.h"
#include "tests/unit/session/world.h"

namespace fs = std::filesystem;
using namespace pf;
using pf::test::NoDescriptors;
using pf::test::pid_in;
using pf::test::World;

TEST_CASE("a task whose program could not be listed fails", "[T18]") {
    World world;
    TaskOptions options;
    options.listing_error = "it printed nonsense";
    world.task("a", world.shell("exit 0"), options);
    world.start("a");
    CHECK(world.next() == "a failed (discovery): it printed nonsense");
}

TEST_CASE("a task does not run without what it needs", "[T19]") {
    World world;
    SECTION("a required file") {
        TaskOptions options;
        options.required_files = {"data"};
        world.task("a", world.shell("exit 0"), options);
        world.start("a");
        CHECK(world.next() == "a not_run (required_files): required file " + (world.folder / "data") + " is missing");
        std::ofstream(world.folder / "data") << "";
        world.start("a");
        CHECK(world.next() == "a passed");
    }
    SECTION("its program") {
        world.task("a", {"./missing"});
        world.start("a");
        CHECK(world.next().substr(0, 32) == "a not_run (missing_executable): ");
    }
}

TEST_CASE("a task that cannot be started fails", "[T20]") {
    if (!kVforkIsAsUsual) {
        WARN("not tested: vfork is a fork");
        return;
    }
    World world;
    const std::string failed = "a failed (failed_to_start): ";
    SECTION("its program is none") {
        std::ofstream(world.folder / "script") << "#!/no/such/interpreter\n";
        fs::permissions(world.folder / "script", fs::perms::owner_all);
        world.task("a", {"./script"});
        world.start("a");
        CHECK(world.next() == failed + "cannot execute " + (world.folder / "./script") + ": No such file or directory");
    }
    SECTION("its directory is missing") {
        TaskOptions options;
        options.working_directory = "/no/such/directory";
        world.task("a", {"/bin/true"}, options);
        world.start("a");
        CHECK(world.next() == failed +
                                  "cannot change to its working directory /no/such/directory: No such file or "
                                  "directory");
    }
    SECTION("its worker cannot be forked") {
        world.task("a", {"/bin/true"});
        const NoDescriptors none;
        world.start("a");
        CHECK(world.next().substr(0, failed.size() + 6) == failed + "cannot");
    }
}

TEST_CASE("a task's exit is judged", "[T21]") {
    World world;
    TaskOptions options;
    options.skip_return_code = 77;
    options.will_fail = true;
    world.task("pass", world.shell("exit 0"));
    world.task("fail", world.shell("exit 3"));
    world.task("skip", world.shell("exit 77"), options);
    world.task("will fail", world.shell("exit 1"), options);
    world.start("pass");
    CHECK(world.next() == "pass passed");
    world.start("fail");
    CHECK(world.next() == "fail failed (completed): exit code 3");
    world.start("skip");
    CHECK(world.next() == "skip skipped (skip_code): exit code 77");
    world.start("will fail");
    CHECK(world.next() == "will fail passed");
}

TEST_CASE("a generator that prints what is no task fails", "[T21]") {
    World world;
    TaskOptions options;
    options.generator = true;
    world.task("a", world.shell("echo good; echo bad"), options);
    world.start("a");
    CHECK(world.next() == "a failed (generator): line 2 of its output: it is bad");
}

TEST_CASE("a generator whose tasks make the plan grow is judged by its own properties", "[T21]") {
    World world;
    TaskOptions options;
    options.generator = true;
    options.skip_return_code = 7;
    world.task("a", world.shell("seq 1000; exit 7"), options);
    world.start("a");
    CHECK(world.next() == "a skipped (skip_code): exit code 7");
    CHECK(world.plan.tasks.size() == 1001);
}

TEST_CASE("a task that a signal of its own ends has crashed", "[T22]") {
    World world;
    world.task("a", world.child({"raise", std::to_string(SIGSEGV)}));
    world.start("a");
    CHECK(world.next() == "a crashed (signal): killed by SIGSEGV");
    CHECK(world.result.signal == SIGSEGV);
}

TEST_CASE("a task that stops itself is told, and when it is continued", "[T29]") {
    World world;
    world.task("a", world.child({"say-pid", world.folder / "pid", "stop", "wait-file", world.folder / "go"}));
    world.start("a");
    CHECK(world.next() == "a was stopped");
    kill(pid_in(world.folder / "pid"), SIGCONT);
    CHECK(world.next() == "a was continued");
    std::ofstream(world.folder / "go") << "";
    CHECK(world.next() == "a passed");
}

TEST_CASE("a task whose worker is killed has crashed, and the next one has another", "[T23][W6]") {
    World world;
    world.task("a", world.child({"say-pid", world.folder / "pid", "pause"}));
    world.task("b", world.shell("exit 0"));
    world.start("a");
    const pid_t task = pid_in(world.folder / "pid");
    SECTION("by somebody") { kill(World::supervisor(), SIGKILL); }
    SECTION("by us, for it does not answer") {
        kill(World::supervisor(), SIGSTOP);
        world.worker().abandon();
    }
    CHECK(world.next() == "a crashed (worker_died): its worker was killed by signal 9");
    CHECK_FALSE(pf::test::alive(task));
    world.start("b");
    CHECK(world.next() == "b passed");
}

TEST_CASE("a worker that is killed between two tasks is another one for the next", "[W7]") {
    World world;
    world.task("a", world.shell("exit 0"));
    world.start("a");
    CHECK(world.next() == "a passed");
    kill(World::supervisor(), SIGKILL);
    world.turn_until([] { return platform::children_of(getpid()).empty(); });
    CHECK(world.quiet());
    world.start("a");
    CHECK(world.next() == "a passed");
}

TEST_CASE("the supervisor of a worker that is closed runs the commands of another group", "[W9][W10]") {
    World world;
    world.plan.groups.emplace_back().name = "h";
    world.plan.groups[1].binary_dir = world.plan.keep(world.folder / "h");
    fs::create_directory(world.folder / "h");
    world.task("a", world.shell("touch \"$PARALLEL_FIXTURES_TMPDIR/left\""));
    world.task("b", world.shell("ls -A \"$PARALLEL_FIXTURES_TMPDIR\"; pwd")).group = 1;
    world.start("a");
    CHECK(world.next() == "a passed");
    const pid_t supervisor = World::supervisor();
    world.close_worker();
    SECTION("it is idle") {
        world.start("b");
        CHECK(world.next() == "b passed");
        CHECK(World::supervisor() == supervisor);
    }
    SECTION("somebody has killed it") {
        kill(supervisor, SIGKILL);
        world.turn_until([] { return platform::children_of(getpid()).empty(); });
        world.start("b");
        CHECK(world.next() == "b passed");
        CHECK(World::supervisor() != supervisor);
    }
    SECTION("the run ends") {
        world.context->supervisors.release_idle();
        world.turn_until([] { return platform::children_of(getpid()).empty(); });
        const fs::directory_iterator left(world.folder.path());
        CHECK(std::distance(fs::begin(left), fs::end(left)) == 1);  // The directory of the group.
        return;
    }
    CHECK(world.result.output.text == (world.folder / "h") + "\n");
}

TEST_CASE("the supervisor of a generator, of a worker that runs a task, and after a leak is not kept") {
    World world;
    TaskOptions options;
    options.generator = true;
    world.task("a", world.shell("exit 0"), options);
    world.task("b", world.child({"pause"}));
    SECTION("a generator") {
        world.start("a");
        CHECK(world.next() == "a passed");
    }
    SECTION("a worker that runs a task") { world.start("b"); }
    SECTION("after a leak") {
        world.task("c", world.child({"daemon", "ignore", pf::test::kTerm, "pause", "end"}));
        world.task("d", world.shell("exit 0"));
        world.start("c");
        CHECK(world.next() == "c passed");
        CHECK(world.result.leaked.size() == 1);
        world.start("d");
        CHECK(world.next() == "d passed");
    }
    world.close_worker();
    world.turn_until([&] { return world.context->supervisors.empty(); });  // A kept one would not leave.
}

TEST_CASE("a task runs with the arguments, the wrapper and the command of its request") {
    World world;
    world.task("a", world.shell("exit $1"));
    const auto ends = [&](const TaskRequest& request) {
        world.request = std::make_shared<const TaskRequest>(request);
        world.start("a");
        return world.next();
    };
    TaskRequest request;
    request.arguments = {"sh", "3"};
    CHECK(ends(request) == "a failed (completed): exit code 3");
    request.wrapper = {"/bin/sh", "-c", "[ \"$*\" = '/bin/sh -c exit $1 sh 3' ] && exit 4", "/bin/sh"};
    CHECK(ends(request) == "a failed (completed): exit code 4");
    request = {};
    request.command = {"/bin/sh", "-c", "exit 5"};
    CHECK(ends(request) == "a failed (completed): exit code 5");
    CHECK(ends({}) == "a passed");
}

TEST_CASE("a command in the place of a linked test is judged by the report of the test") {
    World world;
    world.plan.groups[0].program.framework = "gtest";  // Its arguments are not passed to the command.
    world.task("a", {});
    const auto ends = [&](const std::string& script) {
        TaskRequest request;
        request.command = {"/bin/sh", "-c", script};
        world.request = std::make_shared<const TaskRequest>(std::move(request));
        world.start("a");
        return world.next();
    };
    CHECK(ends("[ $# = 0 ] && exit 3") == "a crashed (no_result): it ended without a result (exit code 3)");
    CHECK(ends("exit 0") == "a crashed (no_result): it ended without a result (exit code 0)");
}
