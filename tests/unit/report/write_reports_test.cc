#include "tool/report/write_reports.h"

#include <filesystem>

#include "tests/support/catch.h"
#include "tests/unit/journal/events.h"
#include "tests/unit/report/reports.h"
#include "tests/unit/report/sample_run.h"
#include "tests/unit/support/folder.h"
#include "tool/journal/run_record.h"
#include "tool/report/junit.h"
#include "tool/report/site.h"
#include "tool/report/summary.h"
#include "tool/report/test_xml.h"
#include "tool/support/file.h"

using namespace pf;
using pf::test::Folder;
using Names = std::set<std::string>;

TEST_CASE("all reports are written beside the journal, again and again") {
    const Folder run;
    REQUIRE(write_file_atomically(run / "journal.jsonl", test::lines(test::sample_run())).ok());
    const Names all{"journal.jsonl", "reports.lock", "summary.json", "Test.xml",
                    "junit.xml",     "report.html",  "trace.json"};
    for (int i = 0; i < 2; ++i) {
        const Status status = write_reports(run.path());
        INFO((status.ok() ? "" : status.error().message));
        REQUIRE(status.ok());
        CHECK(run.names() == all);
    }
    CHECK(read_file(run / "Test.xml")->find("</Site>") != std::string::npos);
    CHECK(read_file(run / "junit.xml")->find("</testsuites>") != std::string::npos);
    CHECK(read_file(run / "report.html")->find("</html>") != std::string::npos);
    CHECK(read_file(run / "trace.json")->ends_with("]}"));
}

TEST_CASE("the reports of a long run, which two threads write, are those that each writer makes") {
    const Folder run;
    std::vector<Event> events = test::sample_run();
    for (Event& event : events) {
        if (auto* ended = std::get_if<TaskEnded>(&event)) {
            ended->output.text = std::string(std::size_t{1} << 20U, 'x') + "\n";
        }
    }
    const std::string lines = test::lines(events);
    REQUIRE(lines.size() > std::size_t{5} << 20U);
    REQUIRE(write_file_atomically(run / "journal.jsonl", lines).ok());
    REQUIRE(write_reports(run.path(), {{ReportFormat::tap, run / "copy.tap"}}).ok());
    const auto record = build_run_record(run / "journal.jsonl");
    REQUIRE(record.ok());
    const Folder other;
    CHECK(*read_file(run / "junit.xml") ==
          test::written(other, [&](std::FILE* file) { return write_junit(*record, file); }));
    CHECK(*read_file(run / "Test.xml") ==
          test::written(other, [&](std::FILE* file) { return write_test_xml(*record, site_of(*record), file); }));
    CHECK(*read_file(run / "summary.json") ==
          test::written(other, [&](std::FILE* file) { return write_summary(*record, file); }));
    CHECK(run.names() == Names{"journal.jsonl", "reports.lock", "summary.json", "Test.xml", "junit.xml", "report.html",
                               "trace.json", "copy.tap"});
    std::filesystem::remove(run / "Test.xml");
    std::filesystem::create_directory(run / "Test.xml");
    CHECK_FALSE(write_reports(run.path()).ok());
}

TEST_CASE("without a journal there is an error and no report") {
    const Folder run;
    const Status status = write_reports(run.path());
    REQUIRE_FALSE(status.ok());
    CHECK(status.error().message.find("journal.jsonl") != std::string::npos);
    CHECK(run.names() == Names{"reports.lock"});
    CHECK_FALSE(write_reports(run / "none").ok());
}

TEST_CASE("where one report cannot be written there is none") {
    const Folder run;
    REQUIRE(write_file_atomically(run / "journal.jsonl", test::lines(test::sample_run())).ok());
    std::filesystem::create_directory(run / "summary.json");
    const Status status = write_reports(run.path());
    REQUIRE_FALSE(status.ok());
    CHECK(status.error().message.find("summary.json") != std::string::npos);
    CHECK(run.names() == Names{"journal.jsonl", "reports.lock", "summary.json"});
}

TEST_CASE("the copy of junit.xml is one of the reports") {
    const Folder run;
    REQUIRE(write_file_atomically(run / "journal.jsonl", test::lines(test::sample_run())).ok());
    CHECK_FALSE(write_reports(run.path(), {{ReportFormat::junit, run / "none/junit.xml"}}).ok());
    CHECK(run.names() == Names{"journal.jsonl", "reports.lock"});
    REQUIRE(write_reports(run.path(), {{ReportFormat::junit, run / "copy.xml"}}).ok());
    CHECK(*read_file(run / "copy.xml") == *read_file(run / "junit.xml"));
}

TEST_CASE("when the end of a run cannot be written, earlier reports are removed") {
    const Folder run;
    REQUIRE(write_file_atomically(run / "journal.jsonl", test::lines(test::sample_run())).ok());
    REQUIRE(write_reports(run.path(), {{ReportFormat::junit, run / "copy.xml"}}).ok());
    PendingEnd ending;
    SECTION("to the journal") {
        ending.write = [] { return Status(Error{"the disk is full"}); };
    }
    SECTION("to one of the reports") {
        std::filesystem::remove(run / "junit.xml");
        std::filesystem::create_directory(run / "junit.xml");
        ending.write = [] { return ok_status(); };
    }
    CHECK_FALSE(write_reports(run.path(), {{ReportFormat::junit, run / "copy.xml"}}, &ending).ok());
    std::filesystem::remove(run / "junit.xml");
    CHECK(run.names() == Names{"journal.jsonl", "reports.lock"});
}

TEST_CASE("the reports speak of an end that the journal has only with them") {
    const Folder run;
    REQUIRE(write_file_atomically(run / "journal.jsonl", "").ok());
    RunEnded ended;
    ended.exit_code = 5;
    bool written = false;
    const PendingEnd ending{7, ended, [&] {
                                written = run.names().count("summary.json") == 0;
                                return ok_status();
                            }};
    REQUIRE(write_reports(run.path(), {}, &ending).ok());
    CHECK(written);
    CHECK(read_file(run / "summary.json")->find("\"exit_code\":5") != std::string::npos);
}

TEST_CASE("on a full disk the old reports stand and nothing is left beside them") {
    const Folder run;
    REQUIRE(write_file_atomically(run / "journal.jsonl", test::lines(test::sample_run())).ok());
    REQUIRE(write_file_atomically(run / "Test.xml", "old").ok());
    const int result = test::in_child([&run] {
        test::limit_file_size(3000);
        const Status status = write_reports(run.path());
        return !status.ok() && status.error().message.find("File too large") != std::string::npos ? 0 : 1;
    });
    CHECK(result == 0);
    CHECK(*read_file(run / "Test.xml") == "old");
    CHECK(run.names() == Names{"journal.jsonl", "reports.lock", "Test.xml"});
}

TEST_CASE("a journal that becomes shorter while it is read is an error, not a crash") {
    const Folder run;
    const std::string journal = test::lines(test::sample_run());
    REQUIRE(write_file_atomically(run / "journal.jsonl", journal).ok());
    const auto record = build_run_record(run / "journal.jsonl");
    REQUIRE(record.ok());
    REQUIRE(write_file_atomically(run / "journal.jsonl", journal.substr(0, journal.size() / 2)).ok());
    const Status xml = write_file_atomically(
        run / "Test.xml", [&record](std::FILE* file) { return write_test_xml(*record, Site{}, file); });
    const Status junit =
        write_file_atomically(run / "junit.xml", [&record](std::FILE* file) { return write_junit(*record, file); });
    REQUIRE_FALSE(xml.ok());
    REQUIRE_FALSE(junit.ok());
    CHECK(junit.error().message.find("became shorter") != std::string::npos);
    CHECK(run.names() == Names{"journal.jsonl"});
}
