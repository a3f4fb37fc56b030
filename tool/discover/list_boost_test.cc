#include "tool/discover/list_boost_test.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <utility>

#include "tool/discover/boost_test_filter.h"
#include "tool/discover/selector.h"
#include "tool/support/number.h"
#include "tool/support/text.h"

namespace pf {
namespace {

constexpr std::uint64_t kFirstCase = 65536;  // Ids of suites are less.

// A suite or a case.
struct Unit {
    std::uint64_t id = 0;
    std::uint64_t parent = 0;
    BoostTestUnit place;  // Its names from the outermost suite inwards, and its labels with those of its suites.
    std::string file;
    int line = 0;
    bool enabled = true;
};

// Removes "<mark><number>" from the end of the text. Returns the number, or nothing if the end is not so.
std::optional<std::uint64_t> take_number(std::string_view& text, std::string_view mark) {
    const std::size_t at = text.rfind(mark);
    const auto number = parse_number<std::uint64_t>(at == text.npos ? "" : text.substr(at + mark.size()));
    text = number ? text.substr(0, at) : text;
    return number;
}

// Reads "<name>|<file>(<line>)|timeout=<n>|expected failures=<n>|labels: @<label> @<label>" from its end, because a
// name may have any character. The last three may be missing.
bool read_label(std::string_view text, Unit& unit) {
    constexpr std::string_view kLabels = "|labels:";
    if (const std::size_t at = text.rfind(kLabels); at != text.npos && text.substr(at + kLabels.size(), 2) == " @") {
        std::string_view labels = text.substr(at + kLabels.size());
        text = text.substr(0, at);
        while (labels.substr(0, 2) == " @") {
            const std::size_t end = std::min(labels.find(" @", 2), labels.size());
            unit.place.labels.emplace_back(labels.substr(2, end - 2));
            labels.remove_prefix(end);
        }
    }
    take_number(text, "|expected failures=");
    take_number(text, "|timeout=");
    const std::size_t open = text.rfind('(');
    const std::size_t bar = text.rfind('|', open);
    if (text.empty() || text.back() != ')' || open == text.npos || bar == text.npos) {
        return false;
    }
    const auto line = parse_number<int>(text.substr(open + 1, text.size() - open - 2));
    unit.line = line.value_or(0);
    unit.file = text.substr(bar + 1, open - bar - 1);
    unit.place.path.emplace_back(text.substr(0, bar));
    return line.has_value();
}

// Reads the units of the graph one after the other. Boost.Test escapes nothing in a name, so the end of a unit is where
// the line of its parent follows:
//   tu65537[shape=Mrecord,fontname=Helvetica,color=green,label="name|file.cc(3)"];
//   tu1 -> tu65537;
class Graph {
public:
    explicit Graph(std::string_view dot) : rest_(dot) {}

    // Returns whether there is a further unit, and reads it. Sets `broken` if the text is no such graph.
    bool next(Unit& unit, bool& broken) {
        constexpr std::string_view kShape = "[shape=Mrecord,fontname=Helvetica,color=";
        constexpr std::string_view kLabel = ",label=\"";
        const std::size_t shape = rest_.find(kShape);
        const std::size_t begin = shape == rest_.npos ? shape : rest_.rfind("\ntu", shape);
        if (begin == rest_.npos) {
            return false;
        }
        const auto id = parse_number<std::uint64_t>(rest_.substr(begin + 3, shape - begin - 3));
        const std::size_t label = rest_.find(kLabel, shape);
        const std::string arrow = fmt::format(" -> tu{};", id.value_or(0));
        const std::size_t end = label == rest_.npos ? label : rest_.find(arrow, label);
        const std::size_t parent = end == rest_.npos ? end : rest_.rfind("\"];\ntu", end);
        broken = !id || parent == rest_.npos || parent < label + kLabel.size();
        if (broken) {
            return false;
        }
        const std::string_view name = rest_.substr(label + kLabel.size(), parent - label - kLabel.size());
        unit.id = *id;
        unit.parent = parse_number<std::uint64_t>(rest_.substr(parent + 6, end - parent - 6)).value_or(0);
        unit.enabled = rest_.substr(shape + kShape.size(), 5) == "green";
        broken = !read_label(name, unit);
        rest_.remove_prefix(end + arrow.size());
        return !broken;
    }

private:
    std::string_view rest_;
};

// Selects each case by its names. If its pattern selects others as well, these are left out by patterns of their own.
void select_boost_test_cases(Listing& listing, const std::vector<BoostTestUnit>& units) {
    std::vector<std::string> patterns;
    patterns.reserve(units.size());
    for (const BoostTestUnit& unit : units) {
        patterns.push_back(boost_test_pattern(unit.path));
    }
    CollisionRules rules;
    rules.folded = [&](std::size_t i) { return listing.cases[i].name; };
    rules.is_loose = [&](std::size_t i) { return patterns[i].find('*') != std::string::npos; };
    rules.matches = [&](std::size_t i, std::size_t j) { return boost_test_matches(patterns[i], units[j]); };
    const auto collisions = find_collisions(units.size(), rules);
    for (std::size_t i = 0; i < units.size(); ++i) {
        listing.cases[i].arguments = {"--run_test=" + patterns[i]};
        for (const std::size_t j : collisions[i]) {
            listing.cases[i].arguments.push_back("--run_test=!" + patterns[j]);
            if (rules.matches(j, i)) {
                listing.cases[i].problem =
                    fmt::format("Boost.Test cannot run it without \"{}\"; rename one", listing.cases[j].name);
            }
        }
    }
}

}  // namespace

std::vector<std::string> boost_test_list_arguments(const std::string& file) {
    return {"--list_content=DOT", "--report_sink=" + file};
}

Result<Listing> parse_boost_test_listing(std::string_view dot, std::string_view filter) {
    Listing listing;
    listing.framework = "boost_test";
    std::unordered_map<std::uint64_t, BoostTestUnit> suites;
    std::vector<BoostTestUnit> cases;
    Graph graph(dot);
    Unit unit;
    bool broken = dot.substr(0, 9) != "digraph G";
    while (!broken && listing.cases.size() <= kMaxCases && graph.next(unit, broken)) {
        if (const auto suite = suites.find(unit.parent); suite != suites.end()) {
            const BoostTestUnit& outer = suite->second;
            unit.place.path.insert(unit.place.path.begin(), outer.path.begin(), outer.path.end());
            unit.place.labels.insert(unit.place.labels.begin(), outer.labels.begin(), outer.labels.end());
        }
        if (unit.id < kFirstCase) {
            suites.emplace(unit.id, unit.place);
        } else {
            ListedCase& listed = listing.cases.emplace_back();
            listed.name = fmt::format("{}", fmt::join(unit.place.path, "/"));
            listed.file = unit.file;
            listed.line = unit.line;
            listed.labels = unit.place.labels;
            listed.disabled = !unit.enabled;
            cases.push_back(unit.place);
        }
        unit = Unit();
    }
    if (broken) {
        return Error{"its list of tests is not Boost.Test's graph; Boost 1.60 or later is needed"};
    }
    select_boost_test_cases(listing, cases);
    number_cases(listing);
    apply_boost_test_filter(filter, cases, listing);
    return listing;
}

}  // namespace pf
