#include "tests/acceptance/support/results.h"

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "tests/acceptance/support/plan_file.h"

namespace pf::acceptance {
namespace {

const Json& find_in(const Json& array, const std::string& key, const std::string& value, const Results& results) {
    for (const Json& entry : array) {
        if (Results::text(entry, key) == value) {
            return entry;
        }
    }
    throw std::runtime_error("summary.json has no entry " + value + "\n" + results.transcript);
}

// Base64 without line breaks (RFC 4648, 4).
std::string from_base64(const std::string& text) {
    static const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string bytes;
    unsigned bits = 0;
    int held = 0;
    for (const char c : text) {
        const std::size_t value = alphabet.find(c);
        if (value == std::string::npos) {
            break;  // The padding.
        }
        bits = (bits << 6U) | static_cast<unsigned>(value);
        held += 6;
        if (held >= 8) {
            held -= 8;
            bytes += static_cast<char>((bits >> static_cast<unsigned>(held)) & 0xffU);
        }
    }
    return bytes;
}

}  // namespace

std::string Results::text(const Json& object, const std::string& key) {
    const auto found = object.find(key);
    if (found == object.end()) {
        return "";
    }
    if (found->is_object() && found->contains("base64")) {  // Text that is not UTF-8.
        return from_base64(found->at("base64").get<std::string>());
    }
    return found->is_string() ? found->get<std::string>() : "";
}

const Json& Results::task(const std::string& id) const { return find_in(summary.at("tasks"), "id", id, *this); }

const Json& Results::fixture(const std::string& name) const {
    return find_in(summary.at("fixtures"), "name", name, *this);
}

const Json& Results::ended_event(const std::string& id) const {
    const auto found = last_end.find(id);
    if (found == last_end.end()) {
        throw std::runtime_error("the journal has no end of " + id + "\n" + transcript);
    }
    return journal[found->second];
}

std::string Results::cause(const std::string& id) const { return text(ended_event(id), "cause"); }

std::string Results::output(const std::string& id) const { return output_bytes(ended_event(id)); }

bool Results::is_leaked(const std::string& id) const { return !ended_event(id).value("leaked", Json::array()).empty(); }

int Results::count(const std::string& what) const { return summary.at("counts").at(what).get<int>(); }

std::vector<Json> Results::events(const std::string& name) const {
    std::vector<Json> found;
    std::copy_if(journal.begin(), journal.end(), std::back_inserter(found),
                 [&](const Json& event) { return text(event, "e") == name; });
    return found;
}

std::vector<Json> Results::events(const std::string& name, const std::string& key, const std::string& value) const {
    std::vector<Json> found;
    std::copy_if(journal.begin(), journal.end(), std::back_inserter(found),
                 [&](const Json& event) { return text(event, "e") == name && text(event, key) == value; });
    return found;
}

std::size_t Results::position(const std::string& name, const std::string& key, const std::string& value) const {
    const auto found = std::find_if(journal.begin(), journal.end(), [&](const Json& event) {
        return text(event, "e") == name && text(event, key) == value;
    });
    if (found == journal.end()) {
        throw std::runtime_error("the journal has no " + name + " of " + value + "\n" + transcript);
    }
    return static_cast<std::size_t>(found - journal.begin());
}

std::vector<std::string> Results::start_order() const {
    std::vector<std::string> ids;
    for (const Json& event : events("task_started")) {
        ids.push_back(text(event, "id"));
    }
    return ids;
}

bool Results::overlapped(const std::string& first, const std::string& second) const {
    return position("task_started", "id", first) < position("task_ended", "id", second) &&
           position("task_started", "id", second) < position("task_ended", "id", first);
}

std::string results_dir(const std::string& build_dir) { return build_dir + "/Testing/ParallelFixtures/latest"; }

std::vector<Json> read_journal(const std::string& path) {
    const std::string text = read_file(path);
    std::vector<Json> events;
    std::size_t begin = 0;
    for (std::size_t end = 0; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1) {
        events.push_back(Json::parse(text.substr(begin, end - begin)));
    }
    return events;
}

std::string output_bytes(const Json& event) {
    const Json output = event.value("output", Json::object());
    return output.contains("base64") ? from_base64(Results::text(output, "base64")) : Results::text(output, "text");
}

void load_results(Results& results, const std::string& build_dir) {
    const std::string directory = results_dir(build_dir);
    if (!std::filesystem::exists(directory)) {
        return;
    }
    results.directory = std::filesystem::canonical(directory);
    results.journal = read_journal(results.directory + "/journal.jsonl");
    for (std::size_t line = 0; line < results.journal.size(); ++line) {
        if (Results::text(results.journal[line], "e") == "task_ended") {
            results.last_end[Results::text(results.journal[line], "id")] = line;
        }
    }
    const std::string summary = read_file(results.directory + "/summary.json");
    results.summary = summary.empty() ? Json::object() : Json::parse(summary);
}

}  // namespace pf::acceptance
