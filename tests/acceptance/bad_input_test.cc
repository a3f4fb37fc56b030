// Bad input: each with one clear error that says what and where, nothing lost, nothing left.
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <functional>

#include "tests/acceptance/support/scenario.h"

namespace pf::acceptance {
namespace {

// A plan with one task that must not run.
void add_task(Scenario& s) {
    s.plan.fixture("f").command("setup", {"touch", s.path("up")});
    s.plan.group("g", "f");
    s.plan.task("g", "a", {"touch", s.path("ran")});
}

// The helper refuses: exit 2, `word` in its one error, nothing started, no results of this run.
void check_refused(Scenario& s, const Words& args, const Words& words) {
    const Results r = s.helper(args);
    INFO(r.transcript);
    CHECK(r.exit_code == 2);
    for (const std::string& word : words) {
        INFO("expected: " << word);
        CHECK(r.transcript.find(word) != std::string::npos);
    }
    CHECK(std::count(r.transcript.begin(), r.transcript.end(), '\n') <= 4);
    CHECK_FALSE(s.has("up"));
    CHECK_FALSE(s.has("ran"));
}

// Writes the plan, lets `damage` change the text of its part, and expects a refusal.
void check_damaged(const std::function<void(std::string&)>& damage, const Words& words) {
    Scenario s;
    add_task(s);
    s.plan.write(s.build_dir());
    std::string text = s.plan.part(s.build_dir());
    damage(text);
    write_file(part_path(s.build_dir()), text);
    check_refused(s, {"run", s.build_dir()}, words);
}

void replace(std::string& text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
}

void insert_before_end(std::string& text, const std::string& records, int count) {
    const std::size_t at = text.rfind("end\x1f");
    text = text.substr(0, at) + records + plan_entry("end", std::to_string(3 + count));
}

}  // namespace

TEST_CASE("a build directory without a plan, or that does not exist", "[bad]") {
    Scenario s;
    check_refused(s, {"run", s.build_dir()}, {s.build_dir()});
    check_refused(s, {"run", s.path("nowhere")}, {s.path("nowhere")});
    check_refused(s, {"list", s.path("nowhere")}, {s.path("nowhere")});
}

TEST_CASE("a plan that cannot be read", "[bad]") {
    Scenario s;
    add_task(s);
    s.plan.write(s.build_dir());
    SECTION("the part is gone") {
        std::filesystem::remove(part_path(s.build_dir()));
        check_refused(s, {"run", s.build_dir()}, {"part-0"});
    }
    SECTION("the part is a directory") {
        std::filesystem::remove(part_path(s.build_dir()));
        std::filesystem::create_directory(part_path(s.build_dir()));
        check_refused(s, {"run", s.build_dir()}, {"part-0"});
    }
    SECTION("the index is cut") {
        write_file(plan_path(s.build_dir()), plan_entry("parallel-fixtures-plan", "1"));
        check_refused(s, {"run", s.build_dir()}, {plan_path(s.build_dir())});
    }
    SECTION("the index is empty") {
        write_file(plan_path(s.build_dir()), "");
        check_refused(s, {"run", s.build_dir()}, {plan_path(s.build_dir())});
    }
    SECTION("the index is from a newer version") {
        write_file(plan_path(s.build_dir()),
                   plan_entry("parallel-fixtures-plan", "2") + plan_entry("config", "") + plan_entry("end", "0"));
        check_refused(s, {"run", s.build_dir()}, {plan_path(s.build_dir()), "version"});
    }
}

TEST_CASE("a truncated part is refused wherever it is cut", "[bad]") {
    Scenario s;
    add_task(s);
    s.plan.write(s.build_dir());
    const std::string whole = s.plan.part(s.build_dir());
    for (std::size_t size = 0; size < whole.size(); size += 1 + whole.size() / 25) {
        INFO("cut to " << size << " of " << whole.size());
        write_file(part_path(s.build_dir()), whole.substr(0, size));
        check_refused(s, {"run", s.build_dir()}, {part_path(s.build_dir())});
    }
}

TEST_CASE("entries that the format does not have are refused by name", "[bad]") {
    check_damaged(
        [](std::string& text) {
            replace(text,
                    "name\x1f"
                    "a",
                    "nmae\x1f"
                    "a");
        },
        {"nmae"});
    check_damaged(
        [](std::string& text) {
            replace(text,
                    "kind\x1f"
                    "command",
                    "kind\x1f"
                    "magic");
        },
        {"magic", "f"});
    check_damaged(
        [](std::string& text) {
            insert_before_end(text, plan_entry("task", "nogroup") + plan_entry("name", "x") + plan_entry("arg", "y"),
                              1);
        },
        {"nogroup"});
    check_damaged(
        [](std::string& text) {
            insert_before_end(text, plan_entry("group", "h") + plan_entry("bindir", "/") + plan_entry("on", "later"),
                              1);
        },
        {"later"});
    check_damaged(
        [](std::string& text) {
            insert_before_end(
                text, plan_entry("fixture", "x") + plan_entry("bindir", "/") + plan_entry("parent", "later"), 1);
        },
        {"later"});
    check_damaged(
        [](std::string& text) { insert_before_end(text, plan_entry("task", "g") + plan_entry("name", "x"), 1); },
        {"g.x"});
    check_damaged(
        [](std::string& text) {
            insert_before_end(text,
                              plan_entry("task", "g") + plan_entry("name", "x") + plan_entry("arg", "y") +
                                  plan_entry("timeout", "soon"),
                              1);
        },
        {"timeout", "soon"});
    check_damaged(
        [](std::string& text) {
            insert_before_end(text,
                              plan_entry("task", "g") + plan_entry("name", "x") + plan_entry("arg", "y") +
                                  plan_entry("processors", "-1"),
                              1);
        },
        {"processors", "-1"});
    check_damaged(
        [](std::string& text) {
            replace(text,
                    "parallel-fixtures-part\x1f"
                    "1",
                    "parallel-fixtures-part\x1f"
                    "9");
        },
        {"part-0", "version"});
}

TEST_CASE("duplicate, reserved and wider-scoped declarations are refused by name", "[bad]") {
    Scenario s;
    add_task(s);
    SECTION("fixture twice") {
        s.plan.fixture("f");
        s.plan.write(s.build_dir());
        check_refused(s, {"run", s.build_dir()}, {"f"});
    }
    SECTION("group twice") {
        s.plan.group("g");
        s.plan.write(s.build_dir());
        check_refused(s, {"run", s.build_dir()}, {"g"});
    }
    SECTION("a scope wider than the parent's") {
        s.plan.fixture("narrow").set("scope", "task");
        s.plan.fixture("wide").set("parent", "narrow").set("scope", "run");
        s.plan.write(s.build_dir());
        check_refused(s, {"run", s.build_dir()}, {"wide", "narrow"});
    }
    SECTION("the same id by another split of the name") {
        s.plan.group("g.b");
        s.plan.task("g", "b.c", {});
        s.plan.task("g.b", "c", {});
        s.plan.write(s.build_dir());
        check_refused(s, {"run", s.build_dir()}, {"g.b.c"});
    }
}

TEST_CASE("-j 0, negative, huge or no number", "[bad]") {
    Scenario s;
    add_task(s);
    s.plan.write(s.build_dir());
    for (const std::string& jobs : {std::string("0"), std::string("-1"), std::string("many"), std::string("1.5"),
                                    std::string("99999999999999999999"), std::string("2000000000"), std::string("")}) {
        INFO(jobs);
        check_refused(s, {"run", s.build_dir(), "-j", jobs}, {"-j"});
    }
}

TEST_CASE("unknown options and commands, missing and bad values", "[bad]") {
    Scenario s;
    add_task(s);
    s.plan.write(s.build_dir());
    check_refused(s, {"run", s.build_dir(), "--no-such-option"}, {"--no-such-option"});
    check_refused(s, {"run", s.build_dir(), "-R"}, {"-R"});
    check_refused(s, {"run", s.build_dir(), "--timeout", "soon"}, {"--timeout"});
    check_refused(s, {"run", s.build_dir(), "--timeout", "-3"}, {"--timeout"});
    check_refused(s, {"run", s.build_dir(), "--repeat", "sometimes:3"}, {"--repeat"});
    check_refused(s, {"run", s.build_dir(), "--repeat", "until-pass:0"}, {"--repeat"});
    check_refused(s, {"run", s.build_dir(), "--grace", "-1"}, {"--grace"});
    check_refused(s, {"dance"}, {"dance"});
}

TEST_CASE("a regular expression that does not compile is quoted with the place", "[bad]") {
    Scenario s;
    add_task(s);
    s.plan.write(s.build_dir());
    for (const char* option : {"-R", "-E", "-L", "-LE"}) {
        check_refused(s, {"run", s.build_dir(), option, "ab(cd"}, {option, "ab(cd", "5"});
    }
    s.plan.task("g", "b", {}).set("pass_regex", "x[y");
    s.plan.write(s.build_dir());
    check_refused(s, {"run", s.build_dir()}, {"g.b", "x[y", "3"});
}

TEST_CASE("a READY_LOG that does not compile is quoted with its fixture", "[bad]") {
    Scenario s;
    add_task(s);
    s.plan.service("svc", {"serve"}).set("ready_log", "(?<x");
    s.plan.group("h", "svc");
    s.plan.task("h", "a", {});
    s.plan.write(s.build_dir());
    check_refused(s, {"run", s.build_dir()}, {"svc", "READY_LOG", "(?<x", "4"});
}

TEST_CASE("a regular expression that explodes ends in a verdict, not in a hang", "[bad]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "a", {"print", std::string(40, 'a') + "!"}).set("pass_regex", "^(a+)+$");
    s.plan.task("g", "b", {});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.outcome("g.a") == "failed");
    CHECK(r.outcome("g.b") == "passed");
}

TEST_CASE("a results directory that cannot be made: tasks still run, the run says so and exits 5", "[bad][results]") {
    Scenario s;
    s.plan.fixture("f").command("setup", {}).command("teardown", {"touch", s.path("down")});
    s.plan.group("g", "f");
    s.plan.task("g", "a", {"touch", s.path("ran")});
    s.plan.write(s.build_dir());
    std::filesystem::create_directory(s.build_dir() + "/Testing");
    write_file(s.build_dir() + "/Testing/ParallelFixtures", "a file in the way\n");
    HelperRun run = s.start({"-j", "1"});
    const Ended ended = run.wait();
    INFO(run.output());
    CHECK(ended.exit_code == 5);
    CHECK(run.output().find("Testing/ParallelFixtures") != std::string::npos);
    CHECK(run.output().find("     Results none\n") != std::string::npos);
    CHECK(s.has("ran"));
    CHECK(s.has("down"));
}

TEST_CASE("where a report cannot be written that is said, and none is there", "[bad][results]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "a", {"touch", s.path("started"), "wait-file", s.path("go"), "25"});
    HelperRun run = s.start({"-j", "1"});
    REQUIRE(wait_until([&] { return s.has("started"); }));
    std::filesystem::create_directory(results_dir(s.build_dir()) + "/junit.xml");
    s.touch("go");
    const Ended ended = run.wait();
    INFO(run.output());
    CHECK(ended.exit_code == 5);
    CHECK(run.output().find("junit.xml") != std::string::npos);
    const std::string results = results_dir(s.build_dir());
    CHECK_FALSE(std::filesystem::exists(results + "/summary.json"));
    CHECK_FALSE(std::filesystem::exists(results + "/Test.xml"));
    std::filesystem::remove(results + "/junit.xml");
    const Results r = s.helper({"report", s.build_dir()});
    CHECK(r.exit_code == 5);
    CHECK(r.outcome("g.a") == "passed");
    CHECK(r.summary.at("run").at("exit_code") == 5);
}

TEST_CASE("a results directory that is full: tasks still run, the run says so and exits 5", "[bad][results][root]") {
    Scenario s;
    s.plan.fixture("f").command("setup", {}).command("teardown", {"touch", s.path("down")});
    s.plan.group("g", "f");
    for (int i = 0; i < 40; ++i) {
        s.plan.task("g", std::to_string(i), {"print-bytes", "20000", "append", s.path("ran"), "x", "exit", "1"});
    }
    const std::string results = s.build_dir() + "/Testing";
    std::filesystem::create_directory(results);
    // A mount namespace of this test's own: nothing stays mounted whatever happens.
    if (::unshare(CLONE_NEWNS) != 0 || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        ::mount("tmpfs", results.c_str(), "tmpfs", 0, "size=128k") != 0) {
        WARN("skipped: needs the right to mount");
        return;
    }
    HelperRun run = s.start({"-j", "2"});
    const Ended ended = run.wait();
    ::umount2(results.c_str(), MNT_DETACH);
    INFO(run.output());
    CHECK(ended.exit_code == 5);
    CHECK(run.output().find("No space left") != std::string::npos);
    CHECK(s.lines("ran").size() == 40);
    CHECK(s.has("down"));
}

TEST_CASE("a temporary directory that cannot be used is named and the run is not green", "[bad]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "a", {});
    std::filesystem::remove(s.temp_dir());
    write_file(s.temp_dir(), "a file in the way\n");
    HelperRun run = s.start({"-j", "1"});
    const Ended ended = run.wait();
    INFO(run.output());
    CHECK(ended.exit_code != 0);
    CHECK(run.output().find(s.temp_dir()) != std::string::npos);
}

}  // namespace pf::acceptance
