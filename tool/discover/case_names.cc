#include "tool/discover/case_names.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "runtime/unique_names.h"

namespace pf {
namespace {

constexpr std::string_view kDisabled = "DISABLED_";
constexpr std::string_view kDigits = "0123456789";

std::string_view without_disabled(std::string_view name) {
    return name.substr(0, kDisabled.size()) == kDisabled ? name.substr(kDisabled.size()) : name;
}

// Returns the text as GoogleTest prints it on one line of its list. CMake reads such lines, or has other control
// characters in no name.
std::string on_one_line(std::string_view text) {
    std::string line;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        line += c == '\n' ? "\\n" : std::string(1, byte < 0x20 || byte == 0x7f ? '?' : c);
    }
    return line;
}

// Returns the text as it is in GoogleTest's list, which cuts parameters.
std::string in_list(std::string_view text) {
    constexpr std::size_t kLongest = 250;
    return on_one_line(text.substr(0, kLongest)) + (text.size() > kLongest ? "..." : "");
}

bool is_number(std::string_view text) {
    return !text.empty() && text.find_first_not_of(kDigits) == std::string_view::npos;
}

// Splits a name at its last slash. The second part is empty if there is none.
std::pair<std::string_view, std::string_view> split_last(std::string_view name) {
    const std::size_t slash = name.rfind('/');
    return slash == std::string_view::npos ? std::pair(name, std::string_view())
                                           : std::pair(name.substr(0, slash), name.substr(slash + 1));
}

// The parts of the name of a GoogleTest test.
struct GtestName {
    std::string_view suite;
    std::string_view test;
    std::string_view type;
    std::string_view value;
};

// New versions of CMake read the list as JSON. A parameter or a type whose name is not a number keeps that name.
std::string gtest_name_by_json(const GtestName& name, const CaseNames& names) {
    std::string suite(without_disabled(name.suite));
    std::string test(without_disabled(name.test));
    if (const auto [before, number] = split_last(test);
        names.pretty_values && !name.value.empty() && is_number(number)) {
        test = std::string(before) + "/" + on_one_line(name.value);
    }
    if (!name.type.empty()) {
        const auto [before, number] = split_last(name.suite);
        const std::string type = names.pretty_types ? on_one_line(name.type) : std::string(number);
        suite = without_disabled(before);
        test += type.empty() ? "" : "<" + type + ">";
    }
    return suite + "." + test;
}

// Returns where the name of a suite ends in its line of the list: at a slash before a digit or, for old versions of
// CMake, at any slash.
std::size_t end_of_suite(std::string_view line, bool at_any_slash) {
    std::size_t slash = line.find('/');
    while (!at_any_slash && slash != std::string_view::npos &&
           kDigits.find(line[slash + 1]) == std::string_view::npos) {
        slash = line.find('/', slash + 1);
    }
    return slash;
}

// Other versions of CMake read the printed list, whose line of a suite is "Suite/0.  # TypeParam = int". What their
// regular expressions do not match, which is a type with a name instead of a number, stays in the name.
std::string typed_name_by_text(const GtestName& name, std::string_view test, const CaseNames& names) {
    const std::string line = std::string(name.suite) + ".  # TypeParam = " + in_list(name.type);
    const std::string_view suite =
        std::string_view(line).substr(0, end_of_suite(line, names.by == NamedBy::discover_tests_old));
    const std::string_view number = split_last(name.suite).second;
    const std::string type = !is_number(number) ? line : names.pretty_types ? in_list(name.type) : std::string(number);
    return std::string(without_disabled(suite)) + "." + std::string(test) + "<" + type + ">";
}

std::string gtest_name_by_text(const GtestName& name, const CaseNames& names) {
    std::string test(name.test);
    if (names.pretty_values && !name.value.empty()) {
        const auto [before, number] = split_last(name.test);
        test = is_number(number) ? std::string(before) + "/" + in_list(name.value)
                                 : test + "  # GetParam() = " + in_list(name.value);
    }
    test = without_disabled(test);
    return name.type.empty() ? std::string(without_disabled(name.suite)) + "." + test
                             : typed_name_by_text(name, test, names);
}

std::string framework_name(const Listing& listing, const ListedCase& listed, const CaseNames& names) {
    if (listed.suite.empty()) {
        return listed.name;
    }
    const std::string_view test = std::string_view(listed.name).substr(listed.suite.size() + 1);
    if (listing.framework != "gtest") {
        return std::string(test);
    }
    const GtestName name{listed.suite, test, listed.type, listed.value};
    return names.by == NamedBy::discover_tests_json ? gtest_name_by_json(name, names) : gtest_name_by_text(name, names);
}

}  // namespace

void name_cases(Listing& listing, const CaseNames& names) {
    if (names.by == NamedBy::itself) {
        return;
    }
    // doctest does not list cases with the decorator skip().
    std::erase_if(listing.cases,
                  [&](const ListedCase& listed) { return listing.framework == "doctest" && listed.disabled; });
    UniqueNames unique;
    for (ListedCase& listed : listing.cases) {
        std::string name = unique.next(framework_name(listing, listed, names));
        if (listing.linked && listed.test.empty()) {
            listed.test = listed.name;
        }
        listed.name = std::move(name);
        if (!names.labels) {
            listed.labels.clear();
        }
    }
}

}  // namespace pf
