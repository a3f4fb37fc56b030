// The two files of a run for people who look at it: report.html for a browser, trace.json for a trace viewer.
//
// THREADS: the files may be written at the same time.
#ifndef PARALLEL_FIXTURES_TOOL_PAGE_RUN_PAGES_H
#define PARALLEL_FIXTURES_TOOL_PAGE_RUN_PAGES_H

#include <cstdio>

#include "runtime/result.h"
#include "tool/journal/run_record.h"
#include "tool/page/run_view.h"

namespace pf {

class RunPages {
public:
    // OWNERSHIP: `record` must outlive this object.
    explicit RunPages(const RunRecord& record) : record_(record), view_(view_run(record)) {}

    // One file that needs no other: no network, no library. It compares the run with those whose directories lie beside
    // the journal's. Errors: the journal cannot be read again.
    Status write_page(std::FILE* file) const;

    Status write_trace(std::FILE* file) const;

private:
    const RunRecord& record_;
    RunView view_;  // Both files are made from it.
};

}  // namespace pf

#endif
