// The list of tests that `ctest --show-only` prints.
#ifndef PARALLEL_FIXTURES_TOOL_SERVE_CTEST_LIST_H
#define PARALLEL_FIXTURES_TOOL_SERVE_CTEST_LIST_H

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pf {

struct ListedTest {
    std::string name;
    std::vector<std::string> command;  // Empty if ctest has not found the program.
    // The values of each property. A list has one value for each item, a switch that is on has "true", and
    // TIMEOUT_AFTER_MATCH has the seconds followed by the expressions. ctest omits properties with default values.
    std::map<std::string, std::vector<std::string>, std::less<>> properties;

    // Returns the values of a property; empty if the test does not have it.
    [[nodiscard]] const std::vector<std::string>& property(std::string_view wanted) const;
};

// Parses what --show-only=json-v1 prints. Returns nullopt if `json` is not a list of tests.
std::optional<std::vector<ListedTest>> parse_ctest_list(std::string_view json);

// Parses what --show-only prints: names, and which tests are DISABLED. A name of several lines is cut. Returns nullopt
// if the list is not whole.
std::optional<std::vector<ListedTest>> parse_test_names(std::string_view text);

}  // namespace pf

#endif
