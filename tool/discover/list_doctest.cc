#include "tool/discover/list_doctest.h"

#include <tinyxml2.h>

#include <algorithm>
#include <unordered_map>

#include "tool/discover/selector.h"

namespace pf {
namespace {

struct Identity {
    std::string name;
    std::string suite;
};

// Returns a filter for a text. It has "?" for a comma, which separates filters, and for a backslash, which escapes
// commas in some versions only.
std::string doctest_pattern(std::string_view text) {
    std::string pattern(text);
    std::replace_if(
        pattern.begin(), pattern.end(), [](char c) { return c == ',' || c == '\\'; }, '?');
    return pattern;
}

bool is_loose(const std::string& text) { return text.find_first_of(",\\*?") != std::string::npos; }

std::string text_of(const tinyxml2::XMLElement& element, const char* name) {
    const char* const text = element.Attribute(name);
    return text == nullptr ? "" : text;
}

// Returns the argument that selects a name or a suite. doctest ignores an empty filter, so cases without a name or a
// suite are selected by excluding all that have one.
std::string filter(const std::string& option, const std::string& text) {
    return text.empty() ? option + "-exclude=?*" : option + "=" + doctest_pattern(text);
}

// If the filters of a case select others as well, doctest cannot always exclude those by name. It can run only the n-th
// of the selected cases, in the order of the listing and without those that are skipped.
void select_doctest_cases(Listing& listing, const std::vector<Identity>& identities) {
    std::vector<ListedCase>& cases = listing.cases;
    CollisionRules rules;
    rules.folded = [&](std::size_t i) { return identities[i].suite + '\n' + identities[i].name; };
    rules.is_loose = [&](std::size_t i) { return is_loose(identities[i].name) || is_loose(identities[i].suite); };
    rules.matches = [&](std::size_t i, std::size_t j) {
        return glob_matches(doctest_pattern(identities[i].name), identities[j].name) &&
               glob_matches(doctest_pattern(identities[i].suite), identities[j].suite);
    };
    const auto collisions = find_collisions(cases.size(), rules);
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const Identity& identity = identities[i];
        cases[i].arguments = {"--case-sensitive=true", filter("--test-case", identity.name),
                              filter("--test-suite", identity.suite)};
        if (!collisions[i].empty()) {
            const auto before = std::count_if(collisions[i].begin(), collisions[i].end(),
                                              [&](std::size_t j) { return j < i && !cases[j].disabled; });
            const std::string number = std::to_string(before + 1);
            cases[i].arguments.insert(cases[i].arguments.end(),
                                      {"--order-by=file", "--first=" + number, "--last=" + number});
        }
    }
}

// Returns the name without the suite.
std::string_view short_name(const ListedCase& listed) {
    return std::string_view(listed.name).substr(listed.suite.empty() ? 0 : listed.suite.size() + 1);
}

}  // namespace

std::vector<std::string> doctest_list_arguments(std::string_view filter, const std::string& file) {
    std::vector<std::string> arguments{"--list-test-cases", "--reporters=xml", "--no-skip=true", "--order-by=file",
                                       "--out=" + file};
    if (!filter.empty()) {
        arguments.push_back("--test-case=" + std::string(filter));
    }
    return arguments;
}

Result<Listing> parse_doctest_listing(std::string_view xml) {
    tinyxml2::XMLDocument document;
    const bool parsed = document.Parse(xml.data(), xml.size()) == tinyxml2::XML_SUCCESS;
    const tinyxml2::XMLElement* const root = parsed ? document.RootElement() : nullptr;
    if (root == nullptr || std::string_view(root->Name()) != "doctest") {
        return Error{"its list of tests is not doctest's XML"};
    }
    Listing listing;
    listing.framework = "doctest";
    std::vector<Identity> identities;
    for (const auto* test = root->FirstChildElement("TestCase"); test != nullptr;
         test = test->NextSiblingElement("TestCase")) {
        identities.push_back({text_of(*test, "name"), text_of(*test, "testsuite")});
        ListedCase& listed = listing.cases.emplace_back();
        listed.file = text_of(*test, "filename");
        listed.line = test->IntAttribute("line");
        listed.disabled = test->BoolAttribute("skipped");
        listed.name = identities.back().name.empty() ? "unnamed" : identities.back().name;
        if (const std::string& suite = identities.back().suite; !suite.empty()) {
            listed.labels = {suite};
            listed.suite = suite;
            listed.name.insert(0, suite + "/");
        }
        if (listing.cases.size() > kMaxCases) {
            return listing;  // check_listing() reports it.
        }
    }
    select_doctest_cases(listing, identities);
    return listing;
}

void shorten_doctest_names(Listing& listing, const Listing& all) {
    std::unordered_map<std::string, int> uses;
    for (const ListedCase& listed : all.cases) {
        ++uses[std::string(short_name(listed))];
    }
    for (ListedCase& listed : listing.cases) {
        if (std::string name(short_name(listed)); uses[name] == 1) {
            listed.name.swap(name);
            listed.test = listing.linked ? name : "";
            listed.suite.clear();
        }
    }
}

}  // namespace pf
