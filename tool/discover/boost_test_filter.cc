#include "tool/discover/boost_test_filter.h"

#include <algorithm>

#include "tool/support/text.h"

namespace pf {
namespace {

// Splits at the separator and drops what is empty, as Boost.Test does.
std::vector<std::string_view> tokens(std::string_view text, char separator) {
    std::vector<std::string_view> parts = split(text, separator);
    std::erase_if(parts, [](std::string_view part) { return part.empty(); });
    return parts;
}

bool element_matches(std::string_view element, std::string_view name) {
    if (element == "*") {
        return true;
    }
    const bool at_start = element.front() == '*';
    const bool at_end = element.back() == '*';
    element.remove_prefix(at_start ? 1 : 0);
    element.remove_suffix(at_end ? 1 : 0);
    return at_start && at_end ? name.find(element) != name.npos
           : at_start         ? name.ends_with(element)
           : at_end           ? name.starts_with(element)
                              : name == element;
}

// Returns the filter for one name of a path. `first` says that characters at its beginning would change what the whole
// filter means. Boost.Test removes blanks at the ends of an option's value.
std::string element_for(std::string_view name, bool first) {
    constexpr std::string_view kSeparators = "/,:";
    constexpr std::string_view kMarks = "@!+";
    const bool marked = first && !name.empty() && kMarks.find(name.front()) != kMarks.npos;
    const std::string_view plain = trimmed(name, " *");
    if (!plain.empty() && plain.size() == name.size() && !marked && name.find_first_of(kSeparators) == name.npos) {
        return std::string(name);
    }
    constexpr std::string_view kSpecial = "/,:*";
    const std::size_t last = plain.empty() ? 0 : static_cast<std::size_t>(plain.data() - name.data()) + plain.size();
    std::size_t best = 0;
    std::size_t length = 0;
    for (std::size_t begin = last - plain.size() + (marked ? 1 : 0); begin < last;) {
        const std::size_t end = std::min(name.find_first_of(kSpecial, begin), last);
        if (end - begin > length) {
            best = begin;
            length = end - begin;
        }
        begin = end + 1;
    }
    if (length == 0) {
        return "*";
    }
    const std::string part(name.substr(best, length));
    return (best > 0 ? "*" : "") + part + (best + length < name.size() ? "*" : "");
}

bool selects(std::string_view filter, const BoostTestUnit& unit) {
    if (filter.substr(0, 1) == "@") {
        return std::find(unit.labels.begin(), unit.labels.end(), filter.substr(1)) != unit.labels.end();
    }
    return boost_test_matches(filter, unit);
}

}  // namespace

std::string boost_test_pattern(const std::vector<std::string>& path) {
    std::string pattern;
    for (const std::string& name : path) {
        pattern += (pattern.empty() ? "" : "/") + element_for(name, pattern.empty());
    }
    return pattern;
}

bool boost_test_matches(std::string_view pattern, const BoostTestUnit& unit) {
    const std::vector<std::string_view> levels = tokens(pattern, '/');
    if (levels.size() > unit.path.size()) {
        return false;
    }
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const std::vector<std::string_view> alternatives = tokens(levels[i], ',');
        if (std::none_of(alternatives.begin(), alternatives.end(),
                         [&](std::string_view element) { return element_matches(element, unit.path[i]); })) {
            return false;
        }
    }
    return true;
}

void apply_boost_test_filter(std::string_view filter, const std::vector<BoostTestUnit>& units, Listing& listing) {
    if (filter.empty()) {
        return;
    }
    std::vector<std::string_view> enablers;
    std::vector<std::string_view> disablers;
    bool has_selector = false;
    for (const std::string_view token : tokens(filter, ':')) {
        const bool marked = token.front() == '!' || token.front() == '+';
        has_selector = has_selector || !marked;
        (token.front() == '!' ? disablers : enablers).push_back(token.substr(marked ? 1 : 0));
    }
    std::vector<ListedCase> left;
    for (std::size_t i = 0; i < units.size(); ++i) {
        const auto by = [&](std::string_view one) { return selects(one, units[i]); };
        ListedCase& listed = listing.cases[i];
        const bool enabled = std::any_of(enablers.begin(), enablers.end(), by);
        const bool disabled = std::any_of(disablers.begin(), disablers.end(), by);
        listed.disabled = listed.disabled && !enabled;
        if (!disabled && (enabled || !has_selector)) {
            left.push_back(std::move(listed));
        }
    }
    listing.cases = std::move(left);
}

}  // namespace pf
