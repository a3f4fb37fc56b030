#include "tool/discover/listing.h"

#include <fmt/format.h>

#include <string_view>
#include <unordered_set>
#include <utility>

#include "runtime/unique_names.h"
#include "tool/plan/plan_values.h"
#include "tool/support/text.h"

namespace pf {

namespace {

// Returns a text that differs for any two cases of a program that are not the same.
std::string identity(const ListedCase& listed) {
    return fmt::format("{}\n{}\n{}", listed.line, listed.file, listed.name);
}

}  // namespace

void number_cases(Listing& listing) {
    UniqueNames names;
    for (ListedCase& listed : listing.cases) {
        listed.name = names.next(listed.name);
    }
}

Listing keep_cases(Listing all, const Listing& wanted) {
    std::unordered_set<std::string> identities;
    for (const ListedCase& listed : wanted.cases) {
        identities.insert(identity(listed));
    }
    std::vector<bool> is_wanted;
    for (const ListedCase& listed : all.cases) {
        is_wanted.push_back(identities.count(identity(listed)) != 0);
    }
    number_cases(all);
    std::size_t at = 0;
    std::erase_if(all.cases, [&](const ListedCase& /*listed*/) { return !is_wanted[at++]; });
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
