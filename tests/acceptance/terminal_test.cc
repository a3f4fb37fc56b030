// What is printed on a terminal of 80 columns, and in a locale without UTF-8.
#include <algorithm>
#include <filesystem>
#include <sstream>

#include "tests/acceptance/support/scenario.h"

namespace pf::acceptance {
namespace {

// Returns the lines of a transcript without carriage returns and escape sequences.
Words plain_lines(const std::string& transcript) {
    Words lines(1);
    for (std::size_t at = 0; at < transcript.size(); ++at) {
        if (transcript[at] == '\x1b') {
            at = transcript.find_first_of("mKJhlAC", at);
            if (at == std::string::npos) {
                break;
            }
        } else if (transcript[at] == '\n') {
            lines.emplace_back();
        } else if (transcript[at] != '\r') {
            lines.back() += transcript[at];
        }
    }
    return lines;
}

bool is_ascii(const std::string& text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// A failed set-up, failures with long names, and long lines of output.
void add_failures(Scenario& s) {
    s.plan.fixture("broker").command("setup", {"print-line", "FATAL: the port is taken", "exit", "3"});
    s.plan.group("mq", "broker");
    for (const char* name : {"send", "receive", "fanout"}) {
        s.plan.task("mq", name, {});
    }
    s.plan.group("catalogue");
    s.plan.task("catalogue", "imports_a_file_whose_name_has_more_letters_than_there_is_room", {"exit", "1"});
    s.plan.task("catalogue", "prints",
                {"print-line",
                 "one line of output that has several words and is wider than "
                 "eighty columns, with the number 42 at its end",
                 "exit", "2"});
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t times = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++times;
    }
    return times;
}

}  // namespace

TEST_CASE("no line is broken within a word at 80 columns", "[lines]") {
    Scenario s;
    add_failures(s);
    const std::string here = s.path(".");
    const RunOptions options{
        .environment = {"LC_ALL=C.UTF-8", "CI=1"}, .terminal = true, .columns = 80, .before_exec = [here] {
            std::filesystem::current_path(here);
        }};
    const Results r = s.run({"-j1"}, options);
    INFO(r.transcript);
    CHECK(r.exit_code == 3);
    std::string words;
    for (const std::string& line : plain_lines(r.transcript)) {
        std::size_t characters = 0;
        for (const char c : line) {
            characters += (static_cast<unsigned char>(c) & 0xC0U) != 0x80 ? 1 : 0;
        }
        // A single word may be wider than the terminal.
        CHECK((characters <= 80 || line.find(' ', line.find_first_not_of(' ')) == std::string::npos));
        std::istringstream stream(line);
        for (std::string word; stream >> word;) {
            words += word + " ";
        }
    }
    CHECK(count(words, "wider than eighty columns, with the number 42 at its end ") == 1);
    CHECK(words.find("run build -R '^catalogue\\.prints$' ") != std::string::npos);
}

TEST_CASE("a failed set-up is said when it happens and once at the end", "[lines]") {
    Scenario s;
    add_failures(s);
    PF_RUN(r, s, "-R", "^mq");
    CHECK(count(r.transcript, "broker") == 2);
    CHECK(count(r.transcript, "exit code 3") == 2);
    CHECK(r.transcript.find("broker (exit code 3); not run: 3 tasks\n") != std::string::npos);
}

TEST_CASE("in a locale without UTF-8 our own characters are ASCII", "[lines]") {
    Scenario s;
    add_failures(s);
    const Results r = s.run({}, {.environment = {"LC_ALL=C"}, .terminal = true, .columns = 80});
    INFO(r.transcript);
    CHECK(is_ascii(r.transcript));
    CHECK(r.transcript.find("------------") != std::string::npos);
    const Results pipe = s.run({}, {.environment = {"LC_ALL=POSIX"}});
    INFO(pipe.transcript);
    CHECK(is_ascii(pipe.transcript));
    CHECK_FALSE(is_ascii(s.run({}, {.environment = {"LC_ALL=C.UTF-8"}}).transcript));
}

TEST_CASE("Ctrl-C names the set-up that hangs", "[lines]") {
    Scenario s;
    s.plan.fixture("slow_database").command("setup", {"touch", s.path("running"), "sleep", "600"});
    s.plan.group("g", "slow_database");
    s.plan.task("g", "a", {});
    HelperRun run = s.start({}, {.environment = {"CI=1"}, .terminal = true});
    REQUIRE(wait_until([&] { return s.has("running"); }));
    run.press_interrupt();
    const Results r = s.finish(run);
    INFO(r.transcript);
    CHECK(r.exit_code == 130);
    const Words lines = plain_lines(r.transcript);
    const auto has = [&](const std::string& begin, const std::string& part) {
        return std::any_of(lines.begin(), lines.end(), [&](const std::string& line) {
            return line.find(begin) != std::string::npos && line.find(part) != std::string::npos;
        });
    };
    CHECK(has("Cancelling: ", "still running: 0 tasks, the set-up of slow_database ("));
    CHECK(has("SETUP STOP [", "slow_database (interrupted by SIGINT"));
}

TEST_CASE("repeat commands have -C only where there are several configurations, and relative paths", "[lines]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "fails", {"exit", "1"});
    s.plan.write(s.build_dir(), "Debug");
    const std::string here = s.path(".");
    const RunOptions options{.before_exec = [here] { std::filesystem::current_path(here); }};
    const Results one = s.helper({"run", s.build_dir(), "-C", "Debug"}, options);
    INFO(one.transcript);
    CHECK(one.transcript.find("repeat: parallel-fixtures run build -R '^g\\.fails$'\n") != std::string::npos);
    CHECK(one.transcript.find("     Results build/Testing/ParallelFixtures/") != std::string::npos);
    s.plan.write(s.build_dir(), "Release");
    const Results two = s.helper({"run", s.build_dir(), "-C", "Debug"}, options);
    INFO(two.transcript);
    CHECK(two.transcript.find("repeat: parallel-fixtures run build -C Debug -R '^g\\.fails$'\n") != std::string::npos);
}

TEST_CASE("--slowest, --max-fail and --print-labels", "[lines]") {
    Scenario s;
    s.plan.group("g").set("label", "nightly");
    s.plan.task("g", "long", {"sleep", "0.3"});
    s.plan.task("g", "short", {});
    for (const char* name : {"bad1", "bad2", "bad3"}) {
        s.plan.task("g", name, {"exit", "1"});
    }
    PF_RUN(slowest, s, "-j1", "--slowest", "1");
    const std::size_t listed = slowest.transcript.find("     Slowest [");
    REQUIRE(listed != std::string::npos);
    CHECK(slowest.transcript.substr(listed, slowest.transcript.find('\n', listed) - listed).ends_with("] g.long"));
    PF_RUN(two, s, "-j1", "--max-fail", "2", "-R", "bad");
    CHECK(two.exit_code == 1);
    CHECK(two.count("failed") == 2);
    CHECK(two.count("not_run") == 1);
    CHECK(two.cause(two.outcome("g.bad1") == "not_run"   ? "g.bad1"
                    : two.outcome("g.bad2") == "not_run" ? "g.bad2"
                                                         : "g.bad3") == "stop_on_failure");
    for (const char* command : {"run", "list"}) {
        const Results labels = s.helper({command, s.build_dir(), "--print-labels", "-R", "short"});
        CHECK(labels.exit_code == 0);
        CHECK(labels.transcript == "All Labels:\n  g\n  nightly\n  parallel\n");
    }
    CHECK(s.helper({"list", s.build_dir(), "--print-labels", "-R", "nothing"}).transcript == "No Labels Exist\n");
}

}  // namespace pf::acceptance
