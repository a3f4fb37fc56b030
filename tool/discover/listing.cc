#include "tool/discover/listing.h"

#include <fmt/format.h>

#include <string_view>
#include <unordered_set>
#include <utility>

#include "tool/plan/plan_values.h"
#include "tool/support/text.h"

namespace pf {

Listing keep_cases(Listing all, const Listing& wanted) {
    std::unordered_set<std::string_view> names;
    for (const ListedCase& listed : wanted.cases) {
        names.insert(listed.name);
    }
    std::vector<ListedCase> kept;
    for (ListedCase& listed : all.cases) {
        if (names.count(listed.name) != 0) {
            kept.push_back(std::move(listed));
        }
    }
    all.cases = std::move(kept);
    return all;
}

Status check_listing(const Listing& listing) {
    if (listing.cases.empty()) {
        return Error{"it lists no test; has it any, and does TEST_FILTER let one through?"};
    }
    if (listing.cases.size() > kMaxCases) {
        return Error{fmt::format("it lists more than {} tests", kMaxCases)};
    }
    std::unordered_set<std::string_view> names;
    for (const ListedCase& listed : listing.cases) {
        if (listed.name.empty()) {
            return Error{"it has a test without a name; give it one"};
        }
        if (!is_name(listed.name)) {
            return Error{
                fmt::format("the name of the test \"{}\" holds a control character; rename it", one_line(listed.name))};
        }
        if (!names.insert(listed.name).second) {
            return Error{fmt::format("it has two tests of one name, \"{}\"; rename one", listed.name)};
        }
    }
    return ok_status();
}

}  // namespace pf
