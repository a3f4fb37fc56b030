#include "tool/plan/resource_spec.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>

namespace pf {
namespace {

using Json = nlohmann::json;

constexpr int kMostSlots = 2'147'483'647;

bool is_type(const std::string& key) {
    const auto letter = [](char c) { return c == '_' || (c >= 'a' && c <= 'z'); };
    return !key.empty() && letter(key.front()) &&
           std::all_of(key.begin(), key.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

bool is_id(const Json& id) {
    const auto* text = id.get_ptr<const std::string*>();
    return text != nullptr && !text->empty() && std::all_of(text->begin(), text->end(), [](char c) {
               return c == '_' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
           });
}

// Returns the member of the object; null: there is none.
const Json* member(const Json& object, const char* name) {
    const auto found = object.find(name);
    return found == object.end() ? nullptr : &*found;
}

// Returns a whole number. As with CTest, 2.0 is one.
std::optional<int> whole(const Json* value, int lowest) {
    if (value == nullptr || !value->is_number()) {
        return std::nullopt;
    }
    const auto number = value->get<double>();
    const bool is_whole = number >= lowest && number <= kMostSlots && number == static_cast<int>(number);
    return is_whole ? std::optional(static_cast<int>(number)) : std::nullopt;
}

Status check_version(const Json& root) {
    const Json* version = member(root, "version");
    if (version == nullptr || !version->is_object()) {
        return Error{R"(version: there is none; write "version": {"major": 1, "minor": 0})"};
    }
    const std::optional<int> major = whole(member(*version, "major"), -kMostSlots);
    const std::optional<int> minor = whole(member(*version, "minor"), -kMostSlots);
    if (major != 1 || minor != 0) {
        return Error{R"(version: it is not the known one; write {"major": 1, "minor": 0})"};
    }
    return ok_status();
}

Status add_unit(std::map<std::string, int>& units, const Json& unit, const std::string& where) {
    if (!unit.is_object()) {
        return Error{where + R"(: it is no unit; write {"id": "0", "slots": 1})"};
    }
    const Json* id = member(unit, "id");
    if (id == nullptr || !is_id(*id)) {
        return Error{where + ".id: it is no id; write a string of small letters, digits and _"};
    }
    const Json* slots = member(unit, "slots");
    const std::optional<int> count = slots == nullptr ? 1 : whole(slots, 0);
    if (!count) {
        return Error{where + ".slots: it is no number of slots; write a whole number, or leave it out for 1"};
    }
    units[id->get<std::string>()] = *count;
    return ok_status();
}

Status add_type(ResourceSpec& spec, const std::string& type, const Json& list) {
    const std::string where = "local[0]." + type;
    if (!list.is_array()) {
        return Error{where + R"(: it is no list of units; write [{"id": "0", "slots": 1}])"};
    }
    auto& units = spec[type];
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (Status status = add_unit(units, list[i], fmt::format("{}[{}]", where, i)); !status.ok()) {
            return status;
        }
    }
    return ok_status();
}

// Returns the root, or null with the line at which the text is no JSON. CTest accepts comments.
Json parsed(std::string_view text, std::ptrdiff_t& line) {
    try {
        return Json::parse(text, nullptr, true, true);
    } catch (const Json::parse_error& error) {
        const auto size = static_cast<std::ptrdiff_t>(std::min(error.byte, text.size()));
        line = 1 + std::count(text.begin(), text.begin() + size, '\n');
        return nullptr;
    }
}

}  // namespace

Result<ResourceSpec> parse_resource_spec(std::string_view json) {
    std::ptrdiff_t line = 0;
    const Json root = parsed(json, line);
    if (line > 0) {
        return Error{fmt::format("line {}: it is not JSON", line)};
    }
    if (!root.is_object()) {
        return Error{R"(it is no object; write {"version": {"major": 1, "minor": 0}, "local": [...]})"};
    }
    if (Status status = check_version(root); !status.ok()) {
        return status.error();
    }
    const Json* local = member(root, "local");
    if (local == nullptr || !local->is_array() || local->size() > 1 ||
        (local->size() == 1 && !(*local)[0].is_object())) {
        return Error{R"(local: it is no list of one object; write "local": [{"gpus": [{"id": "0", "slots": 1}]}])"};
    }
    ResourceSpec spec;
    if (local->empty()) {
        return spec;
    }
    for (const auto& [type, list] : (*local)[0].items()) {
        if (!is_type(type)) {
            continue;  // CTest ignores such members.
        }
        if (Status status = add_type(spec, type, list); !status.ok()) {
            return status.error();
        }
    }
    return spec;
}

}  // namespace pf
