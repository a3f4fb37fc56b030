// Every outcome rule and every exit code of the design, with CTest's meaning of each property (PASS before FAIL, a skip
// beats both, neither a crash nor a timeout is turned round).
#include <sys/stat.h>

#include "tests/acceptance/support/scenario.h"

namespace pf::acceptance {
namespace {

struct Expected {
    std::string name;
    Words words;
    std::vector<std::pair<std::string, std::string>> properties;
    std::string outcome;
    std::string cause;
};

// Runs all of them as one group and holds each against its row.
void check_table(const std::vector<Expected>& table, int exit_code) {
    Scenario s;
    s.plan.group("g");
    for (const Expected& row : table) {
        Record& task = s.plan.task("g", row.name, row.words);
        for (const auto& [key, value] : row.properties) {
            task.set(key, value);
        }
    }
    PF_RUN(r, s, "-j", "2", "--grace", "0.3");
    CHECK(r.exit_code == exit_code);
    for (const Expected& row : table) {
        INFO(row.name << ": " << r.reason("g." + row.name));
        CHECK(r.outcome("g." + row.name) == row.outcome);
        CHECK(r.cause("g." + row.name) == row.cause);
    }
}

}  // namespace

TEST_CASE("the exit status decides", "[outcomes]") {
    check_table({{"zero", {}, {}, "passed", "completed"},
                 {"three", {"exit", "3"}, {}, "failed", "completed"},
                 {"most", {"exit", "255"}, {}, "failed", "completed"}},
                1);
}

TEST_CASE("a signal of its own is a crash, whichever it is", "[outcomes]") {
    Scenario s;
    s.plan.group("g");
    const std::vector<std::pair<std::string, int>> signals{{"hup", 1},   {"int", 2},   {"quit", 3},  {"ill", 4},
                                                           {"abrt", 6},  {"fpe", 8},   {"kill", 9},  {"segv", 11},
                                                           {"pipe", 13}, {"term", 15}, {"usr1", 10}, {"rtmax", 64}};
    for (const auto& [name, number] : signals) {
        s.plan.task("g", name, {"kill-self", std::to_string(number)});
    }
    PF_RUN(r, s, "-j", "2");
    CHECK(r.exit_code == 1);
    for (const auto& [name, number] : signals) {
        INFO(name);
        CHECK(r.outcome("g." + name) == "crashed");
        CHECK(r.cause("g." + name) == "signal");
        CHECK(r.ended_event("g." + name).value("signal", 0) == number);
        CHECK_FALSE(r.ended_event("g." + name).contains("exit_code"));
    }
    CHECK(r.reason("g.segv").find("SIGSEGV") != std::string::npos);
}

TEST_CASE("the summary of a sanitizer is the reason, on the terminal and in each report", "[outcomes]") {
    Scenario s;
    s.plan.group("g");
    const std::string summary = "SUMMARY: AddressSanitizer: heap-use-after-free /src/a.cc:3:5 in main";
    s.plan.task("g", "t", {"err", "==1==ERROR: AddressSanitizer\n" + summary + "\n==1==ABORTING\n", "exit", "1"});
    PF_RUN(r, s);
    CHECK(r.exit_code == 1);
    CHECK(r.outcome("g.t") == "failed");
    CHECK(r.reason("g.t") == summary);
    CHECK(r.transcript.find("  " + summary) != std::string::npos);
    CHECK(read_file(r.directory + "/junit.xml").find("message=\"" + summary) != std::string::npos);
}

TEST_CASE("WILL_FAIL turns a verdict round, but neither a crash nor a timeout", "[outcomes]") {
    check_table(
        {{"fails", {"exit", "3"}, {{"will_fail", "1"}}, "passed", "will_fail"},
         {"passes", {}, {{"will_fail", "1"}}, "failed", "will_fail"},
         {"crashes", {"segv"}, {{"will_fail", "1"}}, "crashed", "signal"},
         {"hangs", {"sleep", "60"}, {{"will_fail", "1"}, {"timeout", "0.5"}}, "timeout", "timeout"},
         {"skips", {"exit", "77"}, {{"will_fail", "1"}, {"skip_return_code", "77"}}, "skipped", "skip_code"},
         {"matches", {"print", "yes"}, {{"will_fail", "1"}, {"pass_regex", "yes"}}, "failed", "will_fail"},
         {"not-there", {}, {{"will_fail", "1"}, {"required_file", "/nonexistent"}}, "not_run", "required_files"}},
        1);
}

TEST_CASE("PASS_REGULAR_EXPRESSION decides instead of the exit status", "[outcomes]") {
    check_table({{"match", {"print", "all is well", "exit", "3"}, {{"pass_regex", "is w[e]ll"}}, "passed", "regex"},
                 {"no-match", {"print", "nothing"}, {{"pass_regex", "well"}}, "failed", "regex"},
                 {"second", {"print", "two"}, {{"pass_regex", "one"}, {"pass_regex", "two"}}, "passed", "regex"},
                 {"stderr", {"err", "well", "exit", "1"}, {{"pass_regex", "well"}}, "passed", "regex"},
                 {"crash", {"print", "well", "segv"}, {{"pass_regex", "well"}}, "crashed", "signal"},
                 {"hang",
                  {"print", "well", "sleep", "60"},
                  {{"pass_regex", "well"}, {"timeout", "0.5"}},
                  "timeout",
                  "timeout"}},
                1);
}

TEST_CASE("FAIL_REGULAR_EXPRESSION fails what would have passed", "[outcomes]") {
    check_table(
        {{"match", {"print", "ERROR: x"}, {{"fail_regex", "ERROR"}}, "failed", "regex"},
         {"no-match", {"print", "fine"}, {{"fail_regex", "ERROR"}}, "passed", "completed"},
         {"both", {"print", "well ERROR"}, {{"pass_regex", "well"}, {"fail_regex", "ERROR"}}, "failed", "regex"},
         {"two", {"print", "Warning"}, {{"fail_regex", "ERROR"}, {"fail_regex", "Warn"}}, "failed", "regex"}},
        1);
}

TEST_CASE("a skip beats every other verdict of a task that exits", "[outcomes]") {
    check_table(
        {{"code", {"exit", "77"}, {{"skip_return_code", "77"}}, "skipped", "skip_code"},
         {"zero", {}, {{"skip_return_code", "0"}}, "skipped", "skip_code"},
         {"regex", {"print", "no GPU", "exit", "1"}, {{"skip_regex", "no GPU"}}, "skipped", "skip_regex"},
         {"over-pass", {"print", "ok skip"}, {{"pass_regex", "ok"}, {"skip_regex", "skip"}}, "skipped", "skip_regex"},
         {"over-fail",
          {"print", "bad skip"},
          {{"fail_regex", "bad"}, {"skip_regex", "skip"}},
          "skipped",
          "skip_regex"}},
        0);
    check_table({{"other-code", {"exit", "76"}, {{"skip_return_code", "77"}}, "failed", "completed"},
                 {"crash", {"print", "skip", "segv"}, {{"skip_regex", "skip"}}, "crashed", "signal"}},
                1);
}

TEST_CASE("DISABLED is skipped and neither it nor its fixture is started", "[outcomes]") {
    Scenario s;
    s.plan.fixture("f").command("setup", {"touch", s.path("up")});
    s.plan.group("g", "f");
    s.plan.task("g", "off", {"touch", s.path("ran")}).set("disabled", "1");
    PF_RUN(r, s, "-j", "2");
    CHECK(r.exit_code == 0);
    CHECK(r.outcome("g.off") == "skipped");
    CHECK(r.cause("g.off") == "disabled");
    CHECK_FALSE(s.has("ran"));
    CHECK_FALSE(s.has("up"));
}

TEST_CASE("REQUIRED_FILES are named when they are missing", "[outcomes]") {
    Scenario s;
    s.touch("there");
    s.plan.group("g");
    s.plan.task("g", "has", {}).set("required_file", s.path("there"));
    s.plan.task("g", "lacks", {"touch", s.path("ran")})
        .set("required_file", s.path("there"))
        .set("required_file", s.path("absent file"));
    PF_RUN(r, s, "-j", "2");
    CHECK(r.exit_code == 1);
    CHECK(r.outcome("g.has") == "passed");
    CHECK(r.outcome("g.lacks") == "not_run");
    CHECK(r.cause("g.lacks") == "required_files");
    CHECK(r.reason("g.lacks").find(s.path("absent file")) != std::string::npos);
    CHECK_FALSE(s.has("ran"));
}

TEST_CASE("a file that the set-up makes satisfies REQUIRED_FILES", "[outcomes]") {
    Scenario s;
    s.plan.fixture("f").command("setup", {"touch", s.path("made")});
    s.plan.group("g", "f");
    s.plan.task("g", "needs", {}).set("required_file", s.path("made"));
    PF_RUN(r, s, "-j", "2");
    CHECK(r.outcome("g.needs") == "passed");
}

TEST_CASE("a program that does not exist is not run", "[outcomes]") {
    Scenario s;
    s.plan.group("g");
    s.plan.program("g", "gone", {s.path("no-such-program"), "x"});
    s.plan.program("g", "directory", {s.temp_dir()});  // CTest looks for a file, too.
    s.plan.task("g", "next", {});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 1);
    CHECK(r.outcome("g.gone") == "not_run");
    CHECK(r.cause("g.gone") == "missing_executable");
    CHECK(r.reason("g.gone").find("no-such-program") != std::string::npos);
    CHECK(r.cause("g.directory") == "missing_executable");
    CHECK(r.outcome("g.next") == "passed");
}

TEST_CASE("what the system refuses to start has failed and says why", "[outcomes]") {
    Scenario s;
    write_file(s.path("plain-file"), "no program\n");
    write_file(s.path("broken"), "#!/nonexistent/interpreter\n");
    ::chmod(s.path("broken").c_str(), 0755);
    s.plan.group("g");
    s.plan.program("g", "not-executable", {s.path("plain-file")});
    s.plan.task("g", "nowhere", {}).set("cwd", s.path("no such directory"));
    s.plan.program("g", "no-interpreter", {s.path("broken")});
    s.plan.task("g", "next", {});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 1);
    for (const char* name : {"not-executable", "nowhere", "no-interpreter"}) {
        INFO(name);
        CHECK(r.outcome(std::string("g.") + name) == "failed");
        CHECK(r.cause(std::string("g.") + name) == "failed_to_start");
    }
    CHECK(r.reason("g.not-executable").find("plain-file") != std::string::npos);
    CHECK(r.reason("g.nowhere").find("no such directory") != std::string::npos);
    CHECK(r.outcome("g.next") == "passed");
}

TEST_CASE("a task that stops itself fails instead of hanging", "[outcomes]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "stops", {"stop-self", "touch", s.path("went on")});
    s.plan.task("g", "next", {});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 1);
    CHECK(r.outcome("g.stops") == "failed");
    CHECK(r.cause("g.stops") == "stopped");
    CHECK(r.outcome("g.next") == "passed");
    CHECK_FALSE(s.has("went on"));
}

TEST_CASE("the task's TIMEOUT goes before the group's and that before --timeout; 0 is none", "[outcomes]") {
    Scenario s;
    s.plan.group("own").set("timeout", "0.4");
    s.plan.task("own", "from-group", {"sleep", "60"});
    s.plan.task("own", "own-zero", {"sleep", "0.9"}).set("timeout", "0");
    s.plan.group("none");
    s.plan.task("none", "from-option", {"sleep", "60"});
    s.plan.task("none", "own-longer", {"sleep", "0.9"}).set("timeout", "30");
    PF_RUN(r, s, "-j", "4", "--timeout", "0.5", "--grace", "1");
    CHECK(r.outcome("own.from-group") == "timeout");
    CHECK(r.outcome("own.own-zero") == "passed");
    CHECK(r.outcome("none.from-option") == "timeout");
    CHECK(r.outcome("none.own-longer") == "passed");
    CHECK(r.exit_code == 1);
}

TEST_CASE("exit code 0: only passes, skips, flaky and leaked ones", "[outcomes][exit]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "passes", {});
    s.plan.task("g", "skips", {"exit", "77"}).set("skip_return_code", "77");
    s.plan.task("g", "flaky", {"fail-times", s.path("tries"), "1"}).set("retries", "1");
    s.plan.task("g", "leaks", {"daemon", "sleep", "60", "end"});
    PF_RUN(r, s, "-j", "2");
    CHECK(r.exit_code == 0);
    CHECK(r.count("flaky") == 1);
    CHECK(r.count("leaked") == 1);
}

TEST_CASE("exit code 3 goes before 1", "[outcomes][exit]") {
    Scenario s;
    s.plan.fixture("f").command("setup", {"exit", "1"});
    s.plan.group("g", "f");
    s.plan.task("g", "never", {});
    s.plan.group("h");
    s.plan.task("h", "fails", {"exit", "1"});
    PF_RUN(r, s, "-j", "2");
    CHECK(r.exit_code == 3);
    CHECK(r.outcome("h.fails") == "failed");
}

TEST_CASE("exit code 4: nothing is selected, and no fixture is set up", "[outcomes][exit]") {
    Scenario s;
    s.plan.fixture("f").command("setup", {"touch", s.path("up")});
    s.plan.group("g", "f");
    s.plan.task("g", "a", {});
    s.plan.write(s.build_dir());
    const Results r = s.helper({"run", s.build_dir(), "-R", "^nothing-has-this-name$"});
    INFO(r.transcript);
    CHECK(r.exit_code == 4);
    CHECK_FALSE(s.has("up"));
    CHECK_FALSE(r.transcript.empty());
}

TEST_CASE("exit code 4: a plan without a task", "[outcomes][exit]") {
    Scenario s;
    s.plan.write(s.build_dir());
    const Results r = s.helper({"run", s.build_dir()});
    INFO(r.transcript);
    CHECK(r.exit_code == 4);
}

TEST_CASE("one run with every outcome adds up", "[outcomes]") {
    Scenario s;
    s.plan.fixture("bad").command("setup", {"exit", "1"});
    s.plan.group("g");
    s.plan.task("g", "passes", {});
    s.plan.task("g", "fails", {"exit", "1"});
    s.plan.task("g", "times-out", {"sleep", "60"}).set("timeout", "0.5");
    s.plan.task("g", "crashes", {"abort"});
    s.plan.task("g", "skips", {"exit", "77"}).set("skip_return_code", "77");
    s.plan.group("h", "bad");
    s.plan.task("h", "never", {});
    PF_RUN(r, s, "-j", "2");
    for (const char* outcome : {"passed", "failed", "timeout", "crashed", "skipped", "not_run"}) {
        INFO(outcome);
        CHECK(r.count(outcome) == 1);
    }
    CHECK(r.count("declared") == 6);
}

}  // namespace pf::acceptance
