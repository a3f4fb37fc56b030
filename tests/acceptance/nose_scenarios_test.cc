// The scenarios of nose's own multiprocess tests, in the words of this project. The number is the row of the table in
// which they were collected; the name in brackets is nose's test.
#include <signal.h>
#include <sys/stat.h>

#include "tests/acceptance/support/scenario.h"

namespace pf::acceptance {
namespace {

std::string worker_of(const Results& r, const std::string& id) {
    const std::vector<Json> starts = r.events("task_started", "id", id);
    return starts.empty() ? "never started" : std::to_string(starts[0].value("worker", 0));
}

// All of `ids` in one worker, one after the other, in that order.
void check_unit(const Results& r, const Words& ids) {
    for (std::size_t i = 1; i < ids.size(); ++i) {
        INFO(ids[i - 1] << " and " << ids[i]);
        CHECK(worker_of(r, ids[i]) == worker_of(r, ids[0]));
        CHECK(r.position("task_ended", "id", ids[i - 1]) < r.position("task_started", "id", ids[i]));
    }
}

}  // namespace

TEST_CASE("nose 2.1 (test_class): a UNIT group sees its fixture up from the first task to the last",
          "[nose-scenarios][2.1]") {
    Scenario s;
    s.plan.fixture("counter")
        .command("setup", {"touch", s.path("live"), "append", s.path("log"), "up"})
        .command("teardown", {"remove", s.path("live"), "append", s.path("log"), "down"});
    s.plan.group("class", "counter").set("dispatch", "unit");
    for (const char* name : {"one", "two"}) {
        s.plan.task("class", name, {"expect-file", s.path("live"), "append", s.path("log"), name});
    }
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 0);
    CHECK(s.lines("log") == Words{"up", "one", "two", "down"});
    check_unit(r, {"class.one", "class.two"});
}

TEST_CASE("nose 2.2 (test_nameerror): a program that cannot be loaded is one result with its own diagnostic",
          "[nose-scenarios][2.2]") {
    Scenario s;
    s.plan.group("broken");
    s.plan.task("broken", "lists", {"err", "undefined_variable is not defined\n", "exit", "1"}).set("generator", "1");
    s.plan.program("broken", "absent", {s.path("no-such-program")});
    s.plan.group("sound");
    s.plan.task("sound", "a", {});
    PF_RUN(r, s, "-j", "2");
    CHECK(r.exit_code == 1);
    CHECK(r.count("declared") == 3);
    CHECK(r.outcome("broken.lists") == "failed");
    CHECK(r.output("broken.lists").find("undefined_variable is not defined") != std::string::npos);
    CHECK(r.transcript.find("undefined_variable is not defined") != std::string::npos);
    CHECK(r.reason("broken.absent").find("no-such-program") != std::string::npos);
    CHECK(r.outcome("sound.a") == "passed");
}

TEST_CASE("nose 2.3 (TestMPTimeout): a task over its limit is a timeout by name and the next one runs",
          "[nose-scenarios][2.3]") {
    Scenario s;
    s.plan.fixture("f").command("setup", {}).command("teardown", {});
    s.plan.group("timeout", "f").set("dispatch", "unit").set("timeout", "0.8");
    s.plan.task("timeout", "test_timeout", {"sleep", "60"});
    s.plan.task("timeout", "test_pass", {});
    PF_RUN(r, s, "-j", "1", "--grace", "1");
    CHECK(r.exit_code == 1);
    CHECK(r.outcome("timeout.test_timeout") == "timeout");
    CHECK(r.outcome("timeout.test_pass") == "passed");
    CHECK(r.count("declared") == 2);
    CHECK(r.transcript.find("timeout.test_timeout") != std::string::npos);
}

TEST_CASE("nose 2.4 (TestMPTimeoutPass): a limit that is not reached leaves no trace", "[nose-scenarios][2.4]") {
    Scenario s;
    s.plan.fixture("f").command("setup", {}).command("teardown", {});
    s.plan.group("g", "f").set("dispatch", "unit").set("timeout", "30");
    s.plan.task("g", "test_timeout", {"sleep", "0.1"});
    s.plan.task("g", "test_pass", {});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 0);
    CHECK(r.count("passed") == 2);
    CHECK(r.reason("g.test_timeout").empty());
    CHECK(r.transcript.find("TIMEOUT") == std::string::npos);
}

TEST_CASE("nose 2.5 (test_keyboardinterrupt): the first Ctrl-C ends, tears down and reports", "[nose-scenarios][2.5]") {
    Scenario s;
    s.plan.fixture("f")
        .command("setup", {"append", s.path("log"), "setup"})
        .command("teardown", {"append", s.path("log"), "teardown"});
    s.plan.group("g", "f").set("dispatch", "unit");
    s.plan.task("g", "test_timeout",
                {"append", s.path("log"), "test_timeout", "touch", s.path("running"), "sleep", "60", "append",
                 s.path("log"), "test_timeout_finished"});
    s.plan.task("g", "test_pass", {"append", s.path("log"), "test_pass"});
    HelperRun run = s.start({"-j", "1"});
    REQUIRE(wait_until([&] { return s.has("running"); }));
    run.signal_group(SIGINT);
    const Results r = s.finish(run);
    INFO(r.transcript);
    CHECK(r.exit_code == 130);
    CHECK(s.lines("log") == Words{"setup", "test_timeout", "teardown"});
    CHECK(r.outcome("g.test_timeout") == "not_run");
    CHECK(r.cause("g.test_timeout") == "interrupted");
    CHECK(r.outcome("g.test_pass") == "not_run");
    CHECK(r.count("declared") == 2);
}

TEST_CASE("nose 2.6 (test_keyboardinterrupt_twice): the second Ctrl-C ends the teardown too", "[nose-scenarios][2.6]") {
    Scenario s;
    s.plan.fixture("f")
        .command("setup", {})
        .command("teardown", {"append", s.path("log"), "teardown", "touch", s.path("tearing"), "ignore-term", "sleep",
                              "60", "append", s.path("log"), "teardown_finished"});
    s.plan.group("g", "f");
    s.plan.task("g", "test_timeout", {"touch", s.path("running"), "sleep", "60"});
    s.plan.task("g", "test_pass", {});
    const RunOptions options{.terminal = true};
    HelperRun run = s.start({"-j", "1", "--grace", "30"}, options);
    REQUIRE(wait_until([&] { return s.has("running"); }));
    run.press_interrupt();
    REQUIRE(wait_until([&] { return s.has("tearing"); }));
    run.press_interrupt();
    const Results r = s.finish(run);
    INFO(r.transcript);
    CHECK(r.exit_code == 130);
    CHECK(s.lines("log") == Words{"teardown"});
    CHECK(r.cause("g.test_timeout") == "interrupted");
    CHECK(r.count("not_run") == 2);
}

TEST_CASE("nose 2.7 (test_concurrent_shared): two tasks are inside a shared group at the same time",
          "[nose-scenarios][2.7]") {
    Scenario s;
    s.plan.fixture("package")
        .command("setup", {"append", s.path("log"), "up"})
        .command("teardown", {"append", s.path("log"), "down"});
    s.plan.group("g", "package").set("workers", "2");
    s.plan.task("g", "first", {"barrier", s.path("inside"), "2", "25"});
    s.plan.task("g", "second", {"barrier", s.path("inside"), "2", "25"});
    PF_RUN(r, s, "-j", "2");
    CHECK(r.exit_code == 0);
    CHECK(s.lines("log") == Words{"up", "down"});
    CHECK(worker_of(r, "g.first") != worker_of(r, "g.second"));
}

TEST_CASE("nose 2.7 (test_concurrent_shared): without -j there are as many jobs as processors",
          "[nose-scenarios][2.7]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "a", {"env", "PARALLEL_FIXTURES_WORKERS"});
    PF_RUN(r, s);
    CHECK(r.exit_code == 0);
    REQUIRE(r.events("run_started").size() == 1);
    const int jobs = r.events("run_started")[0].value("jobs", 1);
    CHECK(jobs >= 1);
    CHECK(r.output("g.a") == "PARALLEL_FIXTURES_WORKERS=" + std::to_string(jobs) + "\n");
}

TEST_CASE("nose 2.8 (doctest test_shared): set-up before all tasks, teardown after all, each once",
          "[nose-scenarios][2.8]") {
    Scenario s;
    s.plan.fixture("shared")
        .command("setup", {"append", s.path("flag"), "called", "append", s.path("log"), "up"})
        .command("teardown", {"remove", s.path("flag"), "append", s.path("log"), "down"});
    s.plan.group("g", "shared");
    for (const char* name : {"a", "b", "c"}) {
        s.plan.task("g", name, {"expect-text", s.path("flag"), "called", "append", s.path("log"), "task"});
    }
    PF_RUN(r, s, "-j", "2");
    CHECK(r.exit_code == 0);
    CHECK(s.lines("log") == Words{"up", "task", "task", "task", "down"});
}

TEST_CASE("nose 2.9 (doctest test_not_shared): all of a UNIT runs in one worker, in order", "[nose-scenarios][2.9]") {
    Scenario s;
    s.plan.fixture("f").command("setup", {}).command("teardown", {});
    s.plan.group("g", "f").set("dispatch", "unit");
    for (const char* name : {"z", "m", "a"}) {
        s.plan.task("g", name, {"append", s.path("log"), name});
    }
    PF_RUN(r, s, "-j", "4");
    CHECK(r.exit_code == 0);
    CHECK(s.lines("log") == Words{"z", "m", "a"});
    check_unit(r, {"g.z", "g.m", "g.a"});
}

TEST_CASE("nose 2.10 (doctest test_can_split): SCOPE TASK sets up for every task, which a bad fixture notices",
          "[nose-scenarios][2.10]") {
    Scenario s;
    // Not re-entrant: a second set-up at the same time fails.
    s.plan.fixture("f")
        .set("scope", "task")
        .command("setup", {"expect-no-file", s.path("lock"), "touch", s.path("lock"), "append", s.path("log"), "up"})
        .command("teardown", {"append", s.path("log"), "down"});
    s.plan.group("g", "f");
    for (const char* name : {"a", "b", "c"}) {
        s.plan.task("g", name, {});
    }
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 3);
    CHECK(r.count("passed") == 1);
    CHECK(r.count("not_run") == 2);
    CHECK(r.events("setup_ended").size() == 3);
}

TEST_CASE("nose 2.11 (issue 270): an outer fixture with tasks only in nested groups", "[nose-scenarios][2.11]") {
    Scenario s;
    s.plan.fixture("package")
        .command("setup", {"touch", s.path("package"), "append", s.path("log"), "package up"})
        .command("teardown", {"append", s.path("log"), "package down"});
    s.plan.fixture("module").set("parent", "package").command("setup", {"expect-file", s.path("package")});
    s.plan.group("g", "module");
    s.plan.task("g", "a", {"expect-file", s.path("package")});
    s.plan.task("g", "b", {"expect-file", s.path("package")});
    PF_RUN(r, s, "-j", "2");
    CHECK(r.exit_code == 0);
    CHECK(r.count("passed") == 2);
    CHECK(s.lines("log") == Words{"package up", "package down"});
}

TEST_CASE("nose 2.12 (next_batch_with_classes): a UNIT is one item, plain tasks are one each",
          "[nose-scenarios][2.12]") {
    Scenario s;
    s.plan.fixture("f").command("setup", {}).command("teardown", {});
    s.plan.group("unit", "f").set("dispatch", "unit");
    s.plan.group("plain");
    const Words meet{"barrier", s.path("three"), "3", "25"};
    s.plan.task("unit", "first", meet);
    s.plan.task("unit", "second", {});
    s.plan.task("plain", "a", meet);
    s.plan.task("plain", "b", meet);
    PF_RUN(r, s, "-j", "3");
    CHECK(r.exit_code == 0);
    check_unit(r, {"unit.first", "unit.second"});
}

TEST_CASE("nose 2.13 (next_batch_with_module_fixt): one unit over everything is one item", "[nose-scenarios][2.13]") {
    Scenario s;
    s.plan.fixture("module").command("setup", {}).command("teardown", {});
    s.plan.group("g", "module").set("dispatch", "unit");
    for (const char* name : {"a", "b", "c", "d"}) {
        s.plan.task("g", name, {"exclusive", s.path("alone"), "0.05"});
    }
    PF_RUN(r, s, "-j", "4");
    CHECK(r.exit_code == 0);
    check_unit(r, {"g.a", "g.b", "g.c", "g.d"});
}

TEST_CASE("nose 2.14 (next_batch_with_module): units of two groups run beside each other", "[nose-scenarios][2.14]") {
    Scenario s;
    s.plan.fixture("f").command("setup", {}).command("teardown", {});
    const Words meet{"barrier", s.path("three"), "3", "25"};
    s.plan.group("plain");
    s.plan.group("class", "f").set("dispatch", "unit");
    s.plan.group("other").set("dispatch", "unit");
    s.plan.task("plain", "a", meet);
    s.plan.task("class", "a", meet);
    s.plan.task("class", "b", {});
    s.plan.task("other", "a", meet);
    s.plan.task("other", "b", {});
    PF_RUN(r, s, "-j", "3");
    CHECK(r.exit_code == 0);
    check_unit(r, {"class.a", "class.b"});
    check_unit(r, {"other.a", "other.b"});
}

TEST_CASE("nose 2.15 (next_batch_with_generator_method): generated tasks are spread, in a UNIT they are not",
          "[nose-scenarios][2.15]") {
    Scenario s;
    const auto line = [&](const std::string& name, const Words& words) {
        return Json{{"name", name}, {"command", child(words)}}.dump();
    };
    const Words meet{"barrier", s.path("two"), "2", "25"};
    s.plan.group("spread");
    s.plan.task("spread", "gen", {"print-line", line("a", meet), "print-line", line("b", meet)}).set("generator", "1");
    s.plan.group("unit").set("dispatch", "unit");
    s.plan.task("unit", "gen", {"print-line", line("a", {}), "print-line", line("b", {})}).set("generator", "1");
    PF_RUN(r, s, "-j", "2");
    CHECK(r.exit_code == 0);
    CHECK(r.count("declared") == 6);
    check_unit(r, {"unit.gen", "unit.a", "unit.b"});
}

TEST_CASE("nose 2.16 (next_batch_can_split_set): an inner UNIT stays whole under an outer shared fixture",
          "[nose-scenarios][2.16]") {
    Scenario s;
    s.plan.fixture("module").command("setup", {}).command("teardown", {});
    s.plan.fixture("class").set("parent", "module").command("setup", {}).command("teardown", {});
    const Words meet{"barrier", s.path("three"), "3", "25"};
    s.plan.group("plain", "module");
    s.plan.group("unit", "class").set("dispatch", "unit");
    s.plan.task("plain", "a", meet);
    s.plan.task("plain", "b", meet);
    s.plan.task("unit", "a", meet);
    s.plan.task("unit", "b", {});
    PF_RUN(r, s, "-j", "3");
    CHECK(r.exit_code == 0);
    check_unit(r, {"unit.a", "unit.b"});
    CHECK(r.fixture("module").value("setups", 0) == 1);
}

TEST_CASE("nose 2.17 (mp_process_args_pickleable): every attribute of a task arrives as it was declared",
          "[nose-scenarios][2.17]") {
    Scenario s;
    const Words odd{
        "a b",      "semi;colon",           "quo\"te's", "[brackets", "]", "back\\slash\\", "new\nline", "tab\t", "",
        "$HOME %s", "\xc3\xa9\xe2\x82\xac", "--"};
    Words words;
    std::string printed;
    for (const std::string& text : odd) {
        words.insert(words.end(), {"print-line", text});
        printed += text + "\n";
    }
    words.insert(words.end(), {"env", "ODD", "env", "LIST", "cwd"});
    const std::string directory = s.path("a dir; [x]");
    ::mkdir(directory.c_str(), 0755);
    s.plan.group("g").set("label", "slow ones").set("label", "a;b").set("env", "ODD=group").set("lock", "the lock");
    s.plan.task("g", "odd [name]; \"x\" \\ \xc3\xa9", words)
        .set("label", "own")
        .set("env", "ODD=\"q\" \\ $x")
        .set("env_mod", "LIST=path_list_append:two")
        .set("processors", "2")
        .set("timeout", "30")
        .set("cwd", directory)
        .set("source", "dir/CMakeLists.txt:12");
    const RunOptions options{.environment = {"LIST=one"}};
    const Results r = s.run({"-j", "2"}, options);
    INFO(r.transcript);
    const std::string id = "g.odd [name]; \"x\" \\ \xc3\xa9";
    CHECK(r.exit_code == 0);
    CHECK(r.output(id) == printed + "ODD=\"q\" \\ $x\nLIST=one:two\n" + directory + "\n");
    const Json declared = r.events("task_declared", "id", id).at(0);
    CHECK(declared.at("command").get<Words>() == child(words));
    CHECK(declared.at("labels").get<Words>() == Words{"a;b", "g", "own", "parallel", "slow ones"});
    CHECK(declared.at("environment").get<Words>() == Words{"ODD=group", "ODD=\"q\" \\ $x"});
    CHECK(Results::text(declared, "working_directory") == directory);
    CHECK(Results::text(declared, "source") == "dir/CMakeLists.txt:12");
    CHECK(declared.value("processors", 1) == 2);
    CHECK(declared.value("timeout", 0.0) == 30);
}

}  // namespace pf::acceptance
