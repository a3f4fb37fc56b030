#include "tool/report/write_reports.h"

#include <cstdio>

#include "tool/journal/run_directory.h"
#include "tool/journal/run_record.h"
#include "tool/report/junit.h"
#include "tool/report/site.h"
#include "tool/report/summary.h"
#include "tool/report/test_xml.h"
#include "tool/support/file.h"

namespace pf {

Status write_reports(const std::string& run_directory) {
    const auto lock = lock_reports(run_directory);
    if (!lock) {
        return lock.error();
    }
    const auto record = build_run_record(run_directory + "/journal.jsonl");
    if (!record) {
        return record.error();
    }
    const Status results[] = {
        write_file_atomically(run_directory + "/summary.json",
                              [&record](std::FILE* file) { return write_summary(*record, file); }),
        write_file_atomically(run_directory + "/Test.xml",
                              [&record](std::FILE* file) { return write_test_xml(*record, site_of(*record), file); }),
        write_file_atomically(run_directory + "/junit.xml",
                              [&record](std::FILE* file) { return write_junit(*record, file); }),
    };
    for (const Status& result : results) {
        if (!result) {
            return result;
        }
    }
    return ok_status();
}

}  // namespace pf
