// Catch2's lists of tests, and that each case's test specification selects it alone. An input is version 3's XML, or
// version 2's names and tags with the byte GS (0x1D) between.
#include <algorithm>

#include "tests/fuzz/support/fuzz.h"
#include "tests/fuzz/support/listing_rules.h"
#include "tool/discover/list_catch2.h"
#include "tool/discover/selector.h"

using namespace pf;

namespace {

struct Pattern {
    std::string text;
    bool excluded = false;
};

// "a"~"b": quoted names, those behind a "~" left out; a backslash holds the next character.
std::vector<Pattern> patterns_of(std::string_view spec) {
    std::vector<Pattern> patterns;
    while (!spec.empty()) {
        const bool excluded = spec.front() == '~';
        spec.remove_prefix(excluded ? 1 : 0);
        PF_HOLDS(!spec.empty() && spec.front() == '"');
        std::string text;
        std::size_t at = 1;
        for (; at < spec.size() && spec[at] != '"'; ++at) {
            at += spec[at] == '\\' ? 1 : 0;
            PF_HOLDS(at < spec.size());
            text += spec[at];
        }
        PF_HOLDS(at < spec.size());
        spec.remove_prefix(at + 1);
        patterns.push_back({text, excluded});
    }
    return patterns;
}

bool selects(const std::vector<Pattern>& patterns, const std::string& name) {
    const auto matches = [&](bool excluded) {
        return std::any_of(patterns.begin(), patterns.end(), [&](const Pattern& pattern) {
            return pattern.excluded == excluded && catch2_matches(pattern.text, name);
        });
    };
    return matches(false) && !matches(true);
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto parts = fuzz::split(fuzz::text_of(data, size), '\x1d');
    const auto listing =
        parts.size() == 2 ? parse_catch2_v2_listing(parts[0], parts[1]) : parse_catch2_v3_listing(parts[0]);
    if (!fuzz::hold_listing(listing)) {
        return 0;
    }
    for (const ListedCase& listed : listing->cases) {
        PF_HOLDS(!listed.arguments.empty());
        const auto patterns = patterns_of(listed.arguments.front());
        if (listed.arguments.size() > 1) {  // Further words choose one of the cases that the pattern selects.
            PF_HOLDS_WITH(selects(patterns, listed.name), listed.arguments.front());
            continue;
        }
        for (const ListedCase& other : listing->cases) {
            PF_HOLDS_WITH(!listed.problem.empty() || selects(patterns, other.name) == (&other == &listed),
                          listed.arguments.front());
        }
    }
    return 0;
}
