#include <nlohmann/json.hpp>

#include "tests/unit/journal/events.h"
#include "tests/unit/report/reports.h"
#include "tests/unit/report/sample_run.h"

using namespace pf;
using nlohmann::json;

namespace {

std::uint64_t sum_of_outcomes(const json& counts) {
    std::uint64_t sum = 0;
    for (const char* outcome : {"passed", "failed", "timeout", "crashed", "skipped", "not_run"}) {
        sum += counts.at(outcome).get<std::uint64_t>();
    }
    return sum;
}

}  // namespace

TEST_CASE("the summary has the promised fields and its counts agree with its tasks") {
    const json summary = json::parse(test::reports_of(test::lines(test::sample_run())).summary);
    const json& counts = summary.at("counts");
    CHECK(sum_of_outcomes(counts) == counts.at("declared"));
    CHECK(counts.at("declared") == summary.at("tasks").size());
    std::map<std::string, int> seen;
    for (const json& task : summary.at("tasks")) {
        ++seen[task.at("outcome").get<std::string>()];
        seen["flaky"] += task.at("flaky") ? 1 : 0;
        seen["leaked"] += task.at("leaked").empty() ? 0 : 1;
        for (const char* key : {"id", "group", "seconds", "attempts", "worker", "reason", "slow", "ahead"}) {
            CHECK(task.contains(key));
        }
    }
    for (const auto& [word, count] : seen) {
        CHECK(counts.at(word) == count);
    }
    for (const json& fixture : summary.at("fixtures")) {
        for (const char* key :
             {"name", "kind", "scope", "outcome", "setups", "setup_seconds", "teardowns", "teardown_seconds"}) {
            CHECK(fixture.contains(key));
        }
    }
    CHECK(summary.at("run").at("exit_code") == 130);
    CHECK(summary.at("run").at("stopped") == "interrupted by SIGINT");
}

TEST_CASE("a run that broke off says so") {
    const std::string whole = test::lines(test::sample_run());
    const json summary = json::parse(test::reports_of(whole.substr(0, whole.size() / 2)).summary);
    CHECK(summary.at("run").at("exit_code").is_null());
    CHECK(summary.at("run").at("complete") == false);
    CHECK_FALSE(summary.at("run").at("problems").empty());
    CHECK(summary.at("counts").at("declared") == 32);
    CHECK(sum_of_outcomes(summary.at("counts")) == 32);
    CHECK(summary.at("counts").at("unreported") > 10);
}

TEST_CASE("an empty journal gives an empty summary that says so") {
    const json summary = json::parse(test::reports_of("").summary);
    CHECK(summary.at("tasks").empty());
    CHECK(summary.at("counts").at("declared") == 0);
    CHECK(summary.at("run").at("complete") == false);
}

TEST_CASE("hostile bytes are shown in the summary") {
    const json summary = json::parse(test::hostile_reports().summary);
    const auto reason = summary.at("tasks").at(0).at("reason").get<std::string>();
    CHECK(reason.find("\x1b[31m\\xff\\xed\\xa0\\x80") != std::string::npos);
    CHECK(reason.find('\0') != std::string::npos);
}

TEST_CASE("the summary has the commands that followed the run, which do not count in its time") {
    FinishEnded finish;
    finish.at = 90;
    finish.command = {"upload", "all"};
    finish.seconds = 2.5;
    finish.passed = false;
    finish.required = true;
    finish.reason = "exit code 7";
    finish.exit_code = 7;
    finish.leaked = {"sleep (pid 9)"};
    std::vector<Event> events = test::sample_run();
    const json before = json::parse(test::reports_of(test::lines(events)).summary).at("run");
    events.emplace_back(finish);
    const json run = json::parse(test::reports_of(test::lines(events)).summary).at("run");
    CHECK(run.at("seconds") == before.at("seconds"));
    REQUIRE(run.at("finish").size() == 1);
    CHECK(run.at("finish")[0] == json{{"command", {"upload", "all"}},
                                      {"passed", false},
                                      {"required", true},
                                      {"seconds", 2.5},
                                      {"reason", "exit code 7"},
                                      {"exit_code", 7},
                                      {"signal", nullptr},
                                      {"leaked", {"sleep (pid 9)"}}});
}
