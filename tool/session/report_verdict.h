// The result of a test or a set-up of a linked program.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_REPORT_VERDICT_H
#define PARALLEL_FIXTURES_TOOL_SESSION_REPORT_VERDICT_H

#include <optional>
#include <string>

#include "parallel_fixtures/program.h"
#include "runtime/message.h"
#include "tool/schedule/scheduler.h"

namespace pf {

// Returns the reason of the report in one line, or its first failure with its place.
std::string reason_of(const parallel_fixtures::Report& report);

// Judges a test whose process ended. `report` is that of its framework; nullopt: there is none that could be read. A
// pass needs both the report and exit code 0.
Conclusion judge_test(const Ended& ended, const std::optional<parallel_fixtures::Report>& report);

}  // namespace pf

#endif
