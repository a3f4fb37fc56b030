// Values of plan entries as numbers and words.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_PLAN_PLAN_VALUES_H
#define PARALLEL_FIXTURES_TOOL_PLAN_PLAN_VALUES_H

#include <limits>
#include <optional>

#include "tool/plan/plan.h"

namespace pf {

inline constexpr double kMaxSeconds = 1e9;
inline constexpr double kMaxGrace = 60;  // Seconds, as CTest has it.
inline constexpr int kMaxInt = std::numeric_limits<int>::max();
// In place of what a value should have been.
inline constexpr const char* kFine = nullptr;

// CMake's words, in any case: 1 ON TRUE YES Y and 0 OFF FALSE NO N.
std::optional<bool> parse_switch(Text value);

// A decimal number from 0 to kMaxSeconds, as CTest's TIMEOUT and COST are.
std::optional<double> parse_seconds(Text value);

// A decimal number between the two, both allowed.
std::optional<int> parse_int(Text value, int least, int most);

// "sigterm", in any case.
std::optional<int> parse_signal(Text value);

// "SIGTERM", for a signal that parse_signal knows.
Text signal_word(int signal);

// NAME=<operation>:<value> with an operation of CTest's ENVIRONMENT_MODIFICATION (CMake 3.22).
bool is_modification(Text value);

// NAME=value: what stands before the first `=` is not empty.
bool is_assignment(Text value);

// For part of an id: not empty, no control characters.
bool is_name(Text value);

// Ids that belong to ParallelFixtures: they end with .setup, .teardown or .DISCOVERY_FAILED.
bool is_reserved_id(Text id);

}  // namespace pf

#endif
