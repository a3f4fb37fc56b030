// The tests that a ctest has, as ctest itself lists them (--show-only=json-v1).
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
    std::vector<std::string> command;  // Empty: ctest has not found the program.
    // Values by property. A list has one for each item, a switch that is on has "true", TIMEOUT_AFTER_MATCH has the
    // seconds and then the expressions. ctest leaves out what has its default.
    std::map<std::string, std::vector<std::string>, std::less<>> properties;

    // Empty: the test has no such property.
    [[nodiscard]] const std::vector<std::string>& property(std::string_view wanted) const;
};

// nullopt: `json` is no list of tests.
std::optional<std::vector<ListedTest>> parse_ctest_list(std::string_view json);

}  // namespace pf

#endif
