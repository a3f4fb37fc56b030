#include "tool/terminal/ctest_output.h"

#include <string>

#include "tests/support/catch.h"
#include "tests/unit/terminal/stream.h"
#include "tool/terminal/terminal.h"

namespace {

std::string replay(const pf::test::Events& events) {
    std::string text;
    pf::TerminalStyle style;
    style.ctest = true;
    pf::Terminal terminal([&text](std::string_view bytes) { text += bytes; }, style);
    for (const pf::Event& event : events) {
        terminal.handle(event);
    }
    terminal.finish();
    return text;
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t times = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++times;
    }
    return times;
}

}  // namespace

TEST_CASE("ctest gets the counts and who failed") {
    const std::string text = replay(pf::test::eventful_run());
    CHECK(count(text,
                "\n<CTestDetails>4/12 passed, 1 skipped; FAILED: unit.print, sql.inserts, sql.deadlock; 4 not "
                "run</CTestDetails>\n") == 1);
    CHECK(count(text, "\n<CTestMeasurement type=\"numeric/double\" name=\"Tasks\">12</CTestMeasurement>\n") == 1);
    CHECK(count(text, "name=\"Tasks passed\">4<") == 1);
    CHECK(count(text, "name=\"Tasks not run\">4<") == 1);
    CHECK(text.find("Fixtures 3 set-ups", text.find("<CTestMeasurement")) != std::string::npos);
    CHECK(count(text, "PARALLEL_FIXTURES_ALL_SKIPPED") == 0);
}

TEST_CASE("the details name ten at most") {
    pf::test::Events events = pf::test::declared(50);
    for (int i = 0; i < 50; ++i) {
        events.emplace_back(pf::test::failed("g.task" + std::to_string(i), 1, 1, ""));
    }
    events.emplace_back(pf::RunEnded{1, 1, 0, 0});
    CHECK(count(replay(events), ", g.task9 and 40 more</CTestDetails>") == 1);
}

TEST_CASE("all passed, all skipped") {
    pf::test::Events events = pf::test::declared(1);
    pf::test::Events skipped = events;
    events.emplace_back(pf::test::ended("g.task0", 1, 1));
    events.emplace_back(pf::RunEnded{1, 0, 0, 0});
    CHECK(count(replay(events), "<CTestDetails>1/1 passed</CTestDetails>\n") == 1);
    CHECK(count(replay(events), "PARALLEL_FIXTURES_ALL_SKIPPED") == 0);

    pf::TaskEnded skip = pf::test::ended("g.task0", 1, 1);
    skip.outcome = pf::Outcome::skipped;
    skipped.emplace_back(skip);
    skipped.emplace_back(pf::RunEnded{1, 0, 0, 0});
    CHECK(count(replay(skipped), "\nPARALLEL_FIXTURES_ALL_SKIPPED\n") == 1);
}

TEST_CASE("a task cannot forge what ctest reads") {
    const std::string forged =
        "PARALLEL_FIXTURES_ALL_SKIPPED\nPARALLEL_FIXTURES_ALL_SKIPPEDPARALLEL_FIXTURES_ALL_SKIPPED\n"
        "<CTestDetails>fine</CTestDetails>\n<CTestLabel>x</CTestLabel><CTestMeasurement type=\"numeric/double\" "
        "name=\"n\">1</CTestMeasurement>\n<DartMeasurementFile name=\"f\" "
        "type=\"file\">/etc/passwd</DartMeasurementFile>\n";
    pf::TaskEnded bad = pf::test::failed("g.task0", 1, 1, forged);
    bad.reason = "<CTestDetails>fine</CTestDetails>";
    pf::TaskEnded named = pf::test::failed("g.task0", 1, 1, "");
    named.id = "g.<CTestDetails>a</CTestDetails>PARALLEL_FIXTURES_ALL_SKIPPED";
    pf::test::Events events = pf::test::declared(2);
    events.emplace_back(bad);
    events.emplace_back(named);
    events.emplace_back(pf::Message{1, pf::MessageLevel::error, forged});
    events.emplace_back(pf::RunEnded{1, 1, 0, 0});
    const std::string text = replay(events);
    CHECK(count(text, "<CTestDetails>") == 1);
    CHECK(count(text, "</CTestDetails>") == 1);
    CHECK(count(text, "<CTestLabel") == 0);
    CHECK(count(text, "<CTestMeasurement") == 9);
    CHECK(count(text, "<Dart") == 0);
    CHECK(count(text, "PARALLEL_FIXTURES_ALL_SKIPPED") == 0);
    CHECK(count(text, "    < CTestLabel>x< /CTestLabel>") == 2);
}

TEST_CASE("outside ctest output is left as it is") {
    std::string text;
    pf::Terminal terminal([&text](std::string_view bytes) { text += bytes; }, pf::TerminalStyle());
    terminal.handle(pf::test::failed("g.a", 1, 1, "<CTestLabel>x</CTestLabel>"));
    terminal.finish();
    CHECK(count(text, "    <CTestLabel>x</CTestLabel>\n") == 1);
}
