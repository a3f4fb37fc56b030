// Shows a plan, and CTest's tests, as JSON, or compares both with a file. Not part of the helper.
//
//   plan_dump <build> <source> <config> <tests.json>                 prints
//   plan_dump <build> <source> <config> <tests.json> <expected.json> exits 1 and says what differs
//
// <tests.json> is what `ctest --show-only=json-v1` printed. Defaults are left out; the two directories are shown as
// @BUILD@ and @SOURCE@.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <regex>
#include <string>
#include <string_view>

#include "tool/plan/plan_reader.h"

namespace {

using Json = nlohmann::ordered_json;

void put(Json& object, const char* key, pf::Text text) {
    if (!text.empty()) {
        object[key] = std::string(text);
    }
}

void put(Json& object, const char* key, const pf::Texts& texts) {
    if (!texts.empty()) {
        Json& list = object[key] = Json::array();
        for (const pf::Text text : texts) {
            list.push_back(std::string(text));
        }
    }
}

void put(Json& object, const char* key, bool value) {
    if (value) {
        object[key] = true;
    }
}

template <typename T>
void put(Json& object, const char* key, T value, T normal) {
    if (value != normal) {
        object[key] = value;
    }
}

pf::Text to_text(pf::FixtureScope scope) {
    return scope == pf::FixtureScope::run ? "" : scope == pf::FixtureScope::worker ? "worker" : "task";
}

pf::Texts names(const pf::Plan& plan, const std::vector<pf::FixtureId>& fixtures) {
    pf::Texts names;
    for (const pf::FixtureId fixture : fixtures) {
        names.push_back(plan.fixtures[fixture].name);
    }
    return names;
}

Json dump(const pf::Plan& plan, const pf::PlannedFixture& fixture) {
    const pf::PlannedFixture normal;
    Json object{{"name", std::string(fixture.name)}};
    put(object, "parents", names(plan, fixture.parents));
    put(object, "scope", to_text(fixture.scope));
    put(object, "setup", fixture.setup);
    put(object, "teardown", fixture.teardown);
    put(object, "service", fixture.service);
    put(object, "ready_notify", fixture.ready_notify);
    put(object, "ready_port_auto", fixture.ready_port_auto);
    put(object, "ready_port", fixture.ready_port, normal.ready_port);
    put(object, "ready_log", fixture.ready_log);
    put(object, "ready_command", fixture.ready_command);
    put(object, "stop_signal", fixture.stop_signal, normal.stop_signal);
    put(object, "stop_timeout", fixture.stop_timeout, normal.stop_timeout);
    put(object, "setup_timeout", fixture.setup_timeout, normal.setup_timeout);
    put(object, "teardown_timeout", fixture.teardown_timeout, normal.teardown_timeout);
    put(object, "linger", fixture.linger, normal.linger);
    put(object, "skip_return_code", fixture.skip_return_code.value_or(-1), -1);
    put(object, "skip_regex", fixture.skip_regex);
    put(object, "environment", fixture.environment);
    put(object, "working_directory", fixture.working_directory);
    put(object, "binary_dir", fixture.binary_dir);
    put(object, "source", fixture.source);
    return object;
}

Json dump(const pf::Plan& plan, const pf::Group& group) {
    const pf::Group normal;
    Json object{{"name", std::string(group.name)}};
    put(object, "shared_name", group.shared_name);
    if (group.pool != pf::kNone) {
        object["pool"] = std::string(plan.groups[group.pool].name);
    }
    if (group.names.prefix) {
        object["name_prefix"] = std::string(*group.names.prefix);
    }
    put(object, "fixtures", names(plan, group.fixtures));
    put(object, "workers", group.workers, normal.workers);
    put(object, "timeout", group.timeout, normal.timeout);
    put(object, "retries", group.retries, normal.retries);
    put(object, "dispatch", pf::Text(group.dispatch == pf::Dispatch::unit ? "unit" : ""));
    put(object, "run_serial", group.run_serial);
    put(object, "locks", group.locks);
    put(object, "labels", group.labels);
    put(object, "environment", group.environment);
    put(object, "working_directory", group.working_directory);
    put(object, "binary_dir", group.binary_dir);
    put(object, "source", group.source);
    put(object, "launcher", group.launcher);
    put(object, "program", group.program.command);
    put(object, "program_file", group.program.file);
    put(object, "framework", group.program.framework);
    put(object, "filter", group.program.filter);
    put(object, "reuse", group.program.reuse, normal.program.reuse);
    put(object, "allow_threads", group.program.allow_threads);
    put(object, "no_huge_pages", !group.program.huge_pages);
    put(object, "discovery_timeout", group.program.discovery_timeout, normal.program.discovery_timeout);
    return object;
}

Json dump(const pf::PlannedFinish& finish) {
    const pf::PlannedFinish normal;
    Json object = Json::object();
    put(object, "command", finish.command);
    put(object, "timeout", finish.timeout, normal.timeout);
    put(object, "required", finish.required);
    put(object, "environment", finish.environment);
    put(object, "working_directory", finish.working_directory);
    put(object, "binary_dir", finish.binary_dir);
    return object;
}

Json dump(const pf::Plan& plan, const pf::Matching& matching) {
    Json object{{"group", std::string(plan.groups[matching.group].name)}, {"pattern", std::string(matching.pattern)}};
    object["keys"] = Json::array();
    for (const auto& [key, value] : matching.keys) {
        object["keys"].push_back(std::string(key) + " " + std::string(value));
    }
    return object;
}

Json dump(const pf::Plan& plan, pf::TaskId id) {
    const pf::TaskOptions normal;
    const pf::Task& task = plan.tasks[id];
    const pf::TaskOptions& options = task.options();
    Json object{{"group", std::string(plan.groups[task.group].name)}, {"name", std::string(task.name)}};
    put(object, "launcher", options.launcher);
    put(object, "command", task.command);
    put(object, "generator", options.generator);
    put(object, "timeout", options.timeout, normal.timeout);
    put(object, "cost", options.cost, normal.cost);
    put(object, "retries", options.retries, normal.retries);
    put(object, "run_serial", options.run_serial);
    put(object, "will_fail", options.will_fail);
    put(object, "disabled", options.disabled);
    put(object, "processors", options.processors, normal.processors);
    put(object, "skip_return_code", options.skip_return_code.value_or(-1), -1);
    put(object, "locks", options.locks);
    put(object, "pass_regex", options.pass_regex);
    put(object, "fail_regex", options.fail_regex);
    put(object, "skip_regex", options.skip_regex);
    put(object, "required_files", options.required_files);
    put(object, "labels", options.labels);
    put(object, "environment", options.environment);
    put(object, "environment_modification", options.environment_modification);
    put(object, "timeout_signal", options.timeout_signal, normal.timeout_signal);
    put(object, "timeout_grace", options.timeout_grace, normal.timeout_grace);
    put(object, "replaces_locks", options.replaces.locks);
    put(object, "replaces_labels", options.replaces.labels);
    put(object, "replaces_environment", options.replaces.environment);
    put(object, "replaces_run_serial", options.replaces.run_serial);
    put(object, "working_directory", options.working_directory);
    put(object, "binary_dir", options.binary_dir);
    put(object, "source", options.source);
    return object;
}

Json dump(const pf::Plan& plan) {
    Json object{{"config", plan.config}};
    object["fixtures"] = Json::array();
    for (const pf::PlannedFixture& fixture : plan.fixtures) {
        object["fixtures"].push_back(dump(plan, fixture));
    }
    object["groups"] = Json::array();
    for (const pf::Group& group : plan.groups) {
        object["groups"].push_back(dump(plan, group));
    }
    for (const pf::Matching& matching : plan.matchings) {
        object["matchings"].push_back(dump(plan, matching));
    }
    object["tasks"] = Json::array();
    for (pf::TaskId task = 0; task < plan.tasks.size(); ++task) {
        object["tasks"].push_back(dump(plan, task));
    }
    for (const pf::PlannedFinish& finish : plan.finishes) {
        object["finishes"].push_back(dump(finish));
    }
    return object;
}

// CTest 3.25 does not list these properties, and newer versions do.
constexpr std::string_view kNotListed[] = {"DEF_SOURCE_LINE", "FIXTURE_REPEAT_MODE", "LABELS_OF_MINE"};

// Returns the names, commands and properties of CTest's tests, without the place where they were added.
Json dump_tests(const Json& tests) {
    Json list = Json::array();
    for (const Json& test : tests.at("tests")) {
        Json properties = Json::object();
        for (const Json& property : test.value("properties", Json::array())) {
            const auto name = property.at("name").get<std::string>();
            if (std::find(std::begin(kNotListed), std::end(kNotListed), name) == std::end(kNotListed)) {
                properties[name] = property.at("value");
            }
        }
        list.push_back(
            {{"name", test.at("name")}, {"command", test.value("command", Json())}, {"properties", properties}});
    }
    return list;
}

// In the names of fixtures that CTest knows.
std::string hide_hash(const std::string& text) {
    static const std::regex hashed("ParallelFixtures[.][0-9a-f]{8}[.]");
    return std::regex_replace(text, hashed, "ParallelFixtures.@HASH@.");
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

int compare(const Json& found, const std::string& expected_file) {
    std::ifstream stream(expected_file);
    const Json expected = Json::parse(stream);
    // Only nlohmann::json compares objects whatever the order of their keys.
    const nlohmann::json difference =
        nlohmann::json::diff(nlohmann::json::parse(expected.dump()), nlohmann::json::parse(found.dump()));
    if (difference.empty()) {
        return 0;
    }
    fmt::print("differs from {}:\n{}\nfound:\n{}\n", expected_file, difference.dump(2), found.dump(2));
    return 1;
}

}  // namespace

// An exception ends it, and the test that runs it fails.
int main(int argc, char** argv) {  // NOLINT(bugprone-exception-escape)
    if (argc < 5) {
        fmt::print(stderr, "usage: plan_dump <build> <source> <config> <tests.json> [<expected.json>]\n");
        return 2;
    }
    const pf::Result<pf::Plan> plan = pf::read_plan(argv[1], argv[3]);
    if (!plan.ok()) {
        fmt::print(stderr, "{}\n", plan.error().message);
        return 2;
    }
    std::ifstream stream(argv[4]);
    const Json tests = Json::parse(stream);
    std::string text = Json{{"plan", dump(*plan)}, {"tests", dump_tests(tests)}}.dump();
    replace_all(text, argv[1], "@BUILD@");
    replace_all(text, argv[2], "@SOURCE@");
    text = std::regex_replace(text, std::regex("\\b[0-9a-f]{32}\\b"), "@TOKEN@");
    const Json found = Json::parse(hide_hash(text));
    if (argc > 5) {
        return compare(found, argv[5]);
    }
    fmt::print("{}\n", found.dump(2));
    return 0;
}
