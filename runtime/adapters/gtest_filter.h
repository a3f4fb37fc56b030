// Evaluates --gtest_filter without running a test. A filter is a list of positive patterns and, after a '-', a list of
// negative ones; ':' separates patterns (GoogleTest's documentation, "Running a Subset of the Tests").
#ifndef PARALLEL_FIXTURES_RUNTIME_ADAPTERS_GTEST_FILTER_H
#define PARALLEL_FIXTURES_RUNTIME_ADAPTERS_GTEST_FILTER_H

#include <algorithm>
#include <string>

namespace parallel_fixtures {

// Matches a pattern in which `*` stands for any text and `?` for any character.
inline bool gtest_pattern_matches(const char* pattern, const char* end, const char* name) {
    if (pattern == end) {
        return *name == '\0';
    }
    if (*pattern == '*') {
        return gtest_pattern_matches(pattern + 1, end, name) ||
               (*name != '\0' && gtest_pattern_matches(pattern, end, name + 1));
    }
    return *name != '\0' && (*pattern == '?' || *pattern == *name) && gtest_pattern_matches(pattern + 1, end, name + 1);
}

inline bool gtest_any_matches(const std::string& patterns, const std::string& name) {
    std::size_t begin = 0;
    while (begin <= patterns.size()) {
        const std::size_t end = std::min(patterns.find(':', begin), patterns.size());
        if (gtest_pattern_matches(patterns.data() + begin, patterns.data() + end, name.c_str())) {
            return true;
        }
        begin = end + 1;
    }
    return false;
}

inline bool gtest_filter_matches(const std::string& filter, const std::string& name) {
    const std::size_t dash = filter.find('-');
    const std::string positive = filter.substr(0, dash);
    const std::string negative = dash == std::string::npos ? "" : filter.substr(dash + 1);
    const bool wanted = positive.empty() || gtest_any_matches(positive, name);
    return wanted && (dash == std::string::npos || !gtest_any_matches(negative, name));
}

}  // namespace parallel_fixtures

#endif
