// doctest's list of tests, and that each case's options select it alone.
#include <tinyxml2.h>

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "tests/fuzz/support/fuzz.h"
#include "tests/fuzz/support/listing_rules.h"
#include "tool/discover/list_doctest.h"
#include "tool/discover/selector.h"

using namespace pf;

namespace {

struct Known {
    std::string name;
    std::string suite;
    bool skipped = false;
};

std::vector<Known> known_in(std::string_view xml) {
    tinyxml2::XMLDocument document;
    document.Parse(xml.data(), xml.size());
    std::vector<Known> known;
    for (const auto* test = document.RootElement()->FirstChildElement("TestCase"); test != nullptr;
         test = test->NextSiblingElement("TestCase")) {
        const auto text = [test](const char* name) { return test->Attribute(name) ? test->Attribute(name) : ""; };
        known.push_back({text("name"), text("testsuite"), test->BoolAttribute("skipped")});
    }
    return known;
}

// Of the last argument that begins so; an empty value is none.
std::optional<std::string> value_of(const ListedCase& listed, const std::string& option) {
    for (const std::string& argument : listed.arguments) {
        if (argument.find(option + "=") == 0 && argument.size() > option.size() + 1) {
            return argument.substr(option.size() + 1);
        }
    }
    return std::nullopt;
}

// As doctest::Context::run: filters, whose parts a comma separates, then the count of those that pass them all.
bool passes(const ListedCase& listed, const Known& one) {
    const auto matches = [&](const std::string& option, const std::string& text, bool otherwise) {
        const auto filter = value_of(listed, option);
        PF_HOLDS(!filter || filter->find_first_of(",\\") == std::string::npos);
        return filter ? glob_matches(*filter, text) : otherwise;
    };
    return matches("--test-case", one.name, true) && !matches("--test-case-exclude", one.name, false) &&
           matches("--test-suite", one.suite, true) && !matches("--test-suite-exclude", one.suite, false);
}

std::vector<std::size_t> selected(const ListedCase& listed, const std::vector<Known>& known) {
    const auto number = [&](const std::string& option, long otherwise) {
        const auto value = value_of(listed, option);
        return value ? std::strtol(value->c_str(), nullptr, 10) : otherwise;
    };
    const long first = number("--first", 1);
    const long last = number("--last", static_cast<long>(known.size()));
    std::vector<std::size_t> run;
    long count = 0;
    for (std::size_t i = 0; i < known.size(); ++i) {
        if (!known[i].skipped && passes(listed, known[i]) && ++count >= first && count <= last) {
            run.push_back(i);
        }
    }
    return run;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view xml = fuzz::text_of(data, size);
    auto listing = parse_doctest_listing(xml);
    if (!fuzz::hold_listing(listing)) {
        return 0;
    }
    const std::vector<Known> known = known_in(xml);
    PF_HOLDS(known.size() == listing->cases.size());
    for (std::size_t i = 0; i < known.size(); ++i) {
        PF_HOLDS(known[i].skipped || selected(listing->cases[i], known) == std::vector{i});
    }
    const Listing all = *listing;
    shorten_doctest_names(*listing, all);
    fuzz::hold_listing(listing);
    return 0;
}
