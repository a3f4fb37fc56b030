// What report.html shows of one task or instance when a reader asks for it: commands, outputs, failed assertions.
//
// THREADS: none.
#ifndef PARALLEL_FIXTURES_TOOL_PAGE_PAGE_DETAILS_H
#define PARALLEL_FIXTURES_TOOL_PAGE_PAGE_DETAILS_H

#include "runtime/result.h"
#include "tool/journal/run_record.h"
#include "tool/support/json_text.h"

namespace pf {

// Adds the members "details" and "instance_details" to the object that `json` has open. There are two
// budgets: a large one for tasks that failed, or are flaky, slow or leaked, and a small one for those that passed or
// did not run. Once a budget is spent, the tasks that remain have no entry. Errors: the journal cannot be read again.
Status write_page_details(const RunRecord& record, JsonText& json);

}  // namespace pf

#endif
