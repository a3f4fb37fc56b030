// Shows a recorded run on the terminal.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_REPLAY_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_REPLAY_H

#include "runtime/result.h"
#include "tool/event/event.h"
#include "tool/journal/run_record.h"

namespace pf {

// Hands the events of the journal of a record to `sink`, without the ends of its processes. Of a task that several
// processes ran, only what counts in the record is handed on.
Status replay(const RunRecord& record, EventSink& sink);

}  // namespace pf

#endif
