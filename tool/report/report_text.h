// Words and numbers that several reports use.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_REPORT_REPORT_TEXT_H
#define PARALLEL_FIXTURES_TOOL_REPORT_REPORT_TEXT_H

#include <charconv>
#include <cstdint>
#include <ctime>
#include <string>
#include <vector>

#include "tool/event/event.h"
#include "tool/journal/run_record.h"

namespace pf {

// Convert seconds since the Unix epoch. A time outside the years 1970 to 9999 becomes the nearest one within them, and
// NaN becomes 1970.
std::int64_t whole_seconds(double seconds);
std::tm date_of(double seconds);       // In UTC.
std::string iso_time(double seconds);  // "2026-11-23T04:42:08Z"

// Returns a duration with three decimals and without grouping, as JUnit's schema requires. A negative one becomes 0.
std::string decimal_seconds(double seconds);

// Returns a number as printf does with %f (fixed) or %g (general), in any locale. `precision` is at most 10.
std::string decimal(double number, std::chars_format format, int precision);

// Returns the output and, if a file has more of it, a line that names the file.
std::string shown_output(const Output& output);

// Returns why a task or a fixture did not pass: its reason, or the word of its outcome if there is none.
std::string why(Outcome outcome, const std::string& reason);

// Returns the line "left running, killed: sleep (pid 5)", or "" if nothing was left running.
std::string leak_note(const std::vector<std::string>& leaked);

// Returns a line for each of these: leaked processes, a kept directory, and slowness.
std::string notes_on(const TaskEnded& ended);

// Returns why the run failed for a reason other than a task or a fixture: it did not reach its end, was interrupted, or
// could not write its results. Returns "" if there is no such reason.
std::string trouble_of(const RunRecord& record);

}  // namespace pf

#endif
