// What tasks print: how much, and which bytes. None of it may break a report, a terminal or the helper's memory.
#include <unistd.h>

#include <filesystem>

#include "tests/acceptance/support/scenario.h"

namespace pf::acceptance {
namespace {

std::uintmax_t size_of_tree(const std::string& directory) {
    std::uintmax_t bytes = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
        bytes += entry.is_regular_file() ? entry.file_size() : 0;
    }
    return bytes;
}

std::string hex(const std::string& bytes) {
    static const char* const digits = "0123456789abcdef";
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text += digits[byte >> 4U];
        text += digits[byte & 15U];
    }
    return text;
}

bool has_control(const std::string& text) {
    for (const char c : text) {
        // A tab moves the cursor only; a carriage return is a line end to every reader of XML.
        if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r') {
            return true;
        }
    }
    return false;
}

}  // namespace

TEST_CASE("1 GiB of output: the helper's memory and disk stay bounded, beginning and end are kept", "[output]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "loud",
                {"print-line", "the beginning", "print-bytes", "1073741824", "print-line", "the end", "exit", "1"});
    s.plan.task("g", "next", {"print-line", "quiet"});
    PF_RUN(r, s, "-j", "2");
    CHECK(r.outcome("g.loud") == "failed");
    CHECK((!kMemoryIsAsUsual || r.ended.max_rss_kib < 102400));
    const Json output = r.ended_event("g.loud").at("output");
    CHECK(output.value("bytes", std::uint64_t{0}) == 1073741824U + 14 + 8);
    CHECK(output.value("cut", false));
    const std::string kept = r.output("g.loud");
    CHECK(kept.size() < 16U << 20U);
    CHECK(kept.rfind("the beginning\n", 0) == 0);
    CHECK(kept.substr(kept.size() - 8) == "the end\n");
    CHECK(size_of_tree(r.directory) < 512U << 20U);
    CHECK(r.output("g.next") == "quiet\n");
}

TEST_CASE("output just over what is kept goes to a file as well, all of it", "[output]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "a", {"print-line", "first", "print-bytes", "4000000", "print-line", "last", "exit", "1"});
    PF_RUN(r, s, "-j", "1");
    const Json output = r.ended_event("g.a").at("output");
    CHECK(output.value("bytes", 0) == 4000011);
    if (output.value("cut", false)) {
        const std::string file = r.directory + "/" + Results::text(output, "file");
        REQUIRE(std::filesystem::is_regular_file(file));
        CHECK(std::filesystem::file_size(file) == 4000011);
    } else {
        CHECK(r.output("g.a").size() == 4000011);
    }
}

TEST_CASE("output without a newline, empty output, only newlines", "[output]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "no-newline", {"print", "just this", "exit", "1"});
    s.plan.task("g", "nothing", {"exit", "1"});
    s.plan.task("g", "newlines", {"print", "\n\n\n", "exit", "1"});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.output("g.no-newline") == "just this");
    CHECK(r.output("g.nothing").empty());
    CHECK(r.output("g.newlines") == "\n\n\n");
    CHECK(r.transcript.find("just this") != std::string::npos);
}

TEST_CASE("every byte is kept, shown where XML and the terminal cannot have it", "[output]") {
    std::string all;
    for (int i = 0; i < 256; ++i) {
        all += static_cast<char>(i);
    }
    const std::string nasty =
        "\x1b]0;title\x07\x1b[2J\x1b[31mred ]]> <tag attr=\"x\"> &amp; \xff\xfe \xed\xa0\x80 \xef\xbf\xbf "
        "\xf4\x90\x80\x80 end\n";
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "all", {"print-hex", hex(all), "exit", "1"});
    s.plan.task("g", "nasty", {"print-hex", hex(nasty), "exit", "1"});
    s.plan.task("g", "passes", {"print-hex", hex(nasty)});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.output("g.all") == all);
    CHECK(r.output("g.nasty") == nasty);
    CHECK(r.output("g.passes") == nasty);
    CHECK_FALSE(has_control(r.transcript));
    CHECK(r.transcript.find('\r') == std::string::npos);
    CHECK(r.transcript.find("red ]]> <tag attr=\"x\"> &amp;") != std::string::npos);
    for (const char* name : {"/junit.xml", "/Test.xml"}) {
        INFO(name);
        const std::string xml = read_file(r.directory + name);
        CHECK_FALSE(has_control(xml));
        CHECK(xml.find("red ]]&gt; &lt;tag") != std::string::npos);
        CHECK(xml.find("\xef\xbf\xbf") == std::string::npos);      // U+FFFF is no character of XML,
        CHECK(xml.find("\xed\xa0\x80") == std::string::npos);      // nor is half of a surrogate pair
        CHECK(xml.find("\xf4\x90\x80\x80") == std::string::npos);  // or anything above U+10FFFF.
    }
}

TEST_CASE("names, reasons and fixtures with odd characters break no report either", "[output]") {
    Scenario s;
    const std::string odd = "a]]><b>&\"' \xc3\xa9 %s {} \\";
    s.plan.fixture("fix " + odd).command("setup", {"print", odd, "exit", "1"});
    s.plan.group("group " + odd).set("label", odd).set("env", "X=" + odd);
    s.plan.group("h", "fix " + odd);
    s.plan.task("group " + odd, odd, {"print", odd, "exit", "1"});
    s.plan.program("group " + odd, "missing", {s.path(odd), odd});
    s.plan.task("h", odd, {});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 3);
    CHECK(r.outcome("group " + odd + "." + odd) == "failed");
    CHECK(r.cause("h." + odd) == "fixture_failed");
    CHECK(r.cause("group " + odd + ".missing") == "missing_executable");
}

TEST_CASE("stdout and stderr come as one, in the order written", "[output]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "a", {"print", "1", "err", "2", "print", "3", "err", "4", "exit", "1"});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.output("g.a") == "1234");
}

TEST_CASE("a task that closes its own output runs on and is judged by its exit", "[output]") {
    Scenario s;
    s.plan.group("g").set("workers", "1");
    s.plan.task("g", "passes", {"print-line", "before", "close-stdout", "sleep", "0.2", "touch", s.path("end")})
        .set("cost", "9");
    s.plan.task("g", "fails", {"close-stdout", "exit", "3"}).set("cost", "8");
    s.plan.task("g", "next", {"print-line", "next"}).set("cost", "1");
    PF_RUN(r, s, "-j", "1");
    CHECK(r.outcome("g.passes") == "passed");
    CHECK(r.output("g.passes") == "before\n");
    CHECK(s.has("end"));
    CHECK(r.ended_event("g.fails").value("exit_code", 0) == 3);
    CHECK(r.output("g.next") == "next\n");
}

TEST_CASE("tasks that write at the same time do not mix", "[output]") {
    Scenario s;
    s.plan.group("g").set("workers", "4");
    const std::vector<std::pair<std::string, std::string>> tasks{
        {"a", "aaa"}, {"b", "bbb"}, {"c", "ccc"}, {"d", "ddd"}};
    constexpr int kLines = 50;
    for (const auto& [name, text] : tasks) {
        Words words{"barrier", s.path("all"), "4", "25"};
        for (int i = 0; i < kLines; ++i) {
            words.insert(words.end(), {"print-line", text});
        }
        words.insert(words.end(), {"exit", "1"});
        s.plan.task("g", name, words);
    }
    PF_RUN(r, s, "-j", "4");
    for (const auto& [name, text] : tasks) {
        std::string expected;
        for (int i = 0; i < kLines; ++i) {
            expected += text;
            expected += '\n';
        }
        CHECK(r.output("g." + name) == expected);
        CHECK(r.transcript.find(text) != std::string::npos);
    }
}

TEST_CASE("the output of every attempt and task is its own in one worker", "[output]") {
    Scenario s;
    s.plan.group("g").set("workers", "1").set("retries", "1");
    for (int i = 0; i < 50; ++i) {
        s.plan.task("g", std::to_string(i), {"print-line", "I am " + std::to_string(i)});
    }
    s.plan.task("g", "again", {"env", "PARALLEL_FIXTURES_ATTEMPT", "fail-times", s.path("tries"), "1"});
    PF_RUN(r, s, "-j", "1");
    for (int i = 0; i < 50; ++i) {
        CHECK(r.output("g." + std::to_string(i)) == "I am " + std::to_string(i) + "\n");
    }
    const std::vector<Json> attempts = r.events("task_ended", "id", "g.again");
    REQUIRE(attempts.size() == 2);
    CHECK(output_bytes(attempts[0]).rfind("PARALLEL_FIXTURES_ATTEMPT=1\n", 0) == 0);
    CHECK(output_bytes(attempts[1]) == "PARALLEL_FIXTURES_ATTEMPT=2\n");
}

TEST_CASE("a regular expression that all of a cut output would decide is not guessed", "[output]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "head", {"print-line", "NEEDLE", "print-bytes", "100000000"}).set("pass_regex", "NEEDLE");
    s.plan.task("g", "middle", {"print-bytes", "50000000", "print-line", "NEEDLE", "print-bytes", "50000000"})
        .set("fail_regex", "NEEDLE");
    PF_RUN(r, s, "-j", "2");
    CHECK(r.outcome("g.head") == "passed");
    // Found or not decidable; never passed.
    CHECK(r.outcome("g.middle") == "failed");
    CHECK((r.cause("g.middle") == "output_cut" || r.cause("g.middle") == "regex"));
}

TEST_CASE("a reader of our output that goes away does not end the run", "[output]") {
    Scenario s;
    s.plan.group("g");
    for (int i = 0; i < 50; ++i) {
        s.plan.task("g", std::to_string(i), {"print-line", "failing", "exit", "1"});
    }
    const RunOptions options{.before_exec = [] {
        int ends[2];
        if (::pipe(static_cast<int*>(ends)) == 0) {
            ::close(ends[0]);
            ::dup2(ends[1], 1);
            ::dup2(ends[1], 2);
            ::close(ends[1]);
        }
    }};
    const Results r = s.run({"-j", "2"}, options);
    CHECK(r.count("failed") == 50);
}

TEST_CASE("a failure's output is shown at once, with a command that repeats it; a pass prints a line", "[output]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "bad", {"print-line", "expected 1, got 2", "exit", "1"});
    s.plan.task("g", "good", {"print-line", "not worth reading"});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.transcript.find("expected 1, got 2") != std::string::npos);
    CHECK(r.transcript.find("not worth reading") == std::string::npos);
    CHECK(r.transcript.find("g.good") != std::string::npos);
    CHECK(r.transcript.find("parallel-fixtures run") != std::string::npos);
    PF_RUN(loud, s, "-j", "1", "-V");
    CHECK(loud.transcript.find("not worth reading") != std::string::npos);
}

}  // namespace pf::acceptance
