#include "tool/discover/listing_cache.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "tool/support/base64.h"
#include "tool/support/file.h"
#include "tool/support/text.h"

namespace pf {
namespace {

using Json = nlohmann::json;

// Returns a text as JSON. A name may have any bytes, but a string of JSON must be UTF-8.
Json to_json(const std::string& text) { return is_utf8(text) ? Json(text) : Json{{"base64", base64_encode(text)}}; }

std::string text_from(const Json& json) {
    return json.is_object() ? base64_decode(json.at("base64").get<std::string>()).value_or("")
                            : json.get<std::string>();
}

Json to_json(const std::vector<std::string>& texts) {
    Json list = Json::array();
    for (const std::string& text : texts) {
        list.push_back(to_json(text));
    }
    return list;
}

std::vector<std::string> texts_from(const Json& json) {
    std::vector<std::string> texts;
    for (const Json& text : json) {
        texts.push_back(text_from(text));
    }
    return texts;
}

Json to_json(const Listing& listing) {
    Json fixtures = Json::array();
    for (const ListedFixture& fixture : listing.fixtures) {
        fixtures.push_back({to_json(fixture.name), to_json(fixture.parent), static_cast<int>(fixture.scope),
                            to_json(fixture.file), fixture.line, fixture.follows});
    }
    Json cases = Json::array();
    for (const ListedCase& listed : listing.cases) {
        cases.push_back({to_json(listed.name), to_json(listed.file), listed.line, to_json(listed.labels),
                         listed.disabled, to_json(listed.arguments), to_json(listed.fixture), to_json(listed.problem),
                         to_json(listed.test), to_json(listed.suite), to_json(listed.type), to_json(listed.value)});
    }
    return {{"framework", listing.framework},
            {"linked", listing.linked},
            {"shared_setup", listing.shared_setup},
            {"fixtures", std::move(fixtures)},
            {"cases", std::move(cases)}};
}

// Returns a number within the bounds. get<int>() would convert any number to some int.
int number_from(const Json& json, int least, int most) {
    const bool fits = json.is_number_integer() && json.get<double>() >= least && json.get<double>() <= most;
    return fits ? json.get<int>() : throw Json::type_error::create(302, "not a number that fits", &json);
}

int line_from(const Json& json) {
    return number_from(json, std::numeric_limits<int>::min(), std::numeric_limits<int>::max());
}

FixtureScope scope_from(const Json& json) {
    return static_cast<FixtureScope>(
        number_from(json, static_cast<int>(FixtureScope::run), static_cast<int>(FixtureScope::task)));
}

Listing listing_from(const Json& json) {
    Listing listing;
    listing.framework = json.at("framework").get<std::string>();
    listing.linked = json.at("linked").get<bool>();
    listing.shared_setup = json.at("shared_setup").get<bool>();
    for (const Json& fixture : json.at("fixtures")) {
        listing.fixtures.push_back({text_from(fixture.at(0)), text_from(fixture.at(1)), scope_from(fixture.at(2)),
                                    text_from(fixture.at(3)), line_from(fixture.at(4)), fixture.at(5).get<bool>()});
    }
    for (const Json& listed : json.at("cases")) {
        listing.cases.push_back({text_from(listed.at(0)), text_from(listed.at(1)), line_from(listed.at(2)),
                                 texts_from(listed.at(3)), listed.at(4).get<bool>(), texts_from(listed.at(5)),
                                 text_from(listed.at(6)), text_from(listed.at(7)), text_from(listed.at(8)),
                                 text_from(listed.at(9)), text_from(listed.at(10)), text_from(listed.at(11))});
    }
    return listing;
}

}  // namespace

std::string listing_key(const Group& group, const std::string& version) {
    struct stat status {};
    const std::string file(group.program.file);
    if (stat(file.c_str(), &status) != 0) {
        return {};
    }
    std::string key = fmt::format("{}\n{}\n{} {} {}.{:09}", version, file, status.st_ino, status.st_size,
                                  status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
    const auto add = [&](const Texts& texts) {
        key += fmt::format("\n{}", texts.size());
        for (const Text text : texts) {
            key += fmt::format("\n{}:{}", text.size(), text);
        }
    };
    add(group.program.command);
    add(group.program.list_arguments);
    add(group.environment);
    add({group.program.filter, group.program.framework, group.working_directory, group.binary_dir});
    key += group.names.by == NamedBy::itself ? ""
                                             : "\nnamed";  // A linked GoogleTest program is then asked for parameters.
    return key;
}

std::string listing_file(const std::string& folder, GroupId group) {
    return fmt::format("{}/listing-{}.json", folder, group);
}

std::optional<Listing> load_listing(const std::string& file, const std::string& key) {
    const Result<std::string> text = read_file(file, 2 * kMaxListingBytes);
    const Json json = text.ok() ? Json::parse(*text, nullptr, false) : Json();
    try {
        if (key.empty() || !json.is_object() || text_from(json.at("key")) != key) {
            return std::nullopt;
        }
        Listing listing = listing_from(json.at("listing"));
        return check_listing(listing).ok() ? std::optional(std::move(listing)) : std::nullopt;
    } catch (const Json::exception&) {
        return std::nullopt;
    }
}

Status save_listing(const std::string& file, const std::string& key, const Listing& listing) {
    return write_file_atomically(file, Json{{"key", to_json(key)}, {"listing", to_json(listing)}}.dump());
}

}  // namespace pf
