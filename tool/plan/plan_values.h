// The values of a plan's entries as numbers, switches and signals.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_PLAN_PLAN_VALUES_H
#define PARALLEL_FIXTURES_TOOL_PLAN_PLAN_VALUES_H

#include <limits>
#include <optional>

#include "tool/plan/plan.h"

namespace pf {

inline constexpr double kMaxSeconds = 1e9;
inline constexpr double kMaxGrace = 60;  // Seconds. CTest has the same limit for TIMEOUT_SIGNAL_GRACE_PERIOD.
inline constexpr int kMaxInt = std::numeric_limits<int>::max();
// The result of functions that return what a value should be, if the value is valid.
inline constexpr const char* kFine = nullptr;

// Reads CMake's words for true (1 ON TRUE YES Y) and false (0 OFF FALSE NO N), in upper or lower case.
std::optional<bool> parse_switch(Text value);

// Reads a decimal number from 0 to kMaxSeconds without an exponent, as CTest's TIMEOUT and COST are.
std::optional<double> parse_decimal(Text value);

// Reads a decimal number from `least` to `most`.
std::optional<int> parse_int(Text value, int least, int most);

// Reads the name of a signal such as "SIGTERM", in upper or lower case.
std::optional<int> parse_signal(Text value);

// Returns the name of a signal that parse_signal() knows, or "".
Text signal_keyword(int signal);

// Returns whether the value is NAME=<operation>:<value> with an operation of CTest's ENVIRONMENT_MODIFICATION (CMake
// 3.22).
bool is_modification(Text value);

// Returns whether the value is NAME=value with a name that is not empty.
bool is_assignment(Text value);

// Returns whether the value can be part of an id: it is not empty and has no control characters.
bool is_name(Text value);

// Returns whether only ParallelFixtures may use the id, because it ends with .setup, .teardown or .DISCOVERY_FAILED.
bool is_reserved_id(Text id);

}  // namespace pf

#endif
