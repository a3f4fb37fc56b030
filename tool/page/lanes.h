// Puts spans of time into rows, so that no two spans of a row overlap.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_PAGE_LANES_H
#define PARALLEL_FIXTURES_TOOL_PAGE_LANES_H

#include <cstdint>
#include <vector>

namespace pf {

struct LaneSpan {
    std::int64_t begin = 0;
    std::int64_t end = 0;
    std::uint64_t wish = 0;   // Spans with the same wish share a row as long as they do not overlap.
    std::uint32_t group = 0;  // Spans of different groups never share a row. The rows of a group are side by side.
};

struct Lanes {
    std::vector<std::uint32_t> of;      // By span: its row.
    std::vector<std::uint32_t> groups;  // By row: its group, in ascending order.
};

// Goes through the spans of each group in the order of their beginning. A span gets the row of its wish if that is
// free. Otherwise it gets the lowest row that is free, and the wish moves there.
Lanes lanes_of(const std::vector<LaneSpan>& spans);

}  // namespace pf

#endif
