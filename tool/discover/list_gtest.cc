#include "tool/discover/list_gtest.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "tool/discover/selector.h"
#include "tool/support/text.h"

namespace pf {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kSpecial = "*?:-";

// Returns a filter for a name. It has "?" for the characters that separate filters, because there is no escape.
std::string gtest_pattern(std::string_view name) {
    std::string pattern(name);
    std::replace_if(
        pattern.begin(), pattern.end(), [](char c) { return c == ':' || c == '-'; }, '?');
    return pattern;
}

bool starts_disabled(std::string_view name) { return name.substr(0, 9) == "DISABLED_"; }

// Returns whether the test, its suite, or the suite after the name of an instantiation begins with DISABLED_, as
// UnitTestImpl::FilterTests() decides.
bool is_disabled(std::string_view suite, std::string_view test) {
    const std::size_t slash = suite.find("/DISABLED_");
    return starts_disabled(suite) || starts_disabled(test) || slash != std::string_view::npos;
}

// Returns the listing with "?" for bytes that are not UTF-8. Only values of parameters can have such bytes.
std::string valid_utf8(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size());
    while (!bytes.empty()) {
        const std::size_t length = first_character(bytes).bytes;
        text += length == 0 ? "?" : std::string(bytes.substr(0, length));
        bytes.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return text;
}

// Returns the bytes of a name. If char is signed, GoogleTest writes each byte from 0x80 on as a character \u0080 to
// \u00ff.
std::string bytes_of(const std::string& text, bool escaped) {
    if (!escaped) {
        return text;
    }
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte == 0xc2 || byte == 0xc3) && i + 1 < text.size()) {
            bytes += static_cast<char>(((byte & 3U) << 6U) | (static_cast<unsigned char>(text[++i]) & 0x3fU));
        } else {
            bytes += text[i];
        }
    }
    return bytes;
}

// Returns the line of a test, or 0 if it is unknown.
int line_of(const Json& test) {
    const auto line = test.value("line", 0.0);
    return line > 0 && line <= std::numeric_limits<int>::max() ? static_cast<int>(line) : 0;
}

void select_gtest_cases(Listing& listing) {
    std::vector<ListedCase>& cases = listing.cases;
    CollisionRules rules;
    rules.folded = [&](std::size_t i) { return cases[i].name; };
    rules.is_loose = [&](std::size_t i) { return cases[i].name.find_first_of(kSpecial) != std::string::npos; };
    rules.matches = [&](std::size_t i, std::size_t j) {
        return glob_matches(gtest_pattern(cases[i].name), cases[j].name);
    };
    const auto collisions = find_collisions(cases.size(), rules);
    for (std::size_t i = 0; i < cases.size(); ++i) {
        std::string filter = gtest_pattern(cases[i].name);
        for (const std::size_t j : collisions[i]) {
            filter += (filter.find('-') == std::string::npos ? "-" : ":") + gtest_pattern(cases[j].name);
            if (rules.matches(j, i)) {
                cases[i].problem = fmt::format("GoogleTest cannot run it without {}\"{}\"; rename one",
                                               cases[j].name == cases[i].name ? "the other " : "", cases[j].name);
            }
        }
        cases[i].arguments = {"--gtest_filter=" + filter};
    }
}

Result<Listing> read(const Json& document, bool escaped) {
    Listing listing;
    listing.framework = "gtest";
    for (const Json& suite : document.at("testsuites")) {
        const std::string suite_name = bytes_of(suite.at("name").get<std::string>(), escaped);
        for (const Json& test : suite.at("testsuite")) {
            ListedCase listed;
            const std::string name = bytes_of(test.at("name").get<std::string>(), escaped);
            listed.name.append(suite_name).append(1, '.').append(name);
            listed.file = bytes_of(test.value("file", ""), escaped);
            listed.line = line_of(test);
            listed.disabled = is_disabled(suite_name, name);
            listed.suite = suite_name;
            listed.type = bytes_of(test.value("type_param", ""), escaped);
            listed.value = bytes_of(test.value("value_param", ""), escaped);
            listing.cases.push_back(std::move(listed));
            if (listing.cases.size() > kMaxCases) {
                return listing;  // check_listing() reports it.
            }
        }
    }
    select_gtest_cases(listing);
    return listing;
}

}  // namespace

std::vector<std::string> gtest_list_arguments(std::string_view filter, const std::string& file) {
    std::vector<std::string> arguments{"--gtest_list_tests", "--gtest_output=json:" + file};
    if (!filter.empty()) {
        arguments.push_back("--gtest_filter=" + std::string(filter));
    }
    return arguments;
}

Result<Listing> parse_gtest_listing(std::string_view json) {
    const Json document = Json::parse(is_utf8(json) ? std::string(json) : valid_utf8(json), nullptr, false);
    try {
        return read(document, std::all_of(json.begin(), json.end(), [](char c) { return (c & '\x80') == 0; }));
    } catch (const Json::exception&) {
        return Error{"its list of tests is not GoogleTest's JSON; GoogleTest 1.10 or later is needed"};
    }
}

}  // namespace pf
