// What the filters of test frameworks select, in order to write one that selects exactly one case.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_DISCOVER_SELECTOR_H
#define PARALLEL_FIXTURES_TOOL_DISCOVER_SELECTOR_H

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace pf {

// Returns whether a glob of GoogleTest or doctest matches the whole text: `*` matches any bytes and `?` one byte, and
// there is no escape.
bool glob_matches(std::string_view glob, std::string_view text);

// The characters that Catch2 ignores around a name.
inline constexpr std::string_view kCatch2Blanks = "\n\r\t ";

// Returns whether a name pattern of Catch2 2 or 3 matches: a `*` at either end matches any bytes, the case of ASCII
// letters does not count, and neither do kCatch2Blanks around a name.
bool catch2_matches(std::string_view pattern, std::string_view name);

// What a framework's filter for one case selects. Cases are numbered from 0.
struct CollisionRules {
    std::function<std::string(std::size_t)>
        folded;                                 // Equal for cases that a filter without wildcards cannot tell apart.
    std::function<bool(std::size_t)> is_loose;  // Whether the filter of a case has wildcards.
    std::function<bool(std::size_t, std::size_t)> matches;  // Whether the filter of the first selects the second.
};

// Returns for each of `count` cases the other cases that its filter also selects.
std::vector<std::vector<std::size_t>> find_collisions(std::size_t count, const CollisionRules& rules);

}  // namespace pf

#endif
