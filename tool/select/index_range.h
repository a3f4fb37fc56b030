// The range of tests of ctest's option -I.
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

// "start,end,stride,number,number...", of which each part may be empty. Tasks that the other options select have the
// numbers 1, 2, 3... The meaning is that of cmCTestTestHandler::ExpandTestsToRunInformation of CMake 3.25, with two
// differences: a range without any task selects none (with ctest: all), and it cannot be the name of a file.
class IndexRange {
public:
    // The error says what is expected.
    static Result<IndexRange> parse(std::string_view text);

    [[nodiscard]] bool contains(std::uint64_t number) const;

private:
    std::uint64_t start_ = 1;
    std::optional<std::uint64_t> end_;    // Nothing: the last task.
    double stride_ = 1;                   // 0: there is no range, only numbers_.
    std::vector<std::uint64_t> numbers_;  // Sorted.
};

}  // namespace pf

#endif
