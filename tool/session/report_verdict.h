// What a linked program reports, in the words of results.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_REPORT_TEXT_H
#define PARALLEL_FIXTURES_TOOL_SESSION_REPORT_TEXT_H

#include <optional>
#include <string>

#include "parallel_fixtures/program.h"
#include "runtime/message.h"
#include "tool/schedule/scheduler.h"

namespace pf {

// In one line: the report's own reason, or its first failure with its place.
std::string reason_of(const parallel_fixtures::Report& report);

// What the end of a test's process means. `report`: what its framework said of it; nullopt: nothing, or nothing that
// could be read. A pass needs both, the framework's word and exit code 0.
Conclusion judge_test(const Ended& ended, const std::optional<parallel_fixtures::Report>& report);

}  // namespace pf

#endif
