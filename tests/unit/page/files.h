// What a writer writes to its file, as text; and pages of runs that never were.
#ifndef PARALLEL_FIXTURES_TESTS_UNIT_PAGE_FILES_H
#define PARALLEL_FIXTURES_TESTS_UNIT_PAGE_FILES_H

#include <string>

#include "tests/support/catch.h"
#include "tests/unit/journal/events.h"
#include "tests/unit/support/folder.h"
#include "tool/journal/run_record.h"
#include "tool/page/run_pages.h"
#include "tool/support/file.h"

namespace pf::test {

template <typename Writer>
std::string written(Writer writer) {
    const Folder folder;
    const Status status = write_file_atomically(folder / "file", [&](std::FILE* file) {
        writer(file);
        return ok_status();
    });
    REQUIRE(status.ok());
    return *read_file(folder / "file");
}

inline RunRecord record_in(const Folder& run, const std::string& journal) {
    REQUIRE(write_file_atomically(run / "journal.jsonl", journal).ok());
    auto record = build_run_record(run / "journal.jsonl");
    REQUIRE(record.ok());
    return *std::move(record);
}

inline std::string page_of(const RunRecord& record) {
    RunPages pages(record);
    return written([&pages](std::FILE* file) { REQUIRE(pages.write_page(file).ok()); });
}

inline std::string trace_of(const RunRecord& record) {
    RunPages pages(record);
    return written([&pages](std::FILE* file) { REQUIRE(pages.write_trace(file).ok()); });
}

}  // namespace pf::test

#endif
