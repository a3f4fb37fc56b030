// Words and numbers that several reports share.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_REPORT_REPORT_TEXT_H
#define PARALLEL_FIXTURES_TOOL_REPORT_REPORT_TEXT_H

#include <cstdint>
#include <ctime>
#include <string>
#include <vector>

#include "tool/event/event.h"
#include "tool/journal/run_record.h"

namespace pf {

// Of what a date can say, 1970 to 9999, the nearest.
std::int64_t whole_seconds(double seconds);
std::tm date_of(double seconds);

// "2026-11-23T04:42:08Z", of seconds since the epoch.
std::string iso_time(double seconds);

// Three decimals, a point, no grouping: what JUnit's schema takes. Never negative.
std::string decimal_seconds(double seconds);

// What was printed, and below it where more of it is.
std::string shown_output(const Output& output);

// One sentence on why a task or fixture is not green: its reason, or the word of its outcome.
std::string why(Outcome outcome, const std::string& reason);

// "left running, killed: sleep (pid 5)" and a newline; empty: nothing was.
std::string leak_note(const std::vector<std::string>& leaked);

// Each failed assertion as "file:line: message", in lines of their own.
std::string failures_text(const Failures& failures);

// What is worth knowing beside the verdict, a line each: leaked processes, kept directories, slowness.
std::string notes_on(const TaskEnded& ended);

// A run whose result is not what its tasks' results say: it broke off, was interrupted, could not write. Empty: none.
std::string trouble_of(const RunRecord& record);

}  // namespace pf

#endif
