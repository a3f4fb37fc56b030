// Boost.Test's graph of tests, and that each case's filters select it alone. The first line of an input is a
// TEST_FILTER.
#include <algorithm>

#include "tests/fuzz/support/fuzz.h"
#include "tests/fuzz/support/listing_rules.h"
#include "tool/discover/boost_test_filter.h"
#include "tool/discover/list_boost_test.h"

using namespace pf;

namespace {

// As framework::impl::parse_filters: what some select, without what others with "!" do.
bool selects(const ListedCase& by, const BoostTestUnit& unit) {
    bool selected = false;
    for (const std::string_view argument : by.arguments) {
        std::string_view pattern = argument;
        pattern.remove_prefix(std::string_view("--run_test=").size());
        const bool excludes = pattern.substr(0, 1) == "!";
        pattern.remove_prefix(excludes ? 1 : 0);
        const bool matches = boost_test_matches(pattern, unit);
        selected = excludes ? selected && !matches : selected || matches;
    }
    return selected;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input = fuzz::text_of(data, size);
    const std::size_t line = std::min(input.find('\n'), input.size());
    const auto listing = parse_boost_test_listing(input.substr(std::min(line + 1, size)), input.substr(0, line));
    if (!fuzz::hold_listing(listing)) {
        return 0;
    }
    // The name of a case in a suite has a "/", and that of one of several alike a "#".
    const auto is_alone = [](const ListedCase& one) { return one.name.find_first_of("/#") == std::string::npos; };
    for (const ListedCase& listed : listing->cases) {
        PF_HOLDS(!listed.arguments.empty() && listed.arguments.front().find("--run_test=") == 0);
        for (const ListedCase& other : listing->cases) {
            const bool checked = is_alone(listed) && is_alone(other) && listed.problem.empty();
            PF_HOLDS_WITH(!checked || selects(listed, {{other.name}, {}}) == (&other == &listed), other.name);
        }
    }
    return 0;
}
