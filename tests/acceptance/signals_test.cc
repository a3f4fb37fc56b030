// Signals to the helper: the four that ask it to end, job control on a terminal, SIGUSR1.
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>

#include "tests/acceptance/support/promises.h"
#include "tests/acceptance/support/scenario.h"

namespace pf::acceptance {
namespace {

// Two tasks on a fixture, one running, one to come; SIGTERM lets the running one say so.
void add_work(Scenario& s) {
    s.plan.fixture("f").command("setup", {}).command("teardown", {"append", s.path("log"), "down"});
    s.plan.group("g", "f").set("workers", "1");
    s.plan.task("g", "runs", {"pids", s.path("pid"), "touch", s.path("running"), "sleep", "60"}).set("cost", "9");
    s.plan.task("g", "waits", {"append", s.path("log"), "never"}).set("cost", "1");
}

pid_t pid_in(const Scenario& s, const std::string& name) {
    return static_cast<pid_t>(std::strtol(s.lines(name).at(0).c_str(), nullptr, 10));
}

// Takes nothing more, and is not closed.
struct FullPipe {
    FullPipe() {
        int ends[2];
        REQUIRE(::pipe2(static_cast<int*>(ends), O_CLOEXEC | O_NONBLOCK) == 0);
        read_end = ends[0];
        write_end = ends[1];
        while (::write(write_end, "x", 1) == 1) {
        }
        REQUIRE(::fcntl(write_end, F_SETFL, 0) == 0);
    }
    FullPipe(const FullPipe&) = delete;
    FullPipe& operator=(const FullPipe&) = delete;
    ~FullPipe() {
        ::close(read_end);
        ::close(write_end);
    }

    int read_end = -1;
    int write_end = -1;
};

}  // namespace

TEST_CASE("SIGINT, SIGTERM, SIGHUP and SIGQUIT end the run, tear down, report and exit 128+n", "[signals]") {
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) {
        INFO("signal " << number);
        Scenario s;
        add_work(s);
        HelperRun run = s.start({"-j", "2"});
        REQUIRE(wait_until([&] { return s.has("running"); }));
        run.signal(number);
        const Results r = s.finish(run);
        INFO(r.transcript);
        CHECK(r.exit_code == 128 + number);
        CHECK(s.lines("log") == Words{"down"});
        CHECK(r.cause("g.runs") == "interrupted");
        CHECK(r.cause("g.waits") == "interrupted");
        CHECK(r.reason("g.runs").find("interrupted after") != std::string::npos);
        CHECK(r.events("stopping").size() == 1);
    }
}

TEST_CASE("an ignored SIGINT, as in the background of a shell, is heard all the same", "[signals]") {
    Scenario s;
    add_work(s);
    const RunOptions options{.before_exec = [] { static_cast<void>(::signal(SIGINT, SIG_IGN)); }};
    HelperRun run = s.start({"-j", "1"}, options);
    REQUIRE(wait_until([&] { return s.has("running"); }));
    run.signal(SIGINT);
    CHECK(s.finish(run).exit_code == 130);
}

TEST_CASE("a signal while the run begins finds a run that ends", "[signals]") {
    Scenario s;
    add_work(s);
    // What takes time between the run's directory and its first task: an old run that is removed, for there are more.
    const std::string root = s.build_dir() + "/Testing/ParallelFixtures/";
    for (const char* old : {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"}) {
        std::filesystem::create_directories(root + old);
        write_file(root + old + "/lock", "");
    }
    for (int i = 0; i < 10000; ++i) {
        write_file(root + "a/" + std::to_string(i), "");
    }
    HelperRun run = s.start({"-j", "1"});
    REQUIRE(wait_until([&] { return std::filesystem::is_symlink(root + "latest"); }));
    run.signal(SIGINT);
    const Results r = s.finish(run);
    INFO(r.transcript);
    CHECK(r.exit_code == 130);
    CHECK(r.count("not_run") == 2);
    CHECK(r.events("stopping").size() == 1);
}

TEST_CASE("a signal while a test program is listed leaves nothing", "[signals]") {
    Scenario s;
    const std::string program = s.path("program");
    write_file(program,
               "#!/bin/sh\nfor a; do case $a in --gtest_output=*) echo half >\"${a#*:}\" ;; esac; done\ntouch '" +
                   s.path("lists") + "'\nsleep 60\n");
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    s.plan.group("g").set("program", program).set("program_file", program).set("framework", "gtest");
    for (const int number : {SIGINT, SIGTERM}) {
        std::filesystem::remove(s.path("lists"));
        HelperRun run = s.start({"-j", "1"});
        REQUIRE(wait_until([&] { return s.has("lists"); }));
        CHECK_FALSE(std::filesystem::is_empty(s.temp_dir()));
        run.signal(number);
        CHECK(run.wait().signal == number);
        CHECK(std::filesystem::is_empty(s.temp_dir()));
        CHECK(wait_until([&] { return processes_with(s.mark()).empty(); }));
    }
}

TEST_CASE("a run that is over and waits for its reader is ended by Ctrl-C", "[signals]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "a", {});
    const FullPipe pipe;
    const RunOptions options{.before_exec = [&] { ::dup2(pipe.write_end, STDOUT_FILENO); }};
    std::string last_file = "summary.json";
    SECTION("there are results") {}
    SECTION("it has no place for temporary files, and gives up") {
        std::filesystem::remove_all(s.temp_dir());
        last_file = "journal.jsonl";
    }
    HelperRun run = s.start({"-j", "1"}, options);
    REQUIRE(wait_until([&] { return std::filesystem::exists(results_dir(s.build_dir()) + "/" + last_file); }));
    run.signal(SIGINT);
    CHECK(run.wait().signal == SIGINT);
}

TEST_CASE("the second signal kills at once, results are still written", "[signals]") {
    Scenario s;
    s.plan.group("g").set("workers", "1");
    s.plan.task("g", "a", {"ignore-term", "spawn-tree", "3", "touch", s.path("running"), "sleep", "60"})
        .set("cost", "9");
    s.plan.task("g", "b", {}).set("cost", "1");
    HelperRun run = s.start({"-j", "1", "--grace", "600"});
    REQUIRE(wait_until([&] { return s.has("running"); }));
    run.signal(SIGINT);
    REQUIRE(s.wait_for_event("stopping", "", ""));
    run.signal(SIGTERM);
    const Results r = s.finish(run);
    INFO(r.transcript);
    CHECK(r.exit_code == 130);  // The first decided.
    CHECK(r.count("not_run") == 2);
    REQUIRE(r.events("stopping").size() == 2);
    CHECK(r.events("stopping")[1].value("at_once", false));
}

TEST_CASE("many signals at once are no more than two", "[signals]") {
    Scenario s;
    add_work(s);
    HelperRun run = s.start({"-j", "1"});
    REQUIRE(wait_until([&] { return s.has("running"); }));
    for (int i = 0; i < 20; ++i) {
        run.signal_group(SIGINT);
    }
    const Results r = s.finish(run);
    INFO(r.transcript);
    CHECK(r.exit_code == 130);
    CHECK(r.count("declared") == 2);
}

TEST_CASE("the same signal within half a second is the same request", "[signals]") {
    Scenario s;
    add_work(s);
    HelperRun run = s.start({"-j", "1"});
    REQUIRE(wait_until([&] { return s.has("running"); }));
    run.signal(SIGTERM);
    REQUIRE(s.wait_for_event("stopping", "", ""));
    run.signal(SIGTERM);
    const Results r = s.finish(run);
    INFO(r.transcript);
    CHECK(r.exit_code == 128 + SIGTERM);
    const std::vector<Json> stops = r.events("stopping");
    REQUIRE_FALSE(stops.empty());
    if (stops.size() == 1) {
        CHECK(s.lines("log") == Words{"down"});
    } else {  // On a machine that took so long to send the second one.
        CHECK(stops[1].value("at", 0.0) - stops[0].value("at", 0.0) >= 0.5);
    }
}

TEST_CASE("the same signal later is a second one", "[signals]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "a", {"ignore-term", "touch", s.path("running"), "sleep", "60"});
    HelperRun run = s.start({"--grace", "600"});
    REQUIRE(wait_until([&] { return s.has("running"); }));
    run.signal(SIGTERM);
    REQUIRE(s.wait_for_event("stopping", "", ""));
    std::this_thread::sleep_for(std::chrono::milliseconds(600));
    run.signal(SIGTERM);
    const Results r = s.finish(run);
    INFO(r.transcript);
    REQUIRE(r.events("stopping").size() == 2);
    CHECK(r.events("stopping")[1].value("at_once", false));
}

TEST_CASE("Ctrl-C that is pressed twice kills, however soon", "[signals][terminal]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "a", {"ignore-term", "touch", s.path("running"), "sleep", "60"});
    const RunOptions options{.terminal = true};
    HelperRun run = s.start({"--grace", "600"}, options);
    REQUIRE(wait_until([&] { return s.has("running"); }));
    run.press_interrupt();
    REQUIRE(s.wait_for_event("stopping", "", ""));
    run.press_interrupt();
    const Results r = s.finish(run);
    INFO(r.transcript);
    CHECK(r.exit_code == 130);
    REQUIRE(r.events("stopping").size() == 2);
    CHECK(r.events("stopping")[1].value("at_once", false));
}

TEST_CASE("Ctrl-C on a terminal", "[signals][terminal]") {
    Scenario s;
    add_work(s);
    const RunOptions options{.terminal = true};
    HelperRun run = s.start({"-j", "1"}, options);
    REQUIRE(wait_until([&] { return s.has("running"); }));
    run.press_interrupt();
    const Results r = s.finish(run);
    INFO(r.transcript);
    CHECK(r.exit_code == 130);
    CHECK(s.lines("log") == Words{"down"});
}

TEST_CASE("a terminal that goes away ends the run as SIGHUP does", "[signals][terminal]") {
    Scenario s;
    add_work(s);
    const RunOptions options{.terminal = true};
    HelperRun run = s.start({"-j", "1"}, options);
    REQUIRE(wait_until([&] { return s.has("running"); }));
    run.shell().hang_up();
    CHECK(wait_until([&] { return processes_with(s.mark()).empty(); }));
    CHECK(s.lines("log") == Words{"down"});
    Results r;
    load_results(r, s.build_dir());
    check_accounting(r);
    CHECK(r.cause("g.runs") == "interrupted");
}

TEST_CASE("Ctrl-Z stops the tasks and the clocks, fg goes on", "[signals][terminal]") {
    Scenario s;
    s.plan.service("f", {"notify", "READY=1", "serve"}).set("ready_notify", "1");
    s.plan.group("g", "f").set("timeout", "2.5");
    s.plan.task("g", "a", {"pids", s.path("pid"), "touch", s.path("running"), "wait-file", s.path("go"), "60"});
    const RunOptions options{.terminal = true};
    HelperRun run = s.start({"-j", "1"}, options);
    REQUIRE(wait_until([&] { return s.has("running"); }));
    run.shell().press('\x1a');
    REQUIRE(wait_until([&] { return run.shell().stops() == 1; }));
    const pid_t task = pid_in(s, "pid");
    CHECK(wait_until([&] { return process_state(task) == 'T'; }));
    // Longer than the task's limit: with clocks that go on it would be a timeout.
    CHECK_FALSE(wait_until([&] { return process_state(task) != 'T'; }, 3));
    run.shell().foreground();
    CHECK(wait_until([&] { return process_state(task) != 'T'; }));
    s.touch("go");
    const Results r = s.finish(run);
    INFO(r.transcript);
    CHECK(r.exit_code == 0);
    CHECK(r.outcome("g.a") == "passed");
    CHECK(r.task("g.a").value("seconds", 99.0) < 3);
}

TEST_CASE("Ctrl-Z twice in one run, and Ctrl-C after fg", "[signals][terminal]") {
    Scenario s;
    add_work(s);
    const RunOptions options{.terminal = true};
    HelperRun run = s.start({"-j", "1"}, options);
    REQUIRE(wait_until([&] { return s.has("running"); }));
    for (int i = 1; i <= 2; ++i) {
        run.shell().press('\x1a');
        REQUIRE(wait_until([&] { return run.shell().stops() == i; }));
        run.shell().foreground();
        REQUIRE(wait_until([&] { return process_state(run.pid()) != 'T' && process_state(pid_in(s, "pid")) != 'T'; }));
    }
    run.press_interrupt();
    const Results r = s.finish(run);
    INFO(r.transcript);
    CHECK(r.exit_code == 130);
    CHECK(s.lines("log") == Words{"down"});
}

TEST_CASE("SIGUSR1 prints what is running now and changes nothing", "[signals]") {
    Scenario s;
    s.plan.group("g").set("workers", "2");
    for (const char* name : {"alpha", "beta"}) {
        s.plan.task("g", name,
                    {"barrier", s.path("both"), "2", "25", "pids", s.path(name), "wait-file", s.path("go"), "25"});
    }
    HelperRun run = s.start({"-j", "2"});
    REQUIRE(wait_until([&] { return s.has("alpha") && s.has("beta"); }));
    // Asked again until it is so: that the task runs may reach the session after the first signal.
    const bool shown = wait_until([&] {
        const std::string text = run.output();
        run.signal(SIGUSR1);
        return text.find("g.alpha") != std::string::npos && text.find("g.beta") != std::string::npos &&
               text.find(s.lines("alpha").at(0)) != std::string::npos;
    });
    CHECK(shown);
    s.touch("go");
    const Results r = s.finish(run);
    INFO(r.transcript);
    CHECK(r.exit_code == 0);
    CHECK(r.count("passed") == 2);
}

TEST_CASE("tasks do not take the terminal: one that reads from it does not stop", "[signals][terminal]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "a", {"stdin"});
    const RunOptions options{.terminal = true};
    const Results r = s.run({"-j", "1"}, options);
    INFO(r.transcript);
    CHECK(r.exit_code == 0);
    CHECK(r.output("g.a") == "stdin /dev/null 0 bytes\n");
}

}  // namespace pf::acceptance
