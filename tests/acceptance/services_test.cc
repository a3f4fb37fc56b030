// Services: the four kinds of readiness, dying before and after it, stopping.
#include <signal.h>

#include <cstdlib>
#include <regex>
#include <set>

#include "tests/acceptance/support/port.h"
#include "tests/acceptance/support/scenario.h"

namespace pf::acceptance {
namespace {

Json only(const Results& r, const std::string& name) {
    const std::vector<Json> events = r.events(name);
    REQUIRE(events.size() == 1);
    return events[0];
}

std::string setup_reason(const Results& r) { return Results::text(only(r, "setup_ended"), "reason"); }

// A free port: nobody has it now. Another process may take it before the service does, which no run has shown.
std::string free_port() {
    Port port;
    return std::to_string(port.number());
}

}  // namespace

TEST_CASE("READY_NOTIFY: ready when the service says READY=1, not before", "[services]") {
    Scenario s;
    s.plan
        .service("f", {"notify", "STATUS=starting", "touch", s.path("starting"), "wait-file", s.path("go"), "25",
                       "append", s.path("log"), "ready", "notify", "READY=1\nSTATUS=up", "serve"})
        .set("ready_notify", "1");
    s.plan.group("g", "f");
    s.plan.task("g", "a", {"append", s.path("log"), "task"});
    HelperRun run = s.start({"-j", "1"});
    REQUIRE(wait_until([&] { return s.has("starting"); }));
    s.touch("go");
    const Results r = s.finish(run);
    INFO(r.transcript);
    CHECK(r.exit_code == 0);
    CHECK(s.lines("log") == Words{"ready", "task"});
    CHECK(only(r, "teardown_ended").value("passed", true));
}

TEST_CASE("READY_LOG: ready at the line; named groups of the expression become variables", "[services]") {
    Scenario s;
    s.plan
        .service("f", {"print-line", "listening on nothing yet", "print", "listening on port=", "print", "5432",
                       "print-line", " user=me", "serve"})
        .set("ready_log", "port=(?<PORT>[0-9]+) user=(?<USER_NAME>\\w+)");
    s.plan.group("g", "f");
    s.plan.task("g", "a", {"env", "PORT", "env", "USER_NAME"});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 0);
    CHECK(r.output("g.a") == "PORT=5432\nUSER_NAME=me\n");
    CHECK(only(r, "setup_ended").at("variables").size() == 2);
}

TEST_CASE("READY_LOG matches what comes on stderr", "[services]") {
    Scenario s;
    s.plan.service("f", {"err", "READY\n", "serve"}).set("ready_log", "READY");
    s.plan.group("g", "f");
    s.plan.task("g", "a", {});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 0);
}

TEST_CASE("READY_PORT with a number: ready when it accepts", "[services]") {
    Scenario s;
    const std::string port = free_port();
    s.plan.service("f", {"wait-file", s.path("go"), "25", "listen", port, "serve"}).set("ready_port", port);
    s.plan.group("g", "f");
    s.plan.task("g", "a", {"expect-file", s.path("go"), "connect", port, "0"});
    HelperRun run = s.start({"-j", "1"});
    REQUIRE(s.wait_for_event("setup_started", "fixture", "f"));
    s.touch("go");
    const Results r = s.finish(run);
    INFO(r.transcript);
    CHECK(r.exit_code == 0);
}

TEST_CASE("READY_PORT AUTO: a free port for the service and for everything below it", "[services]") {
    Scenario s;
    s.plan.service("my-db", {"listen", "@PORT@", "serve"}).set("ready_port", "auto");
    s.plan.fixture("schema").set("parent", "my-db").command("setup", {"connect", "env:MY_DB_PORT", "0"});
    s.plan.group("g", "schema");
    s.plan.task("g", "a", {"connect", "env:MY_DB_PORT", "0", "env", "MY_DB_PORT"});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 0);
    CHECK(r.output("g.a").find("unset") == std::string::npos);
}

TEST_CASE("@NAME@ in commands and ENVIRONMENT is what the fixtures below hand down", "[services]") {
    Scenario s;
    s.plan.service("my-db", {"listen", "@PORT@", "serve"}).set("ready_port", "auto");
    s.plan.service("web", {"connect", "@MY_DB_PORT@", "0", "listen", "@PORT@", "serve"})
        .set("parent", "my-db")
        .set("ready_port", "auto")
        .command("ready_command", {"connect", "@MY_DB_PORT@", "0"});
    s.plan.fixture("schema")
        .set("parent", "web")
        .set("env", "URL=db:@MY_DB_PORT@")
        .command("setup", {"connect", "@WEB_PORT@", "0"});
    s.plan.group("g", "schema");
    s.plan.task("g", "a", {"connect", "@MY_DB_PORT@", "0", "print", "@URL@ @UNKNOWN@"});
    PF_RUN(r, s, "-j", "1");
    INFO(r.transcript);
    CHECK(r.exit_code == 0);
    CHECK(std::regex_match(r.output("g.a"), std::regex("db:[0-9]+ @UNKNOWN@\n?")));
}

TEST_CASE("READY_PORT AUTO: no two workers get the same port", "[services]") {
    Scenario s;
    s.plan.service("f", {"listen", "@PORT@", "serve"}).set("ready_port", "auto").set("scope", "worker");
    s.plan.group("g", "f").set("workers", "3");
    const Words ids{"g.a", "g.b", "g.c"};
    for (const char* name : {"a", "b", "c"}) {
        s.plan.task("g", name, {"barrier", s.path("all"), "3", "25", "connect", "env:F_PORT", "0", "env", "F_PORT"});
    }
    PF_RUN(r, s, "-j", "3");
    CHECK(r.exit_code == 0);
    std::set<std::string> ports;
    for (const std::string& id : ids) {
        ports.insert(r.output(id));
    }
    CHECK(ports.size() == 3);
}

TEST_CASE("READY_PORT AUTO: another port when the service dies because it was taken", "[services]") {
    Scenario s;
    // The first attempt tells its port and waits until the test has taken it; the second finds the file there.
    s.plan
        .service("f",
                 {"append", s.path("ports"), "@PORT@", "wait-file", s.path("taken"), "25", "listen", "@PORT@", "serve"})
        .set("ready_port", "auto");
    s.plan.group("g", "f");
    s.plan.task("g", "a", {"connect", "env:F_PORT", "0"});
    HelperRun run = s.start({"-j", "1"});
    REQUIRE(wait_until([&] { return !s.lines("ports").empty(); }));
    const Port thief(static_cast<int>(std::strtol(s.lines("ports")[0].c_str(), nullptr, 10)));
    s.touch("taken");
    const Results r = s.finish(run);
    INFO(r.transcript);
    CHECK(r.exit_code == 0);
    REQUIRE(s.lines("ports").size() == 2);
    CHECK(s.lines("ports")[0] != s.lines("ports")[1]);
    CHECK(r.fixture("f").value("setups", 0) == 1);
}

TEST_CASE("a port that somebody else has does not make our service ready", "[services]") {
    Scenario s;
    const Port foreign;
    const std::string port = std::to_string(foreign.number());
    s.plan.service("f", {"sleep", "0.5", "listen", port, "serve"}).set("ready_port", port);
    s.plan.group("g", "f");
    s.plan.task("g", "a", {"touch", s.path("ran")});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 3);
    CHECK(r.transcript.find("already in use") != std::string::npos);  // Ours, or the service's own words.
    CHECK(r.cause("g.a") == "fixture_failed");
    CHECK_FALSE(s.has("ran"));
}

TEST_CASE("READY_COMMAND: tried until it succeeds", "[services]") {
    Scenario s;
    s.plan.service("f", {"serve"}).command("ready_command", {"fail-times", s.path("tries"), "2"});
    s.plan.group("g", "f");
    s.plan.task("g", "a", {});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 0);
    CHECK(s.lines("tries").size() == 3);
}

TEST_CASE("a READY_COMMAND that hangs does not outlive the set-up's limit", "[services]") {
    Scenario s;
    s.plan.service("f", {"serve"}).set("setup_timeout", "0.7").command("ready_command", {"ignore-term", "sleep", "60"});
    s.plan.group("g", "f");
    s.plan.task("g", "a", {});
    PF_RUN(r, s, "-j", "1", "--grace", "0.3");
    CHECK(r.exit_code == 3);
    CHECK(Results::text(only(r, "setup_ended"), "outcome") == "timeout");
}

TEST_CASE("a service that is not ready in time says which conditions do not hold and what was seen", "[services]") {
    Scenario s;
    s.plan.service("f", {"listen", "0", "print-line", "first", "print", "warming up", "serve"})
        .set("ready_port", "1")
        .set("ready_log", "READY")
        .set("ready_notify", "1")
        .set("setup_timeout", "3")
        .command("ready_command", {"print-line", "no database", "exit", "3"});
    s.plan.group("g", "f");
    s.plan.task("g", "a", {});
    PF_RUN(r, s, "-j", "1", "--grace", "1");
    CHECK(r.exit_code == 3);
    const std::string reason = Results::text(only(r, "setup_ended"), "reason");
    INFO(reason);
    CHECK(std::regex_match(reason,
                           std::regex("it was not ready within 3 s: it did not send READY=1 \\(READY_NOTIFY\\); "
                                      "no line matched READY_LOG \"READY\", the last was \"warming up\", without a "
                                      "newline; port 1 accepts no connections, it listens on [0-9]+ instead; "
                                      "READY_COMMAND failed: .*3.*, it printed \"no database\"")));
    CHECK(r.transcript.find("it listens on") != std::string::npos);
}

TEST_CASE("a service that is never ready is a timeout with its output", "[services]") {
    Scenario s;
    s.plan.service("f", {"print-line", "still warming up", "serve"})
        .set("ready_log", "READY")
        .set("setup_timeout", "0.7");
    s.plan.group("g", "f");
    s.plan.task("g", "a", {});
    PF_RUN(r, s, "-j", "1", "--grace", "1");
    CHECK(r.exit_code == 3);
    CHECK(Results::text(only(r, "setup_ended"), "outcome") == "timeout");
    CHECK(output_bytes(only(r, "setup_ended")) == "still warming up\n");
    CHECK(r.cause("g.a") == "fixture_failed");
}

TEST_CASE("a service that dies before it is ready fails at once with its last lines", "[services]") {
    Scenario s;
    Words words{"print-line", "FATAL: no such directory"};
    std::string named;
    SECTION("by exit code") {
        words.insert(words.end(), {"exit", "9"});
        named = "9";
    }
    SECTION("by exit code 0") { named = "0"; }
    SECTION("by a signal") {
        words.insert(words.end(), {"segv"});
        named = "SIGSEGV";
    }
    s.plan.service("f", words).set("ready_notify", "1").set("setup_timeout", "3600");  // Only its death can end this.
    s.plan.group("g", "f");
    s.plan.task("g", "a", {});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 3);
    CHECK(setup_reason(r).find(named) != std::string::npos);
    CHECK(output_bytes(only(r, "setup_ended")) == "FATAL: no such directory\n");
    CHECK(r.transcript.find("FATAL: no such directory") != std::string::npos);
}

TEST_CASE("a service may skip before it is ready", "[services]") {
    Scenario s;
    s.plan.service("f", {"print-line", "not installed", "exit", "77"})
        .set("ready_notify", "1")
        .set("skip_return_code", "77");
    s.plan.group("g", "f");
    s.plan.task("g", "a", {});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 0);
    CHECK(r.outcome("g.a") == "skipped");
    CHECK(r.cause("g.a") == "fixture_skipped");
}

TEST_CASE("a service that dies during the run fails the fixture and its tasks, and is said once", "[services]") {
    Scenario s;
    s.plan
        .service("f", {"pids", s.path("pid"), "notify", "READY=1", "wait-file", s.path("die"), "25", "print-line",
                       "out of memory", "exit", "4"})
        .set("ready_notify", "1");
    s.plan.group("g", "f").set("workers", "2");
    s.plan.task("g", "running", {"barrier", s.path("both"), "2", "25", "touch", s.path("die"), "sleep", "60"})
        .set("cost", "9");
    s.plan.task("g", "beside", {"barrier", s.path("both"), "2", "25", "sleep", "60"}).set("cost", "9");
    s.plan.task("g", "later", {"touch", s.path("ran")}).set("cost", "1");
    s.plan.group("h");
    s.plan.task("h", "independent", {});
    PF_RUN(r, s, "-j", "2");
    CHECK(r.exit_code == 3);
    for (const char* id : {"g.running", "g.beside"}) {
        CHECK(r.outcome(id) == "failed");
        CHECK(r.cause(id) == "service_died");
    }
    CHECK(r.outcome("g.later") == "not_run");
    CHECK_FALSE(s.has("ran"));
    CHECK(r.outcome("h.independent") == "passed");
    const Json died = only(r, "fixture_died");
    CHECK(Results::text(died, "reason").find('4') != std::string::npos);
    CHECK(output_bytes(died).find("out of memory") != std::string::npos);
    CHECK(r.transcript.find("out of memory") == r.transcript.rfind("out of memory"));
    CHECK(Results::text(r.fixture("f"), "outcome") == "failed");
}

TEST_CASE("what stands on a dead service is torn down, and so is what it stands on", "[services]") {
    Scenario s;
    s.plan.fixture("below").command("setup", {}).command("teardown", {"append", s.path("log"), "below down"});
    s.plan.service("f", {"notify", "READY=1", "wait-file", s.path("die"), "25"})
        .set("parent", "below")
        .set("ready_notify", "1");
    s.plan.fixture("above")
        .set("parent", "f")
        .command("setup", {})
        .command("teardown", {"append", s.path("log"), "above down"});
    s.plan.group("g", "above");
    s.plan.task("g", "a", {"touch", s.path("die"), "sleep", "60"});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 3);
    CHECK(r.cause("g.a") == "service_died");
    CHECK(s.lines("log") == Words{"above down", "below down"});
}

TEST_CASE("the supervisor of a service is killed: nothing of it survives and its tasks fail", "[services]") {
    Scenario s;
    s.plan.service("f", {"notify", "READY=1", "wait-file", s.path("die"), "25", "kill-parent", "9", "sleep", "60"})
        .set("ready_notify", "1");
    s.plan.group("g", "f");
    s.plan.task("g", "a", {"touch", s.path("die"), "sleep", "60"});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 3);
    CHECK(r.cause("g.a") == "service_died");
    CHECK(r.events("fixture_died").size() == 1);
}

TEST_CASE("a service is stopped by its signal, then its TEARDOWN command has run", "[services]") {
    Scenario s;
    s.plan
        .service("f", {"hold-signal", "2", "notify", "READY=1", "await-signal", "2", "append", s.path("log"),
                       "stopped by INT", "exit", "1"})
        .set("ready_notify", "1")
        .set("stop_signal", "SIGINT");
    s.plan.group("g", "f");
    s.plan.task("g", "a", {"append", s.path("log"), "task"});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 0);
    CHECK(s.lines("log") == Words{"task", "stopped by INT"});
    CHECK(only(r, "teardown_ended").value("passed", true));
}

TEST_CASE("a service that ignores its stop signal is killed after STOP_TIMEOUT", "[services]") {
    Scenario s;
    s.plan.service("f", {"ignore-term", "notify", "READY=1", "spawn-tree", "3", "sleep", "60"})
        .set("ready_notify", "1")
        .set("stop_timeout", "0.5");
    s.plan.group("g", "f");
    s.plan.task("g", "a", {});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.outcome("g.a") == "passed");
    CHECK(only(r, "teardown_ended").contains("reason"));
}

TEST_CASE("a service that writes without end neither blocks nor fills the memory", "[services]") {
    Scenario s;
    s.plan.service("f", {"notify", "READY=1", "print-bytes", "100000000", "touch", s.path("written"), "serve"})
        .set("ready_notify", "1");
    s.plan.group("g", "f");
    s.plan.task("g", "a", {"wait-file", s.path("written"), "25"});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 0);
    CHECK((!kMemoryIsAsUsual || r.ended.max_rss_kib < 65536));
}

}  // namespace pf::acceptance
