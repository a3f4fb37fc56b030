#include "tool/report/write_reports.h"

#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <future>
#include <memory>
#include <optional>
#include <system_error>
#include <vector>

#include "tool/journal/run_directory.h"
#include "tool/journal/run_record.h"
#include "tool/page/run_pages.h"
#include "tool/report/junit.h"
#include "tool/report/site.h"
#include "tool/report/summary.h"
#include "tool/report/test_xml.h"
#include "tool/support/file.h"

namespace pf {
namespace {

struct Report {
    std::string path;
    FileWriter writer;
};

std::vector<Report> reports_of(const RunRecord& record, const std::string& run_directory,
                               const std::vector<ReportCopy>& copies) {
    const auto pages = std::make_shared<RunPages>(record);
    std::vector<Report> reports{
        {run_directory + "/summary.json", [&record](std::FILE* file) { return write_summary(record, file); }},
        {run_directory + "/Test.xml",
         [&record](std::FILE* file) { return write_test_xml(record, site_of(record), file); }},
        {run_directory + "/junit.xml", [&record](std::FILE* file) { return write_junit(record, file); }},
        {run_directory + "/report.html", [pages](std::FILE* file) { return pages->write_page(file); }},
        {run_directory + "/trace.json", [pages](std::FILE* file) { return pages->write_trace(file); }}};
    for (const ReportCopy& copy : copies) {
        reports.push_back({copy.path, [&record, format = copy.format](std::FILE* file) {
                               return write_report(record, format, "", file);
                           }});
    }
    return reports;
}

using Written = std::vector<std::optional<Result<AsideFile>>>;

// Takes reports until none is left, and writes each to a file beside its place.
void write_next(const std::vector<Report>& reports, std::atomic<std::size_t>& next, Written& written) {
    for (std::size_t i = next++; i < reports.size(); i = next++) {
        written[i].emplace(AsideFile::write(reports[i].path, "report", reports[i].writer));
    }
}

bool is_long(const std::string& journal) {
    constexpr std::int64_t kLong = std::int64_t{4} << 20U;  // Bytes. The reports of a shorter journal take some 20 ms.
    struct stat there {};
    return ::stat(journal.c_str(), &there) == 0 && there.st_size > kLong;
}

// Of a long run, a second thread writes too: the workers have ended, so there is a processor for it. It has ended when
// this returns, and nothing is forked meanwhile.
Written write_aside(const std::vector<Report>& reports, bool in_two_threads) {
    Written written(reports.size());
    std::atomic<std::size_t> next = 0;
    std::future<void> second;
    if (in_two_threads) {
        try {
            second = std::async(std::launch::async, [&] { write_next(reports, next, written); });
        } catch (const std::system_error&) {
            // The system gives no thread. This one then writes all.
        }
    }
    write_next(reports, next, written);
    if (second.valid()) {
        second.get();
    }
    return written;
}

// Writes all reports aside, then the end of the run, and then gives the reports their names. The caller holds the lock
// of the reports, so the hidden files need no process number in their names, and the next writer replaces those of a
// writer that was killed.
Status write_all_or_none(const std::vector<Report>& reports, bool in_two_threads, const PendingEnd* ending) {
    Written aside = write_aside(reports, in_two_threads);
    for (const auto& file : aside) {
        if (!*file) {
            return file->error();
        }
    }
    Status status = ending != nullptr ? ending->write() : ok_status();
    for (auto& file : aside) {
        status = status ? (*file)->commit() : status;
    }
    return status;
}

Status make_reports(const std::string& run_directory, const std::vector<ReportCopy>& copies, const PendingEnd* ending) {
    const auto lock = lock_reports(run_directory);
    if (!lock) {
        return lock.error();
    }
    auto record = ending == nullptr
                      ? build_run_record(run_directory + "/journal.jsonl")
                      : build_run_record(run_directory + "/journal.jsonl", ending->segment, ending->ended);
    if (!record) {
        return record.error();
    }
    return write_all_or_none(reports_of(*record, run_directory, copies), is_long(record->journal_path), ending);
}

void remove_file(const std::string& path) {
    struct stat there {};
    if (lstat(path.c_str(), &there) == 0 && S_ISREG(there.st_mode)) {
        unlink(path.c_str());
    }
}

}  // namespace

Status write_reports(const std::string& run_directory, const std::vector<ReportCopy>& copies,
                     const PendingEnd* ending) {
    Status status = make_reports(run_directory, copies, ending);
    if (!status && ending != nullptr) {
        for (const char* name : {"/summary.json", "/Test.xml", "/junit.xml", "/report.html", "/trace.json"}) {
            remove_file(run_directory + name);
        }
        for (const ReportCopy& copy : copies) {
            remove_file(copy.path);
        }
    }
    return status;
}

}  // namespace pf
