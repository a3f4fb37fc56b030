// Makes the reports of events, as text.
#ifndef PARALLEL_FIXTURES_TESTS_UNIT_REPORT_REPORTS_H
#define PARALLEL_FIXTURES_TESTS_UNIT_REPORT_REPORTS_H

#include <string>

#include "tests/support/catch.h"
#include "tests/unit/journal/events.h"
#include "tests/unit/report/sample_run.h"
#include "tests/unit/support/folder.h"
#include "tool/journal/run_record.h"
#include "tool/report/junit.h"
#include "tool/report/summary.h"
#include "tool/report/test_xml.h"
#include "tool/support/file.h"

namespace pf::test {

struct Reports {
    std::string summary;
    std::string test_xml;
    std::string junit;
};

inline const Site sample_site{"site", "build", "20261123-0442-Experimental"};

template <typename Writer>
std::string written(const Folder& folder, Writer writer) {
    const Status status = write_file_atomically(folder / "report", writer);
    INFO((status.ok() ? "" : status.error().message));
    REQUIRE(status.ok());
    return *read_file(folder / "report");
}

inline Reports reports_of(const std::string& journal) {
    const Folder folder;
    REQUIRE(write_file_atomically(folder / "journal.jsonl", journal).ok());
    const auto record = build_run_record(folder / "journal.jsonl");
    REQUIRE(record.ok());
    return {written(folder, [&](std::FILE* file) { return write_summary(*record, file); }),
            written(folder, [&](std::FILE* file) { return write_test_xml(*record, sample_site, file); }),
            written(folder, [&](std::FILE* file) { return write_junit(*record, file); })};
}

// Returns the reports of hostile_run(). They are made only once, because the run is large.
inline const Reports& hostile_reports() {
    static const Reports reports = reports_of(lines(hostile_run()));
    return reports;
}

}  // namespace pf::test

#endif
