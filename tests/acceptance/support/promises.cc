#include "tests/acceptance/support/promises.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "tests/acceptance/support/processes.h"
#include "tests/support/catch.h"

namespace pf::acceptance {
namespace {

constexpr double kGoneWithin = 20;  // A deadline and no measurement: it depends on the machine.

bool any_fixture_failed(const Results& results) {
    const auto is_bad = [](const Json& event) {
        const std::string name = Results::text(event, "e");
        const std::string outcome = Results::text(event, "outcome");
        return name == "fixture_died" || (name == "setup_ended" && (outcome == "failed" || outcome == "timeout")) ||
               (name == "teardown_ended" && !event.value("passed", true)) ||
               (name == "finish_ended" && event.value("required", false) && !event.value("passed", true));
    };
    return std::any_of(results.journal.begin(), results.journal.end(), is_bad);
}

int expected_exit_code(const Results& results, int asked_to_end) {
    if (asked_to_end != 0) {
        return 128 + asked_to_end;
    }
    bool failed = false;
    for (const Json& task : results.summary.at("tasks")) {
        const std::string outcome = Results::text(task, "outcome");
        if (results.cause(Results::text(task, "id")) == "unreported") {
            return 5;
        }
        failed = failed || (outcome != "passed" && outcome != "skipped");
    }
    if (any_fixture_failed(results)) {
        return 3;
    }
    if (failed) {
        return 1;
    }
    return results.summary.at("tasks").empty() ? 4 : 0;
}

bool is_within(const std::string& path, const std::string& directory) {
    return path == directory || path.starts_with(directory + "/");
}

}  // namespace

void check_gone(const std::string& mark) {
    const bool gone = wait_until([&] { return processes_with(mark).empty(); }, kGoneWithin);
    if (!gone) {
        const std::string alive = describe(processes_with(mark));
        kill_processes_with(mark);
        INFO("outlived the run: " << alive);
        CHECK(gone);
    }
}

void check_accounting(const Results& results) {
    REQUIRE(results.summary.contains("counts"));
    std::map<std::string, int> seen;
    std::set<std::string> ids;
    for (const Json& task : results.summary.at("tasks")) {
        const std::string id = Results::text(task, "id");
        const std::string outcome = Results::text(task, "outcome");
        INFO(task.dump());
        CHECK(ids.insert(id).second);
        ++seen[outcome];
        seen["flaky"] += task.value("flaky", false) ? 1 : 0;
        seen["leaked"] += task.value("leaked", Json::array()).empty() ? 0 : 1;
        CHECK((outcome == "passed" || !Results::text(task, "reason").empty()));
    }
    int sum = 0;
    for (const char* outcome : {"passed", "failed", "timeout", "crashed", "skipped", "not_run"}) {
        INFO(outcome);
        CHECK(results.count(outcome) == seen[outcome]);
        sum += results.count(outcome);
    }
    CHECK(results.count("flaky") == seen["flaky"]);
    CHECK(results.count("leaked") == seen["leaked"]);
    CHECK(results.count("declared") == sum);
    CHECK(results.count("declared") == static_cast<int>(ids.size()));
    std::set<std::string> declared;
    for (const Json& event : results.events("task_declared")) {
        INFO(event.dump());
        CHECK(declared.insert(Results::text(event, "id")).second);
    }
    CHECK(declared == ids);
}

void check_exit_code(const Results& results, int asked_to_end) {
    CHECK(results.ended.signal == 0);
    CHECK(results.exit_code == expected_exit_code(results, asked_to_end));
    const std::vector<Json> ends = results.events("run_ended");
    REQUIRE_FALSE(ends.empty());
    CHECK(ends.size() <= (results.events("finish_ended").empty() ? 1U : 2U));
    CHECK(ends.back().value("exit_code", 0) == results.exit_code);
}

void check_temporary_files(const Results& results, const std::string& temp_dir) {
    std::set<std::string> kept;
    for (const Json& event : results.events("task_ended")) {
        const std::string directory = Results::text(event, "kept_dir");
        if (!directory.empty()) {
            INFO(event.dump());
            CHECK(std::filesystem::is_directory(directory));
            CHECK(Results::text(event, "outcome") != "passed");
            kept.insert(directory);
        }
    }
    for (const auto& entry : std::filesystem::directory_iterator(temp_dir)) {
        const std::string path = entry.path();
        const bool holds_kept = std::any_of(kept.begin(), kept.end(),
                                            [&](const std::string& directory) { return is_within(directory, path); });
        INFO(path << " was left behind");
        CHECK(holds_kept);
    }
}

void check_promises(const Results& results, const PlanFile& plan, int asked_to_end, const std::string& temp_dir) {
    INFO("results: " << results.directory);
    REQUIRE_FALSE(results.directory.empty());
    check_accounting(results);
    check_exit_code(results, asked_to_end);
    check_lives(results, plan);
    check_reports(results);
    check_temporary_files(results, temp_dir);
}

}  // namespace pf::acceptance
