// Reports are the same whether the record keeps what its lines say or they are read again.
#include "tests/unit/journal/events.h"
#include "tests/unit/report/reports.h"
#include "tests/unit/report/sample_run.h"
#include "tool/page/run_pages.h"

using namespace pf;

namespace {

std::vector<std::string> all_reports(const test::Folder& folder, const RunRecord& record) {
    RunPages pages(record);
    return {test::written(folder, [&](std::FILE* file) { return write_summary(record, file); }),
            test::written(folder, [&](std::FILE* file) { return write_test_xml(record, test::sample_site, file); }),
            test::written(folder, [&](std::FILE* file) { return write_junit(record, file); }),
            test::written(folder, [&](std::FILE* file) { return pages.write_page(file); }),
            test::written(folder, [&](std::FILE* file) { return pages.write_trace(file); })};
}

}  // namespace

TEST_CASE("reports do not depend on how much of the journal is kept in memory") {
    for (const auto& events : {test::sample_run(), test::hostile_run()}) {
        const test::Folder folder;
        REQUIRE(write_file_atomically(folder / "journal.jsonl", test::lines(events)).ok());
        const auto whole = build_run_record(folder / "journal.jsonl");
        REQUIRE(whole.ok());
        CHECK_FALSE(whole->declarations.empty());
        const std::vector<std::string> expected = all_reports(folder, *whole);
        for (const std::size_t most_kept : {std::size_t{0}, std::size_t{5000}}) {
            const auto record = build_run_record(folder / "journal.jsonl", most_kept);
            REQUIRE(record.ok());
            CHECK(record->declarations.size() + record->ends.size() < whole->declarations.size() + whole->ends.size());
            CHECK(all_reports(folder, *record) == expected);
        }
    }
}

TEST_CASE("what a record keeps stays below its limit, however much the tasks print") {
    const test::Folder folder;
    std::vector<Event> events{test::run_started(), PlanEnded{0}};
    for (int i = 0; i < 100; ++i) {
        const std::string name = "t" + std::to_string(i);
        TaskEnded ended = test::ended("g." + name);
        ended.output = test::output(std::string(10000, 'x'));
        events.insert(events.end(), {test::declared("g", name), test::started("g." + name), ended});
    }
    REQUIRE(write_file_atomically(folder / "journal.jsonl", test::lines(events)).ok());
    const auto record = build_run_record(folder / "journal.jsonl", 200000);
    REQUIRE(record.ok());
    CHECK(record->ends.size() > 10);
    CHECK(record->ends.size() < 20);
    std::size_t outputs = 0;
    const std::string xml = test::written(folder, [&](std::FILE* file) { return write_junit(*record, file); });
    for (std::size_t at = xml.find("<system-out>"); at != std::string::npos; at = xml.find("<system-out>", at + 1)) {
        ++outputs;
    }
    CHECK(outputs == 100);
}
