#include "tool/discover/selector.h"

#include <algorithm>
#include <unordered_map>

#include "tool/support/text.h"

namespace pf {

bool glob_matches(std::string_view glob, std::string_view text) {
    std::size_t g = 0;
    std::size_t t = 0;
    std::size_t star = std::string_view::npos;
    std::size_t resume = 0;
    while (t < text.size()) {
        if (g < glob.size() && glob[g] == '*') {
            star = g++;
            resume = t;
        } else if (g < glob.size() && (glob[g] == '?' || glob[g] == text[t])) {
            ++g;
            ++t;
        } else if (star != std::string_view::npos) {
            g = star + 1;
            t = ++resume;
        } else {
            return false;
        }
    }
    return glob.find_first_not_of('*', g) == std::string_view::npos;
}

bool catch2_matches(std::string_view pattern, std::string_view name) {
    pattern = trimmed(pattern, kCatch2Blanks);
    name = trimmed(name, kCatch2Blanks);
    const bool at_start = !pattern.empty() && pattern.front() == '*';
    pattern.remove_prefix(at_start ? 1 : 0);
    const bool at_end = !pattern.empty() && pattern.back() == '*';
    pattern.remove_suffix(at_end ? 1 : 0);
    if (name.size() < pattern.size()) {
        return false;
    }
    const std::size_t last = name.size() - pattern.size();
    const std::size_t begin = at_start && !at_end ? last : 0;
    const std::size_t end = at_start ? last : 0;
    for (std::size_t at = begin; at <= end; ++at) {
        if ((at_end || at == last) && same_but_case(name.substr(at, pattern.size()), pattern)) {
            return true;
        }
    }
    return false;
}

std::vector<std::vector<std::size_t>> find_collisions(std::size_t count, const CollisionRules& rules) {
    std::unordered_map<std::string, std::vector<std::size_t>> groups;
    for (std::size_t i = 0; i < count; ++i) {
        groups[rules.folded(i)].push_back(i);
    }
    std::vector<std::vector<std::size_t>> collisions(count);
    for (std::size_t i = 0; i < count; ++i) {
        if (rules.is_loose(i)) {
            for (std::size_t j = 0; j < count; ++j) {
                if (j != i && rules.matches(i, j)) {
                    collisions[i].push_back(j);
                }
            }
            continue;
        }
        for (const std::size_t j : groups[rules.folded(i)]) {
            if (j != i) {
                collisions[i].push_back(j);
            }
        }
    }
    return collisions;
}

}  // namespace pf
