// The shards of a merged run, as report.html and trace.json tell them apart.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_PAGE_SHARDS_H
#define PARALLEL_FIXTURES_TOOL_PAGE_SHARDS_H

#include <cstdint>
#include <string>
#include <vector>

#include "tool/journal/run_record.h"

namespace pf {

// Returns the number of the shard that each segment belongs to. 0: the segment belongs to none. All are 0 if the run
// does not consist of several shards.
std::vector<std::uint32_t> shards_of_segments(const RunRecord& record);

// Returns "shard 2/8".
std::string shard_title(const RunRecord& record, std::uint32_t shard);

// Returns what the run consists of, for people: "merged run of 3: 1/3 on host1, 2/3 on host2; 3/3 has no results". A
// run of one shard alone is "only 2/8". Empty: the run is not divided.
std::string shards_text(const RunRecord& record);

}  // namespace pf

#endif
