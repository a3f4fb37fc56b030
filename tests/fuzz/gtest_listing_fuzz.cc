// GoogleTest's list of tests, and that each case's filter selects it alone.
#include <algorithm>

#include "tests/fuzz/support/fuzz.h"
#include "tests/fuzz/support/listing_rules.h"
#include "tool/discover/list_gtest.h"
#include "tool/discover/selector.h"

using namespace pf;

namespace {

// As UnitTestOptions::FilterMatchesTest: patterns, and behind a "-" those that are left out.
bool selects(std::string_view filter, std::string_view name) {
    const std::size_t dash = filter.find('-');
    const auto any_of = [name](std::string_view patterns) {
        const auto parts = fuzz::split(patterns, ':');
        return std::any_of(parts.begin(), parts.end(), [&](auto part) { return glob_matches(part, name); });
    };
    return any_of(filter.substr(0, dash)) && (dash == std::string_view::npos || !any_of(filter.substr(dash + 1)));
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto listing = parse_gtest_listing(fuzz::text_of(data, size));
    if (!fuzz::hold_listing(listing)) {
        return 0;
    }
    constexpr std::string_view kOption = "--gtest_filter=";
    for (const ListedCase& listed : listing->cases) {
        PF_HOLDS(listed.arguments.size() == 1 && listed.arguments.front().find(kOption) == 0);
        const std::string filter = listed.arguments.front().substr(kOption.size());
        for (const ListedCase& other : listing->cases) {
            PF_HOLDS_WITH(!listed.problem.empty() || selects(filter, other.name) == (&other == &listed), filter);
        }
    }
    return 0;
}
