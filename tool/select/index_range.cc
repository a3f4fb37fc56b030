#include "tool/select/index_range.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "tool/support/number.h"
#include "tool/support/text.h"

namespace pf {
namespace {

Error expected(std::string_view text) {
    return Error{fmt::format("'{}' is not start,end,stride,number,... with numbers from 1; each part may be empty",
                             one_line(text))};
}

}  // namespace

Result<IndexRange> IndexRange::parse(std::string_view text) {
    IndexRange range;
    const auto parts = split(text, ',');
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i].empty()) {
            continue;
        }
        if (i == 2) {
            range.stride_ = parse_number<double>(parts[i]).value_or(-1);
            if (!(range.stride_ >= 0) || std::isinf(range.stride_)) {
                return expected(text);
            }
            continue;
        }
        const auto number = parse_number<std::uint64_t>(parts[i]);
        if (!number) {
            return expected(text);
        }
        if (i == 0) {
            range.start_ = *number;
        } else if (i == 1) {
            range.end_ = *number;
        } else {
            range.numbers_.push_back(*number);
        }
    }
    std::sort(range.numbers_.begin(), range.numbers_.end());
    return range;
}

bool IndexRange::contains(std::uint64_t number) const {
    if (std::binary_search(numbers_.begin(), numbers_.end(), number)) {
        return true;
    }
    if (stride_ <= 0 || number < start_ || (end_ && number > *end_)) {
        return false;
    }
    // ctest takes the start plus each multiple of the stride rounded down. The stride need not be whole.
    const double distance = static_cast<double>(number - start_);
    return std::floor(std::ceil(distance / stride_) * stride_) == distance;
}

}  // namespace pf
