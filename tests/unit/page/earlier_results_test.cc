#include "tool/page/earlier_results.h"

#include <filesystem>

#include "tests/unit/page/files.h"
#include "tests/unit/report/sample_run.h"

using namespace pf;
using Outcomes = std::array<std::uint64_t, 6>;
using Tasks = std::vector<std::uint32_t>;

namespace {

// As tool/report writes it.
std::string summary(const std::string& started, const std::string& tasks) {
    return "{\n \"run\": {\"id\":\"r\",\"version\":\"1\",\"started\":\"" + started +
           "\",\"seconds\":2.5,\"exit_code\":1},\n \"counts\": "
           "{\"declared\":9,\"passed\":1,\"failed\":2,\"timeout\":3,\"crashed\":4,\"skipped\":5,\"not_run\":6},\n "
           "\"fixtures\": [\n  "
           "{\"name\":\"id\"}],\n"
           " \"tasks\": [" +
           tasks + "]\n}\n";
}

std::string task(const std::string& id, const std::string& outcome, const std::string& seconds = "1.5") {
    return "\n  {\"id\":\"" + id + "\",\"group\":\"g\",\"outcome\":\"" + outcome +
           "\",\"cause\":\"completed\",\"seconds\":" + seconds + ",\"reason\":\"\"}";
}

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

struct EarlierTask {
    std::string id;
    Outcome outcome;
    double seconds;
};

Comparison compared(const RunRecord& record, const std::vector<std::vector<EarlierTask>>& runs) {
    Comparer comparer(record);
    for (const auto& tasks : runs) {
        comparer.begin_run();
        for (const EarlierTask& one : tasks) {
            comparer.add(one.id, one.outcome, one.seconds);
        }
    }
    return comparer.result();
}

}  // namespace

TEST_CASE("the results of a run are read from its summary.json") {
    const auto record =
        record_of({{"g.a", Outcome::passed}, {"g.\xc3\xa9\"", Outcome::passed}, {"g.c", Outcome::passed}});
    Comparer comparer(record);
    const std::string tasks = task("g.a", "passed", "0.25") + "," + task("g.\\u00e9\\\"", "not_run") + "," +
                              task("g.c", "what") + ",\n  nothing,\n  {\"id\":3,\"outcome\":\"passed\"}";
    const EarlierRun run = read_summary(summary("2026-01-02T03:04:05Z", tasks), comparer);
    CHECK(run.run_id == "r");
    CHECK(run.started == "2026-01-02T03:04:05Z");
    CHECK(run.seconds == 2.5);
    CHECK(run.outcomes == Outcomes{1, 2, 3, 4, 5, 6});
    const Comparison result = comparer.result();
    CHECK(result.fixed == Tasks{1});
    CHECK(result.added == Tasks{2});
    REQUIRE(result.slower.size() == 1);
    CHECK(result.slower[0].usual_seconds == 0.25);
}

TEST_CASE("a summary.json that is none has no results") {
    const auto record = record_of({{"g.a", Outcome::passed}});
    for (const char* text :
         {"", "\xff{[\n\n \"tasks\": [", " \"tasks\": [\n  {\"id\":\"\n  {\"id\":\"\\", "\n", " \"run\": "}) {
        Comparer comparer(record);
        CHECK(read_summary(text, comparer).outcomes == Outcomes{});
    }
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
    const auto record = record_of({{"g.a", Outcome::passed}});
    Comparer comparer(record);
    const auto earlier = read_earlier_runs(root / "run12", "2026-01-12T00:00:00Z", comparer);
    REQUIRE(earlier.size() == 10);
    CHECK(earlier.front().started == "2026-01-11T00:00:00Z");
    CHECK(earlier.back().started == "2026-01-02T00:00:00Z");
    Comparer none(record);
    CHECK(read_earlier_runs(root / "run1", "2026-01-01T00:00:00Z", none).empty());
    CHECK(read_earlier_runs(root / "none/run", "2026-01-01T00:00:00Z", none).empty());
    CHECK(none.result().added.empty());
}

TEST_CASE("the tasks of older runs are read as long as they can change the comparison") {
    const auto runs_of = [](const RunRecord& record, std::vector<std::string> tasks) {
        const test::Folder root;
        for (std::size_t i = 0; i < tasks.size(); ++i) {
            const std::string name = "run" + std::to_string(i);
            std::filesystem::create_directory(root / name);
            const std::string started = "2026-01-0" + std::to_string(9 - i) + "T00:00:00Z";
            REQUIRE(write_file_atomically(root / (name + "/summary.json"), summary(started, tasks[i])).ok());
        }
        Comparer comparer(record);
        const auto earlier = read_earlier_runs(root / "own", "2026-01-09T00:00:00Z", comparer);
        CHECK(earlier.size() == tasks.size());
        for (const EarlierRun& run : earlier) {
            CHECK(run.outcomes == Outcomes{1, 2, 3, 4, 5, 6});
        }
        return comparer.result();
    };
    auto record = record_of({{"g.a", Outcome::passed}, {"g.b", Outcome::failed}});
    const std::string both = task("g.a", "failed", "0.2") + "," + task("g.b", "passed");
    const std::string slow = task("g.a", "passed", "9");
    const std::string quick = task("g.a", "passed", "0.01");
    // The task takes a second now: the median of three is that of the middle one.
    CHECK(runs_of(record, {both, quick, slow, quick}).slower.size() == 1);
    // A task that the newest run does not have.
    CHECK(runs_of(record, {task("g.a", "passed"), task("g.b", "passed")}).new_failures == Tasks{1});
    // All are known, and none takes a tenth of a second: an older run is not read.
    record.tasks[0].seconds = 0.09;
    Comparer comparer(record);
    CHECK(comparer.wants_more());
    read_summary(summary("2026-01-02T03:04:05Z", both), comparer);
    CHECK_FALSE(comparer.wants_more());
    CHECK(runs_of(record, {both, slow}).fixed == Tasks{0});
}

TEST_CASE("an earlier run with a very long command is read whole") {
    const test::Folder root;
    std::filesystem::create_directory(root / "run");
    std::string text = summary("2026-01-02T03:04:05Z", task("g.a", "failed"));
    text.insert(text.find("\"seconds\":2.5"), "\"command\":[\"" + std::string(9000, 'x') + "\"],");
    REQUIRE(write_file_atomically(root / "run/summary.json", text).ok());
    const auto record = record_of({{"g.a", Outcome::passed}});
    Comparer comparer(record);
    const auto earlier = read_earlier_runs(root / "own", "2026-01-03T00:00:00Z", comparer);
    REQUIRE(earlier.size() == 1);
    CHECK(earlier.front().seconds == 2.5);
    CHECK(comparer.result().fixed == Tasks{0});
}

TEST_CASE("without earlier runs there is nothing to compare") {
    const auto record = record_of({{"a", Outcome::failed}});
    const Comparison nothing = compared(record, {});
    CHECK(nothing.new_failures.empty());
    CHECK(nothing.added.empty());
}

TEST_CASE("failures are new or fixed against the newest earlier run that had the task") {
    const auto record = record_of({{"new", Outcome::failed},
                                   {"old", Outcome::timeout},
                                   {"fixed", Outcome::passed},
                                   {"skipped", Outcome::skipped},
                                   {"absent", Outcome::crashed},
                                   {"added", Outcome::passed}});
    const std::vector<EarlierTask> newest{{"new", Outcome::passed, 1},
                                          {"old", Outcome::failed, 1},
                                          {"fixed", Outcome::crashed, 1},
                                          {"skipped", Outcome::failed, 1}};
    const std::vector<EarlierTask> before{
        {"new", Outcome::failed, 1}, {"gone", Outcome::failed, 1}, {"absent", Outcome::passed, 1}};
    const Comparison result = compared(record, {newest, before});
    CHECK(result.new_failures == Tasks{0, 4});
    CHECK(result.fixed == Tasks{2});
    CHECK(result.added == Tasks{5});
}

TEST_CASE("a task is slower if it takes twice the median of its earlier passes, and noticeably longer") {
    const auto record = record_of({{"a", Outcome::passed}, {"b", Outcome::passed}, {"c", Outcome::failed}});
    const std::vector<EarlierTask> first{
        {"c", Outcome::passed, 0.1}, {"a", Outcome::passed, 0.5}, {"b", Outcome::passed, 0.6}};
    const std::vector<EarlierTask> second{{"a", Outcome::passed, 0.25}, {"b", Outcome::failed, 0.1}};
    const Comparison result = compared(record, {first, second, {{"a", Outcome::passed, 9}}});
    REQUIRE(result.slower.size() == 1);
    CHECK(result.slower[0].task == 0);
    CHECK(result.slower[0].usual_seconds == 0.5);
    auto quick = record_of({{"a", Outcome::passed}});
    quick.tasks[0].seconds = 0.09;
    CHECK(compared(quick, {{{"a", Outcome::passed, 0.01}}}).slower.empty());
}
