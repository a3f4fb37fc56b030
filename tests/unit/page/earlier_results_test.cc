#include "tool/page/earlier_results.h"

#include <filesystem>

#include "tests/unit/page/files.h"
#include "tests/unit/report/sample_run.h"

using namespace pf;

namespace {

// As tool/report writes it.
std::string summary(const std::string& started, const std::string& tasks) {
    return "{\n \"run\": {\"id\":\"r\",\"version\":\"1\",\"started\":\"" + started +
           "\",\"seconds\":2.5,\"exit_code\":1},\n \"counts\": {\"declared\":1},\n \"fixtures\": [\n  "
           "{\"name\":\"id\"}],\n"
           " \"tasks\": [" +
           tasks + "]\n}\n";
}

std::string task(const std::string& id, const std::string& outcome, const std::string& seconds = "1.5") {
    return "\n  {\"id\":\"" + id + "\",\"group\":\"g\",\"outcome\":\"" + outcome +
           "\",\"cause\":\"completed\",\"seconds\":" + seconds + ",\"reason\":\"\"}";
}

EarlierResults run_of(std::vector<EarlierTask> tasks) { return {"r", "", 1, std::move(tasks)}; }

RunRecord record_of(const std::vector<std::pair<std::string, Outcome>>& tasks) {
    RunRecord record;
    for (const auto& [id, outcome] : tasks) {
        TaskRecord& made = record.tasks.emplace_back();
        made.id = id;
        made.outcome = outcome;
        made.seconds = 1;
    }
    return record;
}

using Tasks = std::vector<std::uint32_t>;

}  // namespace

TEST_CASE("the results of a run are read from its summary.json") {
    const auto results = parse_summary(summary(
        "2026-01-02T03:04:05Z", task("g.a", "passed") + "," + task("g.\\u00e9\\\"", "not_run", "0.25") + "," +
                                    task("g.c", "what") + ",\n  nothing,\n  {\"id\":3,\"outcome\":\"passed\"}"));
    CHECK(results.run_id == "r");
    CHECK(results.started == "2026-01-02T03:04:05Z");
    CHECK(results.seconds == 2.5);
    REQUIRE(results.tasks.size() == 2);
    CHECK(results.tasks[0].seconds == 1.5);
    CHECK(results.tasks[1].id == "g.\xc3\xa9\"");
    CHECK(results.tasks[1].outcome == Outcome::not_run);
    CHECK(results.count(Outcome::passed) == 1);
    CHECK(parse_summary("").tasks.empty());
    CHECK(parse_summary("\xff{[\n\n \"tasks\": [").tasks.empty());
}

TEST_CASE("earlier runs are those beside a run that started before it, the newest first") {
    const test::Folder root;
    for (int i = 1; i <= 12; ++i) {
        const std::string name = "run" + std::to_string(i);
        std::filesystem::create_directory(root / name);
        const std::string started = "2026-01-" + std::string(i < 10 ? "0" : "") + std::to_string(i) + "T00:00:00Z";
        REQUIRE(write_file_atomically(root / (name + "/summary.json"), summary(started, task("g.a", "passed"))).ok());
    }
    std::filesystem::create_symlink("run12", root / "latest");
    std::filesystem::create_directory(root / "empty");
    REQUIRE(write_file_atomically(root / "history", "").ok());
    const auto earlier = earlier_results(root / "run12", "2026-01-12T00:00:00Z");
    REQUIRE(earlier.size() == 10);
    CHECK(earlier.front().started == "2026-01-11T00:00:00Z");
    CHECK(earlier.back().started == "2026-01-02T00:00:00Z");
    CHECK(earlier_results(root / "run1", "2026-01-01T00:00:00Z").empty());
    CHECK(earlier_results(root / "none/run", "2026-01-01T00:00:00Z").empty());
}

TEST_CASE("without earlier runs there is nothing to compare") {
    const Comparison compared = compare_with_earlier(record_of({{"a", Outcome::failed}}), {});
    CHECK(compared.new_failures.empty());
    CHECK(compared.added.empty());
}

TEST_CASE("failures are new or fixed against the newest earlier run that had the task") {
    const auto record = record_of({{"new", Outcome::failed},
                                   {"old", Outcome::timeout},
                                   {"fixed", Outcome::passed},
                                   {"skipped", Outcome::skipped},
                                   {"absent", Outcome::crashed},
                                   {"added", Outcome::passed}});
    const Comparison compared =
        compare_with_earlier(record, {run_of({{"new", Outcome::passed, 1},
                                              {"old", Outcome::failed, 1},
                                              {"fixed", Outcome::crashed, 1},
                                              {"skipped", Outcome::failed, 1}}),
                                      run_of({{"new", Outcome::failed, 1}, {"absent", Outcome::passed, 1}})});
    CHECK(compared.new_failures == Tasks{0, 4});
    CHECK(compared.fixed == Tasks{2});
    CHECK(compared.added == Tasks{5});
}

TEST_CASE("a task is slower if it takes twice the median of its earlier passes, and noticeably longer") {
    const auto record = record_of({{"a", Outcome::passed}, {"b", Outcome::passed}, {"c", Outcome::failed}});
    const Comparison compared = compare_with_earlier(
        record,
        {run_of({{"a", Outcome::passed, 0.5}, {"b", Outcome::passed, 0.6}, {"c", Outcome::passed, 0.1}}),
         run_of({{"a", Outcome::passed, 0.2}, {"b", Outcome::failed, 0.1}}), run_of({{"a", Outcome::passed, 9}})});
    REQUIRE(compared.slower.size() == 1);
    CHECK(compared.slower[0].task == 0);
    CHECK(compared.slower[0].usual_seconds == 0.5);
    auto quick = record_of({{"a", Outcome::passed}});
    quick.tasks[0].seconds = 0.09;
    CHECK(compare_with_earlier(quick, {run_of({{"a", Outcome::passed, 0.01}})}).slower.empty());
}
