// The two files of a run for people who look at it: report.html for a browser, trace.json for a trace viewer.
//
// THREADS: none.
#ifndef PARALLEL_FIXTURES_TOOL_PAGE_RUN_PAGES_H
#define PARALLEL_FIXTURES_TOOL_PAGE_RUN_PAGES_H

#include <cstdio>
#include <optional>

#include "runtime/result.h"
#include "tool/journal/run_record.h"
#include "tool/page/run_view.h"

namespace pf {

// Reads what both files need once, when the first of them is written.
class RunPages {
public:
    // OWNERSHIP: `record` must outlive this object.
    explicit RunPages(const RunRecord& record) : record_(record) {}

    // One file that needs no other: no network, no library. It compares the run with those whose directories lie beside
    // the journal's. Errors: the journal cannot be read again.
    Status write_page(std::FILE* file);

    Status write_trace(std::FILE* file);

private:
    Result<const RunView*> view();

    const RunRecord& record_;
    std::optional<RunView> view_;
};

}  // namespace pf

#endif
