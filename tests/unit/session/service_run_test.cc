// When services are ready, and how they end.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>

#include "runtime/platform.h"
#include "tests/unit/session/world.h"
#include "tool/session/readiness.h"

namespace fs = std::filesystem;
using namespace pf;
using pf::test::kTerm;
using pf::test::NoDescriptors;
using pf::test::pid_in;
using pf::test::wait_until;
using pf::test::World;

namespace {

class ServiceWorld : public World {
public:
    ServiceWorld() { fixture("db", FixtureKind::service); }
    PlannedFixture& db() { return plan.fixtures[0]; }
    // Returns a service that prints a line and keeps running.
    void print(const std::string& line) { db().service = child({"write", line + "\n", "pause"}); }
    // Sets the service up and returns its pid.
    pid_t up() {
        db().service = child({"say-pid", folder / "pid", "pause"});
        set_up("db");
        CHECK(next() == "db is up");
        return pid_in(folder / "pid");
    }
};

// Listens on the loopback interface like a service that is slow to accept.
Descriptor listener_on(int port) {
    constexpr int kPatience = 1000;
    Descriptor fd(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const int on = 1;
    setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    REQUIRE(bind(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    REQUIRE(listen(fd.get(), kPatience) == 0);
    return fd;
}

std::vector<std::string> lines_of(const std::string& path) {
    std::vector<std::string> lines;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        lines.push_back(line);
    }
    return lines;
}

}  // namespace

TEST_CASE("a service is up when all that it names holds", "[P2][P10]") {
    ServiceWorld world;
    SECTION("nothing: when it runs") {
        world.db().service = world.child({"pause"});
        world.set_up("db");
        CHECK(world.next() == "db is up");
    }
    SECTION("a line, whose named groups it hands down, and a command") {
        world.db().service = world.child({"write", "listens on 7\n", "touch", world.folder / "printed", "pause"});
        world.db().ready_log = "listens on (?<DB_DOOR>[0-9]+)";
        world.db().ready_command = world.shell("touch probed; test -e go");
        FixtureRun& run = world.set_up("db");
        for (const char* done : {"probed", "printed"}) {
            world.turn_until([&] { return fs::exists(world.folder / done); });
        }
        CHECK(world.quiet());
        std::ofstream(world.folder / "go") << "";
        CHECK(world.next() == "db is up");
        CHECK(run.handed_down() == std::vector<std::string>{"DB_DOOR=7"});
    }
}

TEST_CASE("a service that cannot be started has failed", "[P3]") {
    ServiceWorld world;
    world.db().service = {"./missing"};
    SECTION("no such command") {
        world.set_up("db");
        const std::string said = world.next();
        CHECK(said.substr(0, 10) == "db failed:");
        CHECK(said.find("./missing") != std::string::npos);
    }
    SECTION("no supervisor") {
        FixtureRun& run = world.make("db");
        const NoDescriptors none;
        run.set_up();
        CHECK(world.next().substr(0, 17) == "db failed: cannot");
    }
    SECTION("its directory is there already") {
        std::ofstream(world.folder / "fixture0") << "in the way";
        world.set_up("db");
        CHECK(world.next().substr(0, 22) == "db failed: cannot make");
    }
}

TEST_CASE("a service that is ready, but wrote what nobody can read, has failed", "[P5]") {
    ServiceWorld world;
    world.db().service = world.shell("echo no variable >\"$PARALLEL_FIXTURES_ENV\"; echo ready; sleep 100");
    world.db().ready_log = "ready";
    world.set_up("db");
    CHECK(world.next().substr(0, 10) == "db failed:");
}

TEST_CASE("a service whose supervisor is killed before it is ready has failed", "[P8]") {
    ServiceWorld world;
    world.db().service = world.child({"say-pid", world.folder / "pid", "pause"});
    world.db().ready_log = "never";
    world.set_up("db");
    const pid_t service = pid_in(world.folder / "pid");
    kill(World::supervisor(), SIGKILL);
    CHECK(world.next() == "db failed: its supervisor was killed by signal 9");
    CHECK(wait_until([&] { return !pf::test::alive(service); }));
}

TEST_CASE("a service whose readiness cannot be told has failed", "[P11]") {
    ServiceWorld world;
    world.print("ready");
    SECTION("READY_LOG is no regular expression") {
        world.db().ready_log = "(";
        world.set_up("db");
        CHECK(world.next().substr(0, 22) == "db failed: READY_LOG: ");
    }
    SECTION("READY_COMMAND cannot be found") {
        world.db().ready_command = {"./missing"};
        world.set_up("db");
        CHECK(world.next().substr(0, 26) == "db failed: READY_COMMAND: ");
    }
    SECTION("READY_COMMAND cannot be executed") {
        if (!kVforkIsAsUsual) {
            return;
        }
        std::ofstream(world.folder / "script") << "#!/no/such/interpreter\n";
        fs::permissions(world.folder / "script", fs::perms::owner_all);
        world.db().ready_command = {"./script"};
        world.set_up("db");
        CHECK(world.next().substr(0, 26) == "db failed: READY_COMMAND: ");
    }
    SECTION("who runs READY_COMMAND is killed") {
        world.db().ready_command = world.child({"say-pid", world.folder / "probe", "pause"});
        world.set_up("db");
        world.turn_until([&] { return fs::exists(world.folder / "probe"); });
        kill(platform::parent_of(pid_in(world.folder / "probe")), SIGKILL);
        CHECK(world.next() == "db failed: READY_COMMAND: its supervisor was killed by signal 9");
    }
    SECTION("READY_PORT is somebody else's") {
        const int port = free_port();
        const Descriptor listener = listener_on(port);
        world.db().ready_port = static_cast<std::uint16_t>(port);
        world.set_up("db");
        CHECK(world.next() == "db failed: port " + std::to_string(port) + " is already in use by another process");
    }
}

TEST_CASE("a service whose AUTO port was taken is started with another one, five in all", "[P12][P13]") {
    ServiceWorld world;
    world.db().ready_port_auto = true;
    const std::string taken = "echo $DB_PORT >>ports; echo 'Address already in use'; exit 1";
    SECTION("the second is free") {
        world.db().service = world.shell("test -e ports && echo $DB_PORT >free && exec sleep 100; " + taken);
        FixtureRun& run = world.set_up("db");
        world.turn_until([&] { return !lines_of(world.folder / "free").empty(); });
        const std::string port = lines_of(world.folder / "free")[0];
        const Descriptor listener = listener_on(std::stoi(port));
        CHECK(world.next() == "db is up");
        CHECK(lines_of(world.folder / "ports").size() == 1);
        CHECK(run.handed_down() == std::vector<std::string>{"DB_PORT=" + port});
    }
    SECTION("none is") {
        world.db().service = world.shell(taken);
        world.set_up("db");
        CHECK(world.next() == "db failed: it ended before it was ready: exit code 1");
        const std::vector<std::string> ports = lines_of(world.folder / "ports");
        CHECK(ports.size() == 5);
        CHECK(std::set<std::string>(ports.begin(), ports.end()).size() > 1);
    }
    SECTION("it says nothing of a port") {
        world.db().service = world.shell("echo $DB_PORT >>ports; exit 1");
        world.set_up("db");
        CHECK(world.next() == "db failed: it ended before it was ready: exit code 1");
        CHECK(lines_of(world.folder / "ports").size() == 1);
    }
}

TEST_CASE("a service that ends before it is ready has failed, or is skipped", "[P13]") {
    ServiceWorld world;
    world.db().ready_log = "never";
    world.db().skip_return_code = 77;
    world.db().skip_regex = {"no licence"};
    const auto said = [&](const std::string& script) {
        world.db().service = world.shell(script);
        world.set_up("db");
        return world.next();
    };
    CHECK(said("exit 3") == "db failed: it ended before it was ready: exit code 3");
    CHECK(said("exit 77") == "db skipped: exit code 77");
    CHECK(said("echo no licence; exit 3") == "db skipped: exit code 3");
    CHECK(said("kill -SEGV $$") == "db failed: it ended before it was ready: killed by SIGSEGV");
}

TEST_CASE("a service that ends while it is up has died", "[P14][P18]") {
    ServiceWorld world;
    const pid_t service = world.up();
    SECTION("itself") {
        kill(service, SIGSEGV);
        CHECK(world.next() == "db died: killed by SIGSEGV");
    }
    SECTION("with its supervisor") {
        kill(World::supervisor(), SIGKILL);
        CHECK(world.next() == "db died: its supervisor was killed by signal 9");
    }
    SECTION("before its supervisor: that is said once") {
        kill(service, SIGSEGV);
        CHECK(world.next() == "db died: killed by SIGSEGV");
        kill(World::supervisor(), SIGKILL);
        world.turn_until([] { return platform::children_of(getpid()).empty(); });
        CHECK(world.quiet());
    }
    world.run("db").tear_down(true, false);
    CHECK(world.next() == "db is down");
}

TEST_CASE("a service is stopped by its signal, and then gone", "[P15][P19][P21]") {
    ServiceWorld world;
    const int signal = GENERATE(SIGTERM, SIGINT);
    world.db().stop_signal = signal;
    world.db().service = world.child({"on-signal", std::to_string(signal), world.folder / "stopped"});
    FixtureRun& run = world.set_up("db");
    CHECK(world.next() == "db is up");
    world.turn_until([&] { return fs::exists(world.folder / "stopped.ready"); });
    run.tear_down(true, false);
    CHECK(run.state_text() == "tearing down");
    CHECK(world.next() == "db is down");
    CHECK(fs::exists(world.folder / "stopped"));
    CHECK(run.leaked().empty());
}

TEST_CASE("a service that is killed is not asked to stop", "[P18]") {
    ServiceWorld world;
    world.db().service = world.child({"on-signal", kTerm, world.folder / "stopped"});
    FixtureRun& run = world.set_up("db");
    CHECK(world.next() == "db is up");
    world.turn_until([&] { return fs::exists(world.folder / "stopped.ready"); });
    run.tear_down(true, true);
    CHECK(world.next() == "db is down");
    CHECK_FALSE(fs::exists(world.folder / "stopped"));
    CHECK(run.leaked().size() == 1);
}

TEST_CASE("a service whose supervisor is killed while it is to stop was not torn down well", "[P22]") {
    ServiceWorld world;
    world.db().service = world.child({"ignore", kTerm, "say-pid", world.folder / "pid", "pause"});
    FixtureRun& run = world.set_up("db");
    CHECK(world.next() == "db is up");
    static_cast<void>(pid_in(world.folder / "pid"));
    run.tear_down(true, false);
    kill(World::supervisor(), SIGKILL);
    CHECK(world.next() == "db is down, failed: its supervisor was killed by signal 9");
}
