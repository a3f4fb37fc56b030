#include "tool/discover/list_boost_test.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <unordered_set>
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
    std::vector<std::uint64_t> dependencies;  // The units on which it or one of its suites depends.

    // Takes from its suite what it has of it.
    void inherit(const Unit& suite) {
        const auto prepend = [](auto& to, const auto& from) { to.insert(to.begin(), from.begin(), from.end()); };
        prepend(place.path, suite.place.path);
        prepend(place.labels, suite.place.labels);
        prepend(dependencies, suite.dependencies);
    }
};

// What Boost.Test enables together with a unit.
class Enabled {
public:
    void add_case(std::uint64_t id, std::size_t number) { numbers_.emplace(id, number); }
    // Notes that these are enabled with the unit.
    void add(std::uint64_t unit, const std::vector<std::uint64_t>& others) {
        if (!others.empty()) {
            std::vector<std::uint64_t>& all = others_[unit];
            all.insert(all.end(), others.begin(), others.end());
        }
    }

    // Returns the numbers of the cases that are enabled with this one, and its own.
    [[nodiscard]] std::vector<std::size_t> with_case(std::uint64_t id) const {
        std::vector<std::size_t> cases;
        std::unordered_set<std::uint64_t> known;
        std::vector<std::uint64_t> open{id};
        while (!open.empty()) {
            const std::uint64_t unit = open.back();
            open.pop_back();
            if (!known.insert(unit).second) {
                continue;
            }
            if (const auto number = numbers_.find(unit); number != numbers_.end()) {
                cases.push_back(number->second);
            }
            if (const auto others = others_.find(unit); others != others_.end()) {
                open.insert(open.end(), others->second.begin(), others->second.end());
            }
        }
        return cases;
    }

private:
    std::unordered_map<std::uint64_t, std::size_t> numbers_;                // Of cases, by id.
    std::unordered_map<std::uint64_t, std::vector<std::uint64_t>> others_;  // By id of the unit.
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
//   tu65537 -> tu65536[color=red,style=dotted,constraint=false];
// The last line says that the unit depends on another one.
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
        read_dependencies(unit);
        return !broken;
    }

private:
    void read_dependencies(Unit& unit) {
        const std::string begin = fmt::format("\ntu{} -> tu", unit.id);
        while (rest_.starts_with(begin)) {
            const std::size_t end = rest_.find('[', begin.size());
            const auto id = parse_number<std::uint64_t>(rest_.substr(begin.size(), end - begin.size()));
            if (end == rest_.npos || !id) {
                return;
            }
            unit.dependencies.push_back(*id);
            rest_.remove_prefix(end);
            rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size()));
        }
    }

    std::string_view rest_;
};

// What the graph has.
struct Tree {
    std::unordered_map<std::uint64_t, Unit> suites;
    std::vector<BoostTestUnit> cases;
    std::vector<std::uint64_t> ids;  // Of the cases.
    Enabled enabled;

    void add(Unit unit, Listing& listing) {
        if (const auto suite = suites.find(unit.parent); suite != suites.end()) {
            unit.inherit(suite->second);
            enabled.add(unit.parent, {unit.id});
        }
        enabled.add(unit.id, unit.dependencies);
        if (unit.id < kFirstCase) {
            suites.emplace(unit.id, std::move(unit));
            return;
        }
        enabled.add_case(unit.id, cases.size());
        ids.push_back(unit.id);
        ListedCase& listed = listing.cases.emplace_back();
        listed.name = fmt::format("{}", fmt::join(unit.place.path, "/"));
        listed.file = std::move(unit.file);
        listed.line = unit.line;
        listed.labels = unit.place.labels;
        listed.disabled = !unit.enabled;
        cases.push_back(std::move(unit.place));
    }
};

// Selects each case by its names. If its pattern selects others as well, these are left out by patterns of their own,
// which may leave out the case itself or one on which it depends.
void select_boost_test_cases(Listing& listing, const Tree& tree) {
    std::vector<std::string> patterns;
    patterns.reserve(tree.cases.size());
    for (const BoostTestUnit& unit : tree.cases) {
        patterns.push_back(boost_test_pattern(unit.path));
    }
    CollisionRules rules;
    rules.folded = [&](std::size_t i) { return listing.cases[i].name; };
    rules.is_loose = [&](std::size_t i) { return patterns[i].find('*') != std::string::npos; };
    rules.matches = [&](std::size_t i, std::size_t j) { return boost_test_matches(patterns[i], tree.cases[j]); };
    const auto collisions = find_collisions(tree.cases.size(), rules);
    for (std::size_t i = 0; i < tree.cases.size(); ++i) {
        listing.cases[i].arguments = {"--run_test=" + patterns[i]};
        const auto needed = collisions[i].empty() ? std::vector<std::size_t>() : tree.enabled.with_case(tree.ids[i]);
        for (const std::size_t j : collisions[i]) {
            listing.cases[i].arguments.push_back("--run_test=!" + patterns[j]);
            for (const std::size_t one : needed) {
                if (rules.matches(j, one)) {
                    listing.cases[i].problem =
                        one == i
                            ? fmt::format("Boost.Test cannot run it without \"{}\"; rename one", listing.cases[j].name)
                            : fmt::format("Boost.Test cannot run it with \"{}\", on which it depends; rename one",
                                          listing.cases[one].name);
                }
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
    Tree tree;
    Graph graph(dot);
    Unit unit;
    bool broken = dot.substr(0, 9) != "digraph G";
    while (!broken && listing.cases.size() <= kMaxCases && graph.next(unit, broken)) {
        tree.add(std::exchange(unit, {}), listing);
    }
    if (broken) {
        return Error{"its list of tests is not Boost.Test's graph; Boost 1.60 or later is needed"};
    }
    select_boost_test_cases(listing, tree);
    number_cases(listing);
    apply_boost_test_filter(filter, tree.cases, listing);
    return listing;
}

}  // namespace pf
