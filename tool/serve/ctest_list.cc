#include "tool/serve/ctest_list.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

namespace pf {
namespace {

using Json = nlohmann::json;

// Returns a group of RESOURCE_GROUPS as the property has it: "gpus:2,cpus:1".
std::string resource_group(const Json& requirements) {
    std::string group;
    for (const Json& one : requirements) {
        if (one.is_object() && one.contains(".type") && one[".type"].is_string() && one.contains("slots")) {
            group += (group.empty() ? "" : ",") + one[".type"].get<std::string>() + ":" + one["slots"].dump();
        }
    }
    return group.empty() ? "1" : group;
}

void add_values(const Json& value, std::vector<std::string>& into) {
    if (value.is_string()) {
        into.push_back(value.get<std::string>());
    } else if (value.is_array()) {
        for (const Json& item : value) {
            add_values(item, into);
        }
    } else if (value.is_object() && value.contains("timeout") && value.contains("regex")) {
        add_values(value["timeout"], into);
        add_values(value["regex"], into);
    } else if (value.is_object() && value.contains("requirements")) {
        into.push_back(resource_group(value["requirements"]));
    } else {
        into.push_back(value.dump(-1, ' ', false, Json::error_handler_t::replace));
    }
}

std::optional<ListedTest> test_of(const Json& json) {
    if (!json.is_object() || !json.contains("name") || !json["name"].is_string()) {
        return std::nullopt;
    }
    ListedTest test;
    test.name = json["name"].get<std::string>();
    if (json.contains("command")) {
        add_values(json["command"], test.command);
    }
    if (!json.contains("properties")) {
        return test;
    }
    for (const Json& property : json["properties"]) {
        if (!property.is_object() || !property.contains("name") || !property["name"].is_string() ||
            !property.contains("value")) {
            return std::nullopt;
        }
        add_values(property["value"], test.properties[property["name"].get<std::string>()]);
    }
    return test;
}

}  // namespace

const std::vector<std::string>& ListedTest::property(std::string_view wanted) const {
    static const std::vector<std::string> nothing;
    const auto found = properties.find(wanted);
    return found == properties.end() ? nothing : found->second;
}

std::optional<std::vector<ListedTest>> parse_ctest_list(std::string_view text) {
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object() || !json.contains("kind") || json["kind"] != "ctestInfo" || !json.contains("tests") ||
        !json["tests"].is_array()) {
        return std::nullopt;
    }
    std::vector<ListedTest> tests;
    for (const Json& entry : json["tests"]) {
        std::optional<ListedTest> test = test_of(entry);
        if (!test) {
            return std::nullopt;
        }
        tests.push_back(std::move(*test));
    }
    return tests;
}

// Each test is a line "  Test #<n>: <name>", where " (Disabled)" may follow, and "Total Tests: <n>" is the last one.
std::optional<std::vector<ListedTest>> parse_test_names(std::string_view text) {
    constexpr std::string_view kDisabled = " (Disabled)";
    constexpr std::string_view kTotal = "Total Tests: ";
    std::vector<ListedTest> tests;
    std::size_t total = std::string_view::npos;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::size_t number = line.find('#');
        const std::size_t colon = line.find(": ");
        if (line.compare(0, kTotal.size(), kTotal) == 0) {
            static_cast<void>(std::from_chars(line.data() + kTotal.size(), line.data() + line.size(), total));
        } else if (line.compare(0, 6, "  Test") == 0 && number < colon && colon != std::string_view::npos) {
            line.remove_prefix(colon + 2);
            ListedTest& test = tests.emplace_back();
            if (line.size() > kDisabled.size() && line.substr(line.size() - kDisabled.size()) == kDisabled) {
                line.remove_suffix(kDisabled.size());
                test.properties["DISABLED"] = {"true"};
            }
            test.name = line;
        }
    }
    return total == tests.size() ? std::optional(std::move(tests)) : std::nullopt;
}

}  // namespace pf
