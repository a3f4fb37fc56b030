// The data of report.html: one JSON object, which tool/page/web reads. docs/design/report-page.md lists its members.
//
// THREADS: none.
#ifndef PARALLEL_FIXTURES_TOOL_PAGE_PAGE_DATA_H
#define PARALLEL_FIXTURES_TOOL_PAGE_PAGE_DATA_H

#include <cstdio>
#include <vector>

#include "runtime/result.h"
#include "tool/journal/run_record.h"
#include "tool/page/earlier_results.h"
#include "tool/page/run_view.h"

namespace pf {

// Errors: the journal cannot be read again.
Status write_page_data(const RunRecord& record, const RunView& view, const std::vector<EarlierRun>& earlier,
                       const Comparison& compared, std::FILE* file);

}  // namespace pf

#endif
