// The lists of a Qt Test program. The first byte of an input is '5' for Qt 5, and the lines before an empty one are the
// functions; the rest has the rows.
#include <algorithm>
#include <set>

#include "tests/fuzz/support/fuzz.h"
#include "tests/fuzz/support/listing_rules.h"
#include "tool/discover/list_qt_test.h"

using namespace pf;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input = fuzz::text_of(data, size);
    const std::size_t end = std::min(input.find("\n\n"), input.size());
    const auto listing = parse_qt_test_listing(input.substr(std::min<std::size_t>(1, end), end),
                                               input.substr(std::min(end + 2, size)), "", input.substr(0, 1) == "5");
    if (!fuzz::hold_listing(listing)) {
        return 0;
    }
    std::set<std::string> selected;
    for (const ListedCase& listed : listing->cases) {
        PF_HOLDS(listed.arguments.size() == 1 && !listed.arguments.front().empty());
        PF_HOLDS_WITH(!listed.problem.empty() || selected.insert(listed.arguments.front()).second, listed.name);
    }
    return 0;
}
