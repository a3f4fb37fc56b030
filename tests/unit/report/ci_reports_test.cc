// The reports for pull requests and CI systems: Markdown, annotations, TAP, and junit.xml with places.
#include <fmt/format.h>
#include <tinyxml2.h>

#include <map>
#include <sstream>

#include "tests/unit/journal/events.h"
#include "tests/unit/report/reports.h"
#include "tests/unit/report/sample_run.h"
#include "tool/report/ci_annotations.h"
#include "tool/report/markdown.h"
#include "tool/report/markdown_text.h"
#include "tool/report/report_format.h"
#include "tool/report/source_place.h"
#include "tool/report/task_text.h"
#include "tool/support/text.h"

using namespace pf;
using tinyxml2::XMLElement;

namespace {

struct Journal {
    explicit Journal(const std::string& lines) {
        REQUIRE(write_file_atomically(folder / "journal.jsonl", lines).ok());
        auto built = build_run_record(folder / "journal.jsonl");
        REQUIRE(built.ok());
        record = std::move(*built);
    }
    [[nodiscard]] std::string as(ReportFormat format, const std::string& workspace = "") const {
        return test::written(folder, [&](std::FILE* file) { return write_report(record, format, workspace, file); });
    }

    test::Folder folder;
    RunRecord record;
};

// A run of one task in /src/db/sql_test.cc:10 that ended so.
std::string journal_with(const TaskEnded& ended, const std::string& source = "/src/db/sql_test.cc:10") {
    RunStarted run = test::run_started();
    run.build_dir = "/src/build";
    run.source_dir = "/src";
    TaskDeclared task = test::declared("sql", "joins");
    task.source = source;
    TaskEnded end = ended;
    end.id = "sql.joins";
    return test::lines({run, task, PlanEnded{1}, test::started("sql.joins"), end, test::run_ended(1)});
}

TaskEnded failed_at(const std::string& file, int line) {
    TaskEnded ended = test::ended("", Outcome::failed, Cause::framework);
    ended.exit_code = 1;
    ended.reason = fmt::format("{}:{}: Expected equality of these values: 1 2", file, line);
    ended.failures = {{file, line, "Expected equality of these values:\n  1\n  2"}};
    ended.output = test::output("[ RUN      ] Sql.Joins\n");
    ended.properties = {{"rows", "12"}};
    return ended;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(line);
    }
    return lines;
}

// Returns the attribute of the first test case, or "".
std::string attribute(const std::string& junit, const char* name, const char* child = nullptr) {
    tinyxml2::XMLDocument document;
    REQUIRE(document.Parse(junit.c_str()) == tinyxml2::XML_SUCCESS);
    const XMLElement* element =
        document.FirstChildElement("testsuites")->FirstChildElement("testsuite")->FirstChildElement("testcase");
    element = child != nullptr ? element->FirstChildElement(child) : element;
    REQUIRE(element != nullptr);
    const char* const value = element->Attribute(name);
    return value != nullptr ? value : "";
}

}  // namespace

TEST_CASE("files are named relative to the directory of the reader") {
    RunStarted run;
    run.source_dir = "/src/";
    run.build_dir = "/src/build";
    const SourcePaths paths(run);
    CHECK(paths.shown("/src/a/../db/x.cc") == "db/x.cc");
    CHECK(paths.shown("../db/x.cc") == "db/x.cc");
    CHECK(paths.shown("./db/x.cc") == "db/x.cc");
    CHECK(paths.shown("/srcs/x.cc") == "/srcs/x.cc");
    CHECK(paths.shown("/src") == "/src");
    CHECK(paths.shown("").empty());
    CHECK(SourcePaths(run, "/").shown("/src/x.cc") == "src/x.cc");
    CHECK(SourcePaths(run, "").shown("db/x.cc") == "/src/db/x.cc");
    CHECK(SourcePaths(RunStarted(), "/w").shown("db/x.cc") == "db/x.cc");
    CHECK(place_from("/a:b/c.cc:12").file == "/a:b/c.cc");
    CHECK(place_from("/a:b/c.cc:12").line == 12);
    CHECK(place_from("c.cc").line == 0);
    CHECK(place_from("").file.empty());
}

TEST_CASE("the first assertion is the message, and a reason is not lost") {
    TaskEnded ended = failed_at("/src/a.cc", 3);
    ended.reason = "/src/a.cc:3: Expected equality...";
    const std::string assertion = "/src/a.cc:3: Expected equality of these values:\n  1\n  2";
    CHECK(message_of(ended) == "/src/a.cc:3: Expected equality of these values: 1 2");
    CHECK(details_of(ended) == assertion);
    ended.cause = Cause::regex;
    ended.reason = "FAIL_REGULAR_EXPRESSION \"bad\" matched the output";
    CHECK(message_of(ended) == "/src/a.cc:3: Expected equality of these values: 1 2");
    CHECK(details_of(ended) == assertion + "\n" + ended.reason);
    ended.outcome = Outcome::crashed;
    ended.reason = "killed by SIGSEGV";
    CHECK(message_of(ended) == "killed by SIGSEGV: /src/a.cc:3: Expected equality of these values: 1 2");
    CHECK(details_of(ended) == "killed by SIGSEGV\n" + assertion);
    ended.outcome = Outcome::timeout;
    ended.reason = "timeout after 10 s";
    CHECK(message_of(ended) == "timeout after 10 s");
    CHECK(details_of(ended) == "timeout after 10 s\n" + assertion);
    ended.failures.clear();
    CHECK(message_of(ended) == "timeout after 10 s");
    CHECK(details_of(ended) == "timeout after 10 s");
}

TEST_CASE("a test in junit.xml for CI systems has its place, its properties and its output in the text") {
    const Journal journal(journal_with(failed_at("../db/sql_test.cc", 14)));
    const std::string junit = journal.as(ReportFormat::junit_ci);
    CHECK(attribute(junit, "file") == "db/sql_test.cc");
    CHECK(attribute(junit, "line") == "14");
    CHECK(attribute(junit, "message", "failure") == "db/sql_test.cc:14: Expected equality of these values: 1 2");
    CHECK(junit.find("db/sql_test.cc:14: Expected equality of these values:\n  1\n  2\n\n[ RUN      ] Sql.Joins\n") !=
          std::string::npos);
    CHECK(junit.find("<property name=\"rows\" value=\"12\"") != std::string::npos);
    CHECK(junit.find("<system-out>") == std::string::npos);
    const std::string strict = journal.as(ReportFormat::junit);
    CHECK(attribute(strict, "file").empty());
    CHECK(attribute(strict, "message", "failure") == "../db/sql_test.cc:14: Expected equality of these values: 1 2");
    CHECK(strict.find("<property name=\"joins.rows\" value=\"12\"") != std::string::npos);
    CHECK(strict.find("<system-out>[ RUN") != std::string::npos);
}

TEST_CASE("the file of a test is the one of its declaration, whatever its result is") {
    CHECK(attribute(Journal(journal_with(test::ended(""))).as(ReportFormat::junit_ci), "line") == "10");
    const std::string helper = Journal(journal_with(failed_at("/src/helper.h", 99))).as(ReportFormat::junit_ci);
    CHECK(attribute(helper, "file") == "db/sql_test.cc");
    CHECK(attribute(helper, "line") == "10");
    const std::string unknown = Journal(journal_with(failed_at("/src/helper.h", 99), "")).as(ReportFormat::junit_ci);
    CHECK(attribute(unknown, "file") == "helper.h");
    CHECK(attribute(unknown, "line") == "99");
    const std::string command = "/src/CMakeLists.txt";
    CHECK(attribute(Journal(journal_with(failed_at("/src/a.c", 3), command)).as(ReportFormat::junit_ci), "file") ==
          "a.c");
    const std::string passed = Journal(journal_with(test::ended(""), command)).as(ReportFormat::junit_ci);
    CHECK(attribute(passed, "file") == "CMakeLists.txt");
    CHECK(attribute(passed, "line").empty());
}

TEST_CASE("junit.xml for CI systems has only those fixtures that failed") {
    const Journal journal(test::lines(test::sample_run()));
    const std::string junit = journal.as(ReportFormat::junit_ci);
    for (const char* name : {"schema[worker 1].setup", "schema[worker 1].teardown", "db.service"}) {
        CHECK(junit.find(std::string("\"") + name + "\"") != std::string::npos);
    }
    for (const char* name : {"schema[worker 0].setup", "db.setup", "tool.setup", "@fixture:tool"}) {
        CHECK(junit.find(std::string("\"") + name + "\"") == std::string::npos);
    }
}

TEST_CASE("annotations have the place, the title and all lines of the message") {
    const Journal journal(journal_with(failed_at("/src/db/sql_test.cc", 14)));
    CHECK(journal.as(ReportFormat::github) ==
          "::error file=db/sql_test.cc,line=14,title=sql.joins failed::db/sql_test.cc:14: Expected equality of these "
          "values:%0A  1%0A  2\n");
    CHECK(journal.as(ReportFormat::github, "/").starts_with("::error file=src/db/sql_test.cc,line=14,"));
    CHECK(journal.as(ReportFormat::github, "/elsewhere").starts_with("::error file=/src/db/sql_test.cc,line=14,"));
}

TEST_CASE("annotations are bounded in number, and the rest is counted") {
    std::vector<Event> run{test::run_started()};
    for (int i = 0; i < 25; ++i) {
        run.emplace_back(test::declared("g", std::to_string(i)));
    }
    run.emplace_back(PlanEnded{25});
    for (int i = 0; i < 25; ++i) {
        const std::string id = "g." + std::to_string(i);
        run.emplace_back(test::started(id));
        run.emplace_back(test::ended(id, Outcome::failed));
    }
    const auto annotations = [&run](const std::vector<Event>& end) {
        return lines_of(Journal(test::lines(run) + test::lines(end)).as(ReportFormat::github));
    };
    const std::vector<std::string> lines = annotations({test::run_ended(1)});
    REQUIRE(lines.size() == 10);
    CHECK(lines.back() == "::error title=More::16 more did not pass");
    // The run's own trouble is not among the rest.
    const std::vector<std::string> incomplete = annotations({});
    REQUIRE(incomplete.size() == 10);
    CHECK(incomplete.front().starts_with("::error title=run failed::"));
    CHECK(incomplete.front().ends_with("the run did not reach its end"));
    CHECK(incomplete.back() == "::error title=More::17 more did not pass");
    CHECK(annotations({Stopping{2, "interrupted by SIGINT", 0, false}, test::run_ended(1)}).front() ==
          "::error title=run failed::interrupted by SIGINT");
}

TEST_CASE("fixtures, flaky tasks and an interrupted run are annotated") {
    const std::string text = Journal(test::lines(test::sample_run())).as(ReportFormat::github);
    CHECK(text.find("title=db crashed::") != std::string::npos);
    CHECK(text.find("title=schema (set-up) failed::") != std::string::npos);
    CHECK(text.find("::warning title=retries.flaky is flaky::It passed only at attempt 3.\n") != std::string::npos);
    const std::string start = test::lines({test::run_started(), test::declared("g", "a"), PlanEnded{1}});
    TaskEnded held = test::ended("g.a", Outcome::not_run, Cause::interrupted);
    held.attempt = 0;
    const std::string interrupted =
        start + test::lines({Stopping{1, "interrupted by SIGINT", 0, false}, held, test::run_ended(130)});
    CHECK(Journal(interrupted).as(ReportFormat::github) == "::error title=run failed::interrupted by SIGINT\n");
}

TEST_CASE("what services printed and where a task hung is in each text that has the output, and in no annotation") {
    TaskEnded hung = test::ended("", Outcome::timeout, Cause::timeout);
    hung.reason = "timed out after 2 s";
    hung.output = test::output("waiting\n");
    hung.services = "--- db meanwhile:\nout of disk\n";
    hung.stacks = "--- where its processes were when it timed out\n#0  stuck_here()\n" + std::string(1 << 20, 's');
    const Journal journal(journal_with(hung));
    const std::string groups = test::written(
        journal.folder, [&](std::FILE* file) { return write_ci_groups(journal.record, CiSystem::github, file); });
    for (const std::string& text : {groups, journal.as(ReportFormat::markdown), journal.as(ReportFormat::tap)}) {
        CHECK(text.find("waiting") < text.find("out of disk"));
        CHECK(text.find("out of disk") < text.find("stuck_here()"));
        CHECK(text.find("stuck_here()") != std::string::npos);
        CHECK(text.size() < (200U << 10U));
    }
    CHECK(journal.as(ReportFormat::github) ==
          "::error file=db/sql_test.cc,line=10,title=sql.joins timeout::timed out after 2 s\n");
}

TEST_CASE("hostile names and outputs make one command a line and nothing else") {
    const Journal journal(test::lines(test::hostile_run()));
    for (const std::string& line : lines_of(journal.as(ReportFormat::github))) {
        CHECK((line.starts_with("::error ") || line.starts_with("::warning ")));
        CHECK(line.find('\r') == std::string::npos);
    }
    std::FILE* file = std::fopen((journal.folder / "groups").c_str(), "w");
    REQUIRE(write_ci_groups(journal.record, CiSystem::github, file).ok());
    REQUIRE(std::fclose(file) == 0);
    int open = 0;
    for (const std::string& line : lines_of(*read_file(journal.folder / "groups"))) {
        open += line.starts_with("::group::") ? 1 : line == "::endgroup::" ? -1 : 0;
        CHECK((open == 0 || open == 1));
        CHECK((line.starts_with("::group::") || line == "::endgroup::" || !line.starts_with("::")));
    }
    CHECK(open == 0);
}

TEST_CASE("a summary in Markdown says what failed, where, and how to repeat it") {
    const std::string text = Journal(journal_with(failed_at("/src/db/sql_test.cc", 14))).as(ReportFormat::markdown);
    CHECK(text.starts_with("### Tests: not passed\n\n1 failed of 1 task in "));
    CHECK(text.find("<details><summary><code>sql.joins</code> failed: <code>db/sql_test.cc:14: Expected equality of "
                    "these values: 1 2</code></summary>\n\n`db/sql_test.cc:14`\n") != std::string::npos);
    CHECK(text.find("```text\ndb/sql_test.cc:14: Expected equality of these values:\n  1\n  2\n\n[ RUN") !=
          std::string::npos);
    CHECK(text.find("Repeat: `parallel-fixtures run '/src/build' -C 'Release' -R '^sql\\.joins$'`\n") !=
          std::string::npos);
    CHECK(text.find("| `sql.joins` | 0.500 |\n") != std::string::npos);
}

TEST_CASE("a summary in Markdown fits into the room that there is") {
    for (const auto& run : {test::sample_run(), test::hostile_run()}) {
        const Journal journal(test::lines(run));
        for (const std::size_t most : {0, 100, 1000, 3000, 10000, 1 << 20}) {
            const Result<std::string> text = markdown_summary(journal.record, most);
            REQUIRE(text.ok());
            CHECK(text->size() <= most);
            CHECK(is_utf8(*text));
        }
        const std::string small = *markdown_summary(journal.record, 1000);
        CHECK(small.find("more that did not pass") != std::string::npos);
    }
}

TEST_CASE("nothing in a name or an output is markup") {
    CHECK(markdown_code("a|b`c``d") == "```a|b`c``d```");
    CHECK(markdown_cell("a|b`c``d") == "```a\\|b`c``d```");
    CHECK(markdown_code("`a") == "`` `a ``");
    CHECK(markdown_code("a\nb\x1b") == "`a b\\x1b`");
    CHECK(markdown_code("") == "");
    CHECK(markdown_code("  ") == "` `");
    CHECK(markdown_block("a\n````\n</details>") == "`````text\na\n````\n</details>\n`````\n");
    CHECK(markdown_block("") == "```text\n```\n");
    CHECK(markdown_html("<b>&\n") == "&lt;b&gt;&amp; ");
}

TEST_CASE("TAP has a point for each task and for whatever else failed, and the plan counts them") {
    const std::vector<std::string> lines = lines_of(Journal(test::lines(test::sample_run())).as(ReportFormat::tap));
    REQUIRE(lines.size() > 2);
    CHECK(lines[0] == "TAP version 13");
    int points = 0;
    int bad = 0;
    for (const std::string& line : lines) {
        const bool is_bad = line.starts_with("not ok ");
        if (is_bad || line.starts_with("ok ")) {
            ++points;
            bad += is_bad ? 1 : 0;
            CHECK(line.starts_with(fmt::format("{}ok {} - ", is_bad ? "not " : "", points)));
        }
    }
    CHECK(lines[1] == fmt::format("1..{}", points));
    CHECK(bad > 10);
    CHECK(points == 32 + 3 + 1);  // Two parts of schema, db, and the run, which was interrupted.
    const std::string skipped =
        Journal(journal_with(test::ended("", Outcome::skipped, Cause::disabled))).as(ReportFormat::tap);
    CHECK(skipped.find("ok 1 - sql.joins # SKIP ") != std::string::npos);
}

TEST_CASE("hostile names and outputs leave TAP its lines") {
    for (const std::string& line : lines_of(Journal(test::lines(test::hostile_run())).as(ReportFormat::tap))) {
        CHECK((line.starts_with("TAP version") || line.starts_with("1..") || line.starts_with("not ok ") ||
               line.starts_with("  ") || line.starts_with("# ")));
    }
}

TEST_CASE("each format has a name and an ending") {
    CHECK(report_format_names("|") == "markdown|github|json|junit|junit-ci|html|trace|tap");
    CHECK(report_format_from("junit-ci") == ReportFormat::junit_ci);
    CHECK_FALSE(report_format_from("xml").has_value());
    CHECK(std::string(file_ending(ReportFormat::trace)) == "json");
    const Journal journal(test::lines(test::sample_run()));
    CHECK(journal.as(ReportFormat::html).find("</html>") != std::string::npos);
    CHECK(journal.as(ReportFormat::trace).ends_with("]}"));
    CHECK(journal.as(ReportFormat::json).find("\"counts\"") != std::string::npos);
}
