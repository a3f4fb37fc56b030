#include "tool/select/index_range.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>
#include <system_error>

#include "tool/support/text.h"

namespace pf {
namespace {

std::vector<std::string_view> split_at_commas(std::string_view text) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t comma = text.find(',');
        parts.push_back(text.substr(0, comma));
        if (comma == std::string_view::npos) {
            return parts;
        }
        text.remove_prefix(comma + 1);
    }
}

template <typename Number>
bool read(std::string_view text, Number& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size();
}

Error expected(std::string_view text) {
    return Error{fmt::format("'{}' is not start,end,stride,number,... with numbers from 1, each part may be empty",
                             one_line(text))};
}

}  // namespace

Result<IndexRange> IndexRange::parse(std::string_view text) {
    IndexRange range;
    const auto parts = split_at_commas(text);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i].empty()) {
            continue;
        }
        if (i == 2) {
            if (!read(parts[i], range.stride_) || !(range.stride_ >= 0) || std::isinf(range.stride_)) {
                return expected(text);
            }
            continue;
        }
        std::uint64_t number = 0;
        if (!read(parts[i], number)) {
            return expected(text);
        }
        if (i == 0) {
            range.start_ = number;
        } else if (i == 1) {
            range.end_ = number;
        } else {
            range.numbers_.push_back(number);
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
    // ctest takes start + the whole part of each multiple of the stride, which need not be whole.
    const double distance = static_cast<double>(number - start_);
    return std::floor(std::ceil(distance / stride_) * stride_) == distance;
}

}  // namespace pf
