// What CI systems get of a run: the log, the summary of a step, junit.xml with places, and reports in one format.
#include <fcntl.h>
#include <unistd.h>

#include <filesystem>

#include "tests/acceptance/support/scenario.h"

namespace pf::acceptance {
namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t number = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++number;
    }
    return number;
}

// Prints a failure as GoogleTest does, and what would be commands of GitHub.
constexpr const char* kFailure =
    "::error::injected\n/src/sums.cc:14: Failure\nExpected: a\n::stop-commands::x\n##[add-mask]a\n";

void add_failure(Scenario& s) {
    s.plan.group("g");
    s.plan.task("g", "bad", {"print", kFailure, "exit", "1"});
    s.plan.task("g", "good", {"print-line", "fine"});
}

}  // namespace

TEST_CASE("on GitHub: a group for each output, annotations, and a summary of the step", "[ci]") {
    Scenario s;
    add_failure(s);
    const std::string summary = s.path("summary.md");
    write_file(summary, "earlier\n");
    const RunOptions options{
        .environment = {"GITHUB_ACTIONS=true", "GITHUB_WORKSPACE=/src", "GITHUB_STEP_SUMMARY=" + summary}};
    const Results r = s.run({"-j", "1"}, options);
    INFO(r.transcript);
    CHECK(r.exit_code == 1);
    CHECK(has(r.transcript, "::group::output of g.bad\n    :\\:error::injected\n"));
    CHECK(has(r.transcript, "    :\\:stop-commands::x\n    ##\\[add-mask]a\n::endgroup::\n"));
    CHECK(has(r.transcript, "\n::error file=sums.cc,line=14,title=g.bad failed::sums.cc:14: Expected: a"));
    CHECK(count(r.transcript, "\n::") == 3);
    // The annotation has it, too, in a command that the runner has found before.
    CHECK(count(r.transcript, "##[") == 1);
    const std::string markdown = read_file(summary);
    CHECK(has(markdown, "earlier\n\n### Tests: not passed\n"));
    CHECK(has(markdown, "<code>g.bad</code>"));
}

TEST_CASE("a summary that cannot be written is a note, and changes nothing else", "[ci]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "good", {});
    for (const std::string& file : {s.path("none/summary.md"), s.path("")}) {
        const Results r = s.run({}, {.environment = {"GITHUB_ACTIONS=true", "GITHUB_STEP_SUMMARY=" + file}});
        INFO(r.transcript);
        CHECK(r.exit_code == 0);
        CHECK(has(r.transcript, "note: the summary of the step could not be written: "));
    }
    const std::string full = s.path("full.md");
    write_file(full, std::string(1U << 20U, 'x'));
    const Results r = s.run({}, {.environment = {"GITHUB_ACTIONS=true", "GITHUB_STEP_SUMMARY=" + full}});
    CHECK(r.exit_code == 0);
    CHECK(has(r.transcript, "note: the summary of the step could not be written: "));
    CHECK(read_file(full).size() == 1U << 20U);
}

TEST_CASE("on GitLab: a section for each output", "[ci]") {
    Scenario s;
    add_failure(s);
    const Results r = s.run({"-j", "1"}, {.environment = {"GITLAB_CI=true"}});
    INFO(r.transcript);
    CHECK(count(r.transcript, "section_start:") == 1);
    CHECK(has(r.transcript, ":parallel_fixtures_1[collapsed=true]\r\x1b[0Koutput of g.bad\n    ::error::injected\n"));
    CHECK(has(r.transcript, "    ##[add-mask]a\n\x1b[0Ksection_end:"));
}

TEST_CASE("--annotations none and a run within a task have no commands", "[ci]") {
    Scenario s;
    add_failure(s);
    const std::string github = "GITHUB_ACTIONS=true";
    for (const Results& r : {s.run({"--annotations", "none"}, {.environment = {github}}),
                             s.run({}, {.environment = {github, "PARALLEL_FIXTURES_TASK=outer.a"}}), s.run({})}) {
        INFO(r.transcript);
        CHECK(has(r.transcript, "    ::error::injected\n"));
        CHECK_FALSE(has(r.transcript, "::error file="));
        CHECK_FALSE(has(r.transcript, "::group::"));
    }
}

TEST_CASE("a task in the foreground cannot give GitHub a command", "[ci]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "a", {"print-line", "::error::injected", "exit", "1"});
    const Results r = s.run({"--no-fork"}, {.environment = {"GITHUB_ACTIONS=true"}});
    INFO(r.transcript);
    const std::size_t stop = r.transcript.find("::stop-commands::");
    REQUIRE(stop != std::string::npos);
    const std::size_t token = stop + std::string("::stop-commands::").size();
    const std::string resume = "\n::" + r.transcript.substr(token, r.transcript.find('\n', token) - token) + "::\n";
    CHECK(resume.size() > 32);
    CHECK(stop < r.transcript.find("::error::injected"));
    CHECK(r.transcript.find("::error::injected") < r.transcript.find(resume));
    CHECK(r.transcript.find(resume) < r.transcript.find("::error title=g.a failed::exit code 1"));
}

TEST_CASE("--flaky-result fail: a task that passes only at a retry fails the run, in every report", "[ci]") {
    Scenario s;
    s.plan.group("g").set("retries", "2");
    s.plan.task("g", "late", {"print-line", "trying", "fail-times", s.path("tries"), "1"});
    s.plan.task("g", "good", {});
    PF_RUN(r, s, "--flaky-result", "fail", "--output-junit-ci", s.path("ci.xml"));
    CHECK(r.exit_code == 1);
    CHECK(r.outcome("g.late") == "failed");
    CHECK(r.cause("g.late") == "flaky");
    CHECK(r.task("g.late").value("flaky", false));
    CHECK(r.task("g.late").value("attempts", 0) == 2);
    CHECK(r.count("flaky") == 1);
    CHECK(has(r.transcript, "it passed only at attempt 2, and --flaky-result is fail"));
    for (const std::string& file : {r.directory + "/junit.xml", s.path("ci.xml")}) {
        CHECK(has(read_file(file), "<failure type=\"flaky\" message=\"it passed only at attempt 2"));
        CHECK(has(read_file(file), "<rerunFailure "));
    }
    CHECK(has(read_file(r.directory + "/Test.xml"), "<Test Status=\"failed\">"));
    std::filesystem::remove(s.path("tries"));
    const Results passed = s.run({"--flaky-result", "pass"}, {.environment = {"PARALLEL_FIXTURES_FLAKY_RESULT=fail"}});
    CHECK(passed.exit_code == 0);
    std::filesystem::remove(s.path("tries"));
    CHECK(s.run({}, {.environment = {"PARALLEL_FIXTURES_FLAKY_RESULT=fail"}}).exit_code == 1);
}

TEST_CASE("report --format writes one format of any run, and of several", "[ci]") {
    Scenario s;
    add_failure(s);
    const std::string first = s.run({"-j", "1"}).directory;
    std::filesystem::rename(std::filesystem::canonical(first), s.path("first"));
    s.run({"-j", "1"});
    const auto report = [&](Words words) {
        words.insert(words.begin(), {"report", s.build_dir()});
        return s.helper(words);
    };
    const Results tap = report({"--format", "tap"});
    CHECK(tap.exit_code == 1);
    CHECK(tap.transcript.rfind("TAP version 13\n1..2\n", 0) == 0);
    CHECK(has(report({"--format", "json", "--run", s.path("first")}).transcript, "\"failed\":1"));
    CHECK(has(report({"--format", "github"}).transcript, "::error "));
    CHECK(report({"--format", "junit-ci", "--output", s.path("j.xml")}).transcript.empty());
    CHECK(has(read_file(s.path("j.xml")), "</testsuites>"));
    const Words both{"--run", s.path("first"), "--run", "latest"};
    const auto with_both = [&](Words words) {
        words.insert(words.end(), both.begin(), both.end());
        return report(words);
    };
    CHECK(count(with_both({"--format", "markdown"}).transcript, "### Tests: not passed\n") == 2);
    std::filesystem::create_directory(s.path("all"));
    CHECK(with_both({"--format", "html", "--output", s.path("all")}).exit_code == 1);
    CHECK(std::distance(std::filesystem::directory_iterator(s.path("all")), {}) == 2);
    const Results refused = with_both({"--format", "html", "--output", s.path("one.html")});
    CHECK(refused.exit_code == 2);
    CHECK_FALSE(s.has("one.html"));
    CHECK(report({"--format", "html", "--output", s.path("none/x.html")}).exit_code == 5);
    CHECK(with_both({"--run", "no-such-run"}).exit_code == 2);
}

TEST_CASE("report after a ctest shows the outputs of failures, too", "[ci]") {
    Scenario s;
    add_failure(s);
    s.run({"-j", "1"});
    const Results r = s.helper({"report", s.build_dir(), "--annotations", "github"});
    INFO(r.transcript);
    CHECK(has(r.transcript, "::group::g.bad failed\n/src/sums.cc:14: Expected: a\n"));
    CHECK(has(r.transcript, "\n:\\:error::injected\n"));
    CHECK(has(r.transcript, "\n::error file=/src/sums.cc,line=14,"));
    CHECK(has(s.helper({"report", s.build_dir(), "--annotations", "gitlab"}).transcript, "section_start:"));
}

}  // namespace pf::acceptance
