// Filters of frameworks that select exactly one case.
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

// ASCII, as the frameworks do it.
char lower(char c);

// A glob as GoogleTest and doctest have it: `*` is any bytes, `?` one byte, there is no escape; the whole text must
// match.
bool glob_matches(std::string_view glob, std::string_view text);

// What the name patterns of Catch2 match, versions 2 and 3: a `*` at either end is any bytes, letters are compared
// without case (ASCII), spaces around a name do not count.
bool catch2_matches(std::string_view pattern, std::string_view name);

// For each of `count` cases, the others that its filter would also select. `folded(i)` is a text that is the same for
// two cases that a filter without wildcards cannot tell apart; `is_loose(i)`: the filter of i has wildcards, and
// `matches(i, j)` says whether it selects j.
struct CollisionRules {
    std::function<std::string(std::size_t)> folded;
    std::function<bool(std::size_t)> is_loose;
    std::function<bool(std::size_t, std::size_t)> matches;
};
std::vector<std::vector<std::size_t>> find_collisions(std::size_t count, const CollisionRules& rules);

}  // namespace pf

#endif
