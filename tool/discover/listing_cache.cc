#include "tool/discover/listing_cache.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "tool/support/base64.h"
#include "tool/support/file.h"
#include "tool/support/json_scanner.h"
#include "tool/support/text.h"

namespace pf {
namespace {

using Json = nlohmann::json;

// Returns a text as JSON. A name may have any bytes, but a string of JSON must be UTF-8.
Json to_json(const std::string& text) { return is_utf8(text) ? Json(text) : Json{{"base64", base64_encode(text)}}; }

Json to_json(const std::vector<std::string>& texts) {
    Json list = Json::array();
    for (const std::string& text : texts) {
        list.push_back(to_json(text));
    }
    return list;
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

bool read_value(JsonScanner& scanner, std::string& value) {
    if (!scanner.next_is('{')) {
        return scanner.string(value);
    }
    return scanner.object([&](std::string_view key) {
        std::string text;
        auto bytes = key == "base64" && scanner.string(text) ? base64_decode(text) : std::nullopt;
        value = bytes ? std::move(*bytes) : "";
        return bytes.has_value();
    });
}

bool read_value(JsonScanner& scanner, bool& value) { return scanner.boolean(value); }
bool read_value(JsonScanner& scanner, int& value) { return scanner.number(value); }

bool read_value(JsonScanner& scanner, FixtureScope& value) {
    int number = 0;
    const bool read = scanner.number(number) && number >= static_cast<int>(FixtureScope::run) &&
                      number <= static_cast<int>(FixtureScope::task);
    value = read ? static_cast<FixtureScope>(number) : value;
    return read;
}

bool read_value(JsonScanner& scanner, std::vector<std::string>& values) {
    return scanner.list([&] { return read_value(scanner, values.emplace_back()); });
}

// Reads a list that has one element for each of `values`.
template <typename First, typename... Others>
bool read_row(JsonScanner& scanner, First& first, Others&... others) {
    return scanner.take('[') && read_value(scanner, first) &&
           ((scanner.take(',') && read_value(scanner, others)) && ...) && scanner.take(']');
}

bool read_fixture(JsonScanner& scanner, ListedFixture& fixture) {
    return read_row(scanner, fixture.name, fixture.parent, fixture.scope, fixture.file, fixture.line, fixture.follows);
}

bool read_case(JsonScanner& scanner, ListedCase& listed) {
    return read_row(scanner, listed.name, listed.file, listed.line, listed.labels, listed.disabled, listed.arguments,
                    listed.fixture, listed.problem, listed.test, listed.suite, listed.type, listed.value);
}

bool read_member(JsonScanner& scanner, std::string_view key, Listing& listing) {
    if (key == "framework") {
        return read_value(scanner, listing.framework);
    }
    if (key == "linked" || key == "shared_setup") {
        return scanner.boolean(key == "linked" ? listing.linked : listing.shared_setup);
    }
    if (key == "fixtures") {
        return scanner.list([&] { return read_fixture(scanner, listing.fixtures.emplace_back()); });
    }
    return key == "cases" && scanner.list([&] { return read_case(scanner, listing.cases.emplace_back()); });
}

// Reads what save_listing() has written, which has five members.
bool read_listing(JsonScanner& scanner, Listing& listing) {
    constexpr int kMembers = 5;
    int members = 0;
    return scanner.object([&](std::string_view key) {
        ++members;
        return read_member(scanner, key, listing);
    }) && members == kMembers;
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
    Listing listing;
    std::string of;
    JsonScanner scanner(text.ok() && !key.empty() ? std::string_view(*text) : "");
    // The key stands before the listing, which is not read if it is of another key.
    const bool read = scanner.object([&](std::string_view name) {
        return name == "key" ? read_value(scanner, of) && of == key
                             : name == "listing" && of == key && read_listing(scanner, listing);
    });
    const bool whole = read && scanner.at_end() && check_listing(listing).ok();
    return whole ? std::optional(std::move(listing)) : std::nullopt;
}

Status save_listing(const std::string& file, const std::string& key, const Listing& listing) {
    return write_file_atomically(file, Json{{"key", to_json(key)}, {"listing", to_json(listing)}}.dump());
}

}  // namespace pf
