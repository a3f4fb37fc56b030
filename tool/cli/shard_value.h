// Parses the values of --shard.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_CLI_SHARD_VALUE_H
#define PARALLEL_FIXTURES_TOOL_CLI_SHARD_VALUE_H

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/result.h"
#include "tool/shard/shard.h"
#include "tool/terminal/style.h"

namespace pf {

// Accepts "<i>/<n>" with 1 <= i <= n <= kMaxShards, and "auto", which is the number that the environment has.
Result<Shard> parse_shard(const std::string& text, const Getenv& getenv);

// Returns the shard that an engine which starts several machines has put into the environment. docs/shards.md lists the
// variables. A pair whose count is 1 is ignored if another pair has a greater count, because a job of an array has such
// a pair of its own. It is an error if there is no pair, if two pairs differ, or if a value is not a number.
Result<Shard> shard_of_environment(const Getenv& getenv);

// Returns the names of all these variables.
std::vector<const char*> shard_variables();

}  // namespace pf

#endif
