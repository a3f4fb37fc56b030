// ctest's -I: tests by their number.
//
// THREADS: values; nothing is shared.
#ifndef PARALLEL_FIXTURES_TOOL_SELECT_INDEX_RANGE_H
#define PARALLEL_FIXTURES_TOOL_SELECT_INDEX_RANGE_H

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "runtime/result.h"

namespace pf {

// "start,end,stride,number,number...", each may be left empty; numbers count from 1 over the tasks that the other
// options let through. As cmCTestTestHandler::ExpandTestsToRunInformation of CMake 3.25 has it, but a range that holds
// nothing selects nothing there is (ctest: everything), and a file's name is not understood.
class IndexRange {
public:
    // On failure: what is expected.
    static Result<IndexRange> parse(std::string_view text);

    [[nodiscard]] bool contains(std::uint64_t number) const;

private:
    std::uint64_t start_ = 1;
    std::optional<std::uint64_t> end_;    // None: the last.
    double stride_ = 1;                   // 0: no range, only numbers_.
    std::vector<std::uint64_t> numbers_;  // Sorted.
};

}  // namespace pf

#endif
