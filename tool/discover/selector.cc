#include "tool/discover/selector.h"

#include <algorithm>
#include <unordered_map>

namespace pf {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

namespace {

bool same(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlank = "\n\r\t ";
    const std::size_t begin = text.find_first_not_of(kBlank);
    return begin == std::string_view::npos ? std::string_view()
                                           : text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

}  // namespace

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
    pattern = trimmed(pattern);
    name = trimmed(name);
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
        if ((at_end || at == last) && same(name.substr(at, pattern.size()), pattern)) {
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
