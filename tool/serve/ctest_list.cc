#include "tool/serve/ctest_list.h"

#include <nlohmann/json.hpp>

namespace pf {
namespace {

using Json = nlohmann::json;

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
    static const std::vector<std::string> kNothing;
    const auto found = properties.find(wanted);
    return found == properties.end() ? kNothing : found->second;
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

}  // namespace pf
