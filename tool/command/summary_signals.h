// The signals of a run that has ended and prints its summary.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_SUMMARY_SIGNALS_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_SUMMARY_SIGNALS_H

namespace pf {

// Unblocks all signals, so that Ctrl-C kills the process at once even if a slow reader blocks the summary. `ended_by`
// is the signal that ended the run (0: none). One request to end may arrive as two signals (repeated_signals.h), so for
// half a second this signal is ignored.
void unblock_signals(int ended_by);

}  // namespace pf

#endif
