// --no-fork and --debugger: one task on the caller's terminal.
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "tests/acceptance/support/promises.h"
#include "tests/acceptance/support/scenario.h"

namespace pf::acceptance {
namespace {

const RunOptions kTerminal{.terminal = true};

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

pid_t pid_in(const Scenario& s, const std::string& name) {
    return static_cast<pid_t>(std::strtol(s.lines(name).at(0).c_str(), nullptr, 10));
}

// A fixture whose teardown is logged, and a task on it.
void add_task(Scenario& s, const Words& words) {
    s.plan.fixture("f")
        .command("setup", {"write-env", "KEY", "value"})
        .command("teardown", {"append", s.path("log"), "down"});
    s.plan.group("g", "f");
    s.plan.task("g", "a", words);
}

void press_keys(HelperRun& run, const std::string& keys) {
    for (const char key : keys) {
        run.shell().press(key);
    }
}

}  // namespace

TEST_CASE("--no-fork: stdin, stdout and stderr are the caller's, nothing is captured", "[foreground]") {
    Scenario s;
    write_file(s.path("typed"), "some words\nmore");
    add_task(s, {"read-line", "some words", "print-line", "on stdout", "err", "on stderr\n"});
    const RunOptions options{.before_exec = [&] { ::dup2(::open(s.path("typed").c_str(), O_RDONLY), 0); }};
    const Results r = s.run({"--no-fork"}, options);
    INFO(r.transcript);
    CHECK(r.exit_code == 0);
    CHECK(r.outcome("g.a") == "passed");
    CHECK(contains(r.transcript, "read some words\non stdout\non stderr\n"));
    CHECK(contains(r.output("g.a"), "not captured"));
    CHECK(contains(read_file(r.directory + "/junit.xml"), "not captured"));
    CHECK(contains(read_file(r.directory + "/Test.xml"), "not captured"));
    CHECK(s.lines("log") == Words{"down"});
}

TEST_CASE("--no-fork: the whole chain of fixtures is set up around the task, with all its variables", "[foreground]") {
    Scenario s;
    s.plan.fixture("outer").command("setup", {"write-env", "OUTER", "o"});
    s.plan.service("service", {"listen", "env:SERVICE_PORT", "serve"}).set("parent", "outer").set("ready_port", "auto");
    s.plan.fixture("inner")
        .set("parent", "service")
        .set("scope", "worker")
        .command("setup", {"write-env", "INNER", "i"});
    s.plan.fixture("own").set("parent", "inner").set("scope", "task").command("setup", {"write-env", "OWN", "t"});
    s.plan.group("g", "own").set("env", "GROUP=g").set("cwd", s.temp_dir()).set("dispatch", "unit");
    s.plan.task("g", "before", {"append", s.path("log"), "ran"});
    s.plan
        .task("g", "a",
              {"expect-env",
               "OUTER",
               "o",
               "expect-env",
               "INNER",
               "i",
               "expect-env",
               "OWN",
               "t",
               "expect-env",
               "GROUP",
               "g",
               "expect-env",
               "TASK",
               "yes",
               "expect-env",
               "PARALLEL_FIXTURES_TASK",
               "g.a",
               "expect-env",
               "PARALLEL_FIXTURES_WORKER",
               "0",
               "expect-env",
               "PARALLEL_FIXTURES_ATTEMPT",
               "1",
               "connect",
               "env:SERVICE_PORT",
               "5",
               "touch",
               "env:PARALLEL_FIXTURES_TMPDIR/here",
               "cwd"})
        .set("env", "TASK=yes");
    PF_RUN(r, s, "--no-fork", "-R", "^g\\.a$");
    CHECK(r.exit_code == 0);
    CHECK(r.count("declared") == 1);
    CHECK(contains(r.transcript, s.temp_dir() + "\n"));
    CHECK_FALSE(s.has("log"));
    for (const char* name : {"outer", "service", "inner", "own"}) {
        CHECK(r.fixture(name).value("setups", 0) == 1);
        CHECK(r.fixture(name).value("teardowns", 0) == 1);
    }
}

TEST_CASE("--no-fork: neither a timeout nor retries nor a slow flag", "[foreground]") {
    Scenario s;
    s.plan.group("g").set("timeout", "0.1").set("retries", "3");
    s.plan.task("g", "a", {"append", s.path("log"), "ran", "sleep", "0.4", "exit", "1"}).set("timeout", "0.1");
    PF_RUN(r, s, "--no-fork", "--timeout", "0.1", "--slow", "0.1");
    CHECK(r.exit_code == 1);
    CHECK(r.outcome("g.a") == "failed");
    CHECK(r.reason("g.a") == "exit code 1");
    CHECK(s.lines("log") == Words{"ran"});
    CHECK(r.events("task_slow").empty());
}

TEST_CASE("--no-fork: a set-up keeps its timeout, and the task is not run", "[foreground]") {
    Scenario s;
    s.plan.fixture("f").set("setup_timeout", "0.2").command("setup", {"sleep", "60"});
    s.plan.group("g", "f");
    s.plan.task("g", "a", {"append", s.path("log"), "ran"});
    PF_RUN(r, s, "--no-fork", "--grace", "0.2");
    CHECK(r.exit_code == 3);
    CHECK(r.outcome("g.a") == "not_run");
    CHECK_FALSE(s.has("log"));
}

TEST_CASE("--no-fork: the usual rules for exit codes, signals and expressions", "[foreground]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "crashes", {"segv"});
    s.plan.task("g", "skips", {"exit", "7"}).set("skip_return_code", "7");
    s.plan.task("g", "will-fail", {"exit", "1"}).set("will_fail", "1");
    s.plan.task("g", "expects", {"print-line", "it works"}).set("pass_regex", "works");
    const auto outcome_of = [&](const std::string& name, int exit_code) {
        const Results r = s.run({"--no-fork", "-R", "^g\\." + name + "$"});
        INFO(r.transcript);
        CHECK(r.exit_code == exit_code);
        return r.outcome("g." + name) + ": " + r.reason("g." + name);
    };
    CHECK(outcome_of("crashes", 1) == "crashed: killed by SIGSEGV");
    CHECK(outcome_of("skips", 0) == "skipped: exit code 7");
    CHECK(outcome_of("will-fail", 0) == "passed: ");
    CHECK(outcome_of("expects", 1) ==
          "failed: PASS_REGULAR_EXPRESSION: the output was not captured, so it cannot be searched");
}

TEST_CASE("--no-fork: exactly one task, else one clear error", "[foreground]") {
    Scenario s;
    s.plan.fixture("f").command("setup", {"append", s.path("log"), "up"});
    s.plan.group("g", "f");
    for (const char* name : {"a.1", "a.2", "a.3", "a.4", "a.5"}) {
        s.plan.task("g", name, {});
    }
    s.plan.task("g", "gen", {}).set("generator", "1");
    s.plan.write(s.build_dir());
    const Results none = s.helper({"run", s.build_dir(), "--no-fork", "-R", "nothing"});
    CHECK(none.exit_code == 4);
    const Results many = s.helper({"run", s.build_dir(), "--no-fork", "-R", "^g\\.a"});
    CHECK(many.exit_code == 2);
    CHECK(
        many.transcript ==
        "parallel-fixtures: --no-fork and --debugger run one task, but 5 are selected: g.a.1, g.a.2, g.a.3 and 2 more; "
        "select one, for example with -R '^g\\.a\\.1$'\n");
    const Results generator = s.helper({"run", s.build_dir(), "--no-fork", "-R", "gen"});
    CHECK(generator.exit_code == 2);
    CHECK(contains(generator.transcript, "cannot run g.gen: it is a GENERATOR"));
    const Results debugger = s.helper({"run", s.build_dir(), "--debugger", "no-such-debugger", "-R", "a.1"});
    CHECK(debugger.exit_code == 2);
    CHECK(contains(debugger.transcript, "there is no program no-such-debugger"));
    CHECK_FALSE(s.has("log"));
}

TEST_CASE("--no-fork: what the task leaves behind is killed and named", "[foreground]") {
    Scenario s;
    add_task(s, {"daemon", "sleep", "60", "end", "spawn-tree", "2"});
    PF_RUN(r, s, "--no-fork");
    CHECK(r.exit_code == 0);
    CHECK(r.is_leaked("g.a"));
}

TEST_CASE("--no-fork without a terminal: a signal to the helper ends the task and tears down", "[foreground]") {
    Scenario s;
    add_task(s, {"touch", s.path("running"), "sleep", "60"});
    HelperRun run = s.start({"--no-fork"});
    REQUIRE(wait_until([&] { return s.has("running"); }));
    run.signal(SIGINT);
    const Results r = s.finish(run);
    INFO(r.transcript);
    CHECK(r.exit_code == 130);
    CHECK(r.cause("g.a") == "interrupted");
    CHECK(s.lines("log") == Words{"down"});
}

TEST_CASE("--no-fork on a terminal: what is typed goes to the task", "[foreground][terminal]") {
    Scenario s;
    add_task(s, {"expect-foreground", "touch", s.path("running"), "read-line", "typed words"});
    HelperRun run = s.start({"--no-fork"}, kTerminal);
    REQUIRE(wait_until([&] { return s.has("running"); }));
    press_keys(run, "typed words\n");
    const Results r = s.finish(run);
    INFO(r.transcript);
    CHECK(r.exit_code == 0);
    CHECK(contains(r.transcript, "read typed words"));
}

TEST_CASE("--no-fork on a terminal: Ctrl-C ends the task only, and that is what is reported",
          "[foreground][terminal]") {
    Scenario s;
    add_task(s, {"touch", s.path("running"), "sleep", "60"});
    HelperRun run = s.start({"--no-fork"}, kTerminal);
    REQUIRE(wait_until([&] { return s.has("running"); }));
    run.shell().press('\x03');
    const Results r = s.finish(run);
    INFO(r.transcript);
    CHECK(r.exit_code == 1);
    CHECK(r.outcome("g.a") == "crashed");
    CHECK(r.reason("g.a") == "killed by SIGINT");
    CHECK(s.lines("log") == Words{"down"});
}

TEST_CASE("--no-fork on a terminal: a task may take Ctrl-C for itself", "[foreground][terminal]") {
    Scenario s;
    add_task(s, {"hold-signal", "2", "touch", s.path("running"), "await-signal", "2"});
    HelperRun run = s.start({"--no-fork"}, kTerminal);
    REQUIRE(wait_until([&] { return s.has("running"); }));
    run.shell().press('\x03');
    const Results r = s.finish(run);
    INFO(r.transcript);
    CHECK(r.exit_code == 0);
    CHECK(r.outcome("g.a") == "passed");
}

TEST_CASE("--no-fork on a terminal: Ctrl-C in a teardown is the run's again", "[foreground][terminal]") {
    Scenario s;
    s.plan.fixture("f").command("setup", {}).command("teardown", {"touch", s.path("leaving"), "sleep", "60"});
    s.plan.group("g", "f");
    s.plan.task("g", "a", {"expect-foreground"});
    HelperRun run = s.start({"--no-fork", "--grace", "0.2"}, kTerminal);
    REQUIRE(wait_until([&] { return s.has("leaving"); }));
    run.press_interrupt();
    REQUIRE(s.wait_for_event("stopping", "", ""));
    run.press_interrupt();
    const Results r = s.finish(run);
    INFO(r.transcript);
    CHECK(r.exit_code == 130);
    CHECK(r.outcome("g.a") == "passed");
}

TEST_CASE("--no-fork on a terminal: Ctrl-Z stops all of it, fg gives the terminal to the task again",
          "[foreground][terminal]") {
    Scenario s;
    s.plan.service("f", {"notify", "READY=1", "pids", s.path("service"), "serve"}).set("ready_notify", "1");
    s.plan.group("g", "f");
    s.plan.task("g", "a",
                {"pids", s.path("pid"), "touch", s.path("running"), "wait-file", s.path("go"), "60",
                 "expect-foreground", "touch", s.path("reading"), "read-line", "after"});
    HelperRun run = s.start({"--no-fork"}, kTerminal);
    REQUIRE(wait_until([&] { return s.has("running"); }));
    for (int i = 1; i <= 2; ++i) {
        run.shell().press('\x1a');
        REQUIRE(wait_until([&] { return run.shell().stops() == i; }));
        CHECK(wait_until([&] { return process_state(pid_in(s, "pid")) == 'T'; }));
        CHECK(wait_until([&] { return process_state(pid_in(s, "service")) == 'T'; }));
        run.shell().foreground();
        CHECK(wait_until([&] { return process_state(pid_in(s, "pid")) != 'T'; }));
        CHECK(wait_until([&] { return process_state(pid_in(s, "service")) != 'T'; }));
    }
    s.touch("go");
    REQUIRE(wait_until([&] { return s.has("reading"); }));
    press_keys(run, "after\n");
    const Results r = s.finish(run);
    INFO(r.transcript);
    CHECK(r.exit_code == 0);
    CHECK(r.outcome("g.a") == "passed");
}

TEST_CASE("--no-fork on a terminal that goes away: the task hears SIGHUP, the fixture is torn down",
          "[foreground][terminal]") {
    Scenario s;
    add_task(s, {"touch", s.path("running"), "sleep", "60"});
    HelperRun run = s.start({"--no-fork"}, kTerminal);
    REQUIRE(wait_until([&] { return s.has("running"); }));
    run.shell().hang_up();
    CHECK(wait_until([&] { return processes_with(s.mark()).empty(); }));
    CHECK(s.lines("log") == Words{"down"});
}

TEST_CASE("--no-fork: nobody outlives a helper that is killed", "[foreground][terminal]") {
    Scenario s;
    add_task(s, {"spawn-tree", "2", "daemon", "sleep", "60", "end", "touch", s.path("running"), "sleep", "60"});
    HelperRun run = s.start({"--no-fork"}, kTerminal);
    REQUIRE(wait_until([&] { return s.has("running"); }));
    run.signal(SIGKILL);
    CHECK(run.wait().signal == SIGKILL);
    check_gone(s.mark());
}

TEST_CASE("--no-fork: a supervisor that is killed is reported, and the terminal comes back", "[foreground][terminal]") {
    Scenario s;
    s.plan.fixture("f").command("setup", {}).command("teardown", {"touch", s.path("leaving"), "sleep", "60"});
    s.plan.group("g", "f");
    s.plan.task("g", "a", {"spawn-tree", "2", "kill-parent", "9", "sleep", "60"});
    HelperRun run = s.start({"--no-fork", "--grace", "0.2"}, kTerminal);
    REQUIRE(wait_until([&] { return s.has("leaving"); }));
    run.press_interrupt();
    REQUIRE(s.wait_for_event("stopping", "", ""));
    run.press_interrupt();
    const Results r = s.finish(run);
    INFO(r.transcript);
    CHECK(r.exit_code == 130);
    CHECK(r.outcome("g.a") == "crashed");
    CHECK(r.cause("g.a") == "worker_died");
}

TEST_CASE("--debugger: a command line before the task's own", "[foreground][debugger]") {
    Scenario s;
    add_task(s, {"expect-env", "ADDED", "two words", "expect-env", "KEY", "value"});
    PF_RUN(r, s, "--debugger", "env 'ADDED=two words'");
    CHECK(r.exit_code == 0);
    CHECK(r.outcome("g.a") == "passed");
    CHECK(s.lines("log") == Words{"down"});
}

TEST_CASE("--debugger gdb: a breakpoint stops in the task, whose end decides", "[foreground][debugger][gdb]") {
    const std::string gdb = PF_GDB;
    if (gdb.empty()) {
        WARN("skipped: there is no gdb");
        return;
    }
    Scenario s;
    add_task(s, {"print-line", "in the task", "exit", "7"});
    const std::string batch =
        gdb + " -nx -batch --return-child-result -ex 'break pf::child::run_words' -ex run -ex bt ";
    const Results finished = s.run({"--debugger", batch + "-ex delete -ex continue --args"});
    INFO(finished.transcript);
    CHECK(contains(finished.transcript, "pf::child::run_words"));
    CHECK(contains(finished.transcript, "in the task"));
    CHECK(finished.exit_code == 1);
    CHECK(finished.reason("g.a") == "exit code 7");
    const Results cut_short = s.run({"--debugger", batch + "--args"});
    INFO(cut_short.transcript);
    CHECK_FALSE(contains(cut_short.transcript, "in the task"));
    CHECK(cut_short.outcome("g.a") == "failed");
    CHECK(s.lines("log") == Words{"down", "down"});
}

TEST_CASE("--debugger gdb on a terminal: Ctrl-C interrupts the task for gdb, which is asked on", "[foreground][gdb]") {
    const std::string gdb = PF_GDB;
    if (gdb.empty()) {
        WARN("skipped: there is no gdb");
        return;
    }
    Scenario s;
    add_task(s, {"touch", s.path("running"), "sleep", "60"});
    HelperRun run = s.start({"--debugger", gdb}, kTerminal);
    REQUIRE(wait_until([&] { return contains(run.output(), "(gdb) "); }));
    press_keys(run, "set confirm off\nrun\n");
    REQUIRE(wait_until([&] { return s.has("running"); }));
    run.shell().press('\x03');
    REQUIRE(wait_until([&] { return contains(run.output(), "received signal SIGINT"); }));
    press_keys(run, "quit\n");
    const Results r = s.finish(run);
    INFO(r.transcript);
    CHECK(r.exit_code == 1);
    CHECK(r.outcome("g.a") == "failed");
    CHECK(s.lines("log") == Words{"down"});
}

}  // namespace pf::acceptance
