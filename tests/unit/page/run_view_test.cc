#include "tool/page/run_view.h"

#include <algorithm>

#include "tests/unit/page/files.h"
#include "tests/unit/report/sample_run.h"

using namespace pf;

namespace {

TaskDeclared on_fixture(const std::string& name, const std::string& fixture) {
    TaskDeclared event = test::declared("g", name);
    if (!fixture.empty()) {
        event.fixtures = {fixture};
    }
    return event;
}

SetupStarted setup_begins(double at, const std::string& fixture, const std::string& instance) {
    return {at, fixture, instance};
}

SetupEnded setup_ends(double at, double seconds, const std::string& fixture, const std::string& instance) {
    SetupEnded event = test::setup_ended(fixture, SetupOutcome::passed, instance);
    event.at = at;
    event.seconds = seconds;
    return event;
}

TaskStarted begins(double at, const std::string& name, int worker, int attempt = 1) {
    TaskStarted event = test::started("g." + name, attempt, at);
    event.worker = event.slot = worker;
    return event;
}

TaskEnded ends(double at, const std::string& name, int worker, double seconds, int attempt = 1, bool final = true) {
    TaskEnded event = test::ended("g." + name, final ? Outcome::passed : Outcome::failed);
    event.at = at;
    event.worker = event.slot = worker;
    event.seconds = seconds;
    event.attempt = attempt;
    event.final = final;
    return event;
}

// "db" for the run, "schema" for each of two workers, a task on each; the second is tried twice.
std::vector<Event> two_workers() {
    TeardownEnded down = test::teardown_ended("db");
    down.at = 9;
    down.seconds = 1;
    return {test::run_started(),
            FixtureDeclared{"db", "service", "run", {}, ""},
            FixtureDeclared{"schema", "command", "worker", {"db"}, ""},
            on_fixture("a", "schema"),
            on_fixture("b", "schema"),
            on_fixture("c", ""),
            PlanEnded{3},
            begins(0.5, "c", 1),
            setup_begins(0, "db", "db"),
            setup_ends(2, 2, "db", "db"),
            setup_begins(2, "schema", "schema[g worker 0]"),
            setup_begins(2, "schema", "schema[g worker 1]"),
            setup_ends(3, 1, "schema", "schema[g worker 0]"),
            ends(3, "c", 1, 2.5),
            setup_ends(3.5, 1.5, "schema", "schema[g worker 1]"),
            begins(3, "a", 0),
            begins(3.5, "b", 1),
            ends(4, "a", 0, 1),
            ends(4.5, "b", 1, 1, 1, false),
            begins(4.5, "b", 1, 2),
            ends(6.5, "b", 1, 2, 2),
            TeardownStarted{8, "db", "db"},
            down,
            test::run_ended(0)};
}

}  // namespace

TEST_CASE("a view has the times of attempts and instances in microseconds, and who ran on what") {
    const test::Folder run;
    const RunRecord record = test::record_in(run, test::lines(two_workers()));
    const RunView view = view_run(record);
    REQUIRE(view.instances.size() == 3);
    CHECK(view.instances[0].begin == 0);
    CHECK(view.instances[0].ready == 2'000'000);
    CHECK(view.instances[0].gone == 8'000'000);
    CHECK(view.instances[0].down == 8'000'000);
    CHECK(view.instances[0].end == 9'000'000);
    CHECK(view.tasks[0].instances == std::vector<std::uint32_t>{1});
    CHECK(view.tasks[1].instances == std::vector<std::uint32_t>{2});
    CHECK(view.tasks[2].instances.empty());
    CHECK(view.instances[1].parents == std::vector<std::uint32_t>{0});
    CHECK(view.instances[2].parents == std::vector<std::uint32_t>{0});
    REQUIRE(view.attempts.size() == 4);
    CHECK(view.attempts[1].task == 1);
    CHECK(view.attempts[1].outcome == Outcome::failed);
    CHECK(view.attempts[2].number == 2);
    CHECK(view.attempts[2].begin == 4'500'000);
    CHECK(view.attempts[2].end == 6'500'000);
}

TEST_CASE("a wait is in the lane of the attempt that it precedes, and ends with its beginning at the latest") {
    const test::Folder run;
    std::vector<Event> events = two_workers();
    for (Event& event : events) {
        auto* started = std::get_if<TaskStarted>(&event);
        if (started != nullptr && started->id == "g.b") {
            started->waited_since = started->attempt == 1 ? 1 : 4.25;
            started->waited = started->attempt == 1 ? 1.5 : 7;
            started->waited_for = {started->attempt == 1 ? "lock x" : "workers"};
        }
    }
    const RunRecord record = test::record_in(run, test::lines(events));
    const RunView view = view_run(record);
    REQUIRE(view.waits.size() == 2);
    CHECK(view.waits[0].task == 1);
    CHECK(view.waits[0].attempt == 1);
    CHECK(view.waits[0].begin == 1'000'000);
    CHECK(view.waits[0].end == 2'500'000);
    CHECK(view.waits[0].lane == view.attempts[1].lane);
    CHECK(record.wait_causes[view.waits[0].causes] == std::vector<std::string>{"lock x"});
    CHECK(view.waits[1].begin == 4'250'000);
    CHECK(view.waits[1].end == 4'500'000);
}

TEST_CASE("a slot is a lane, and so is each instance that is up beside another of its fixture") {
    const test::Folder run;
    const RunRecord record = test::record_in(run, test::lines(two_workers()));
    const RunView view = view_run(record);
    CHECK(view.task_lanes == std::vector<std::string>{"tasks 1", "tasks 2"});
    CHECK(view.attempts[1].lane == view.attempts[2].lane);
    CHECK(view.attempts[0].lane != view.attempts[1].lane);
    CHECK(view.fixture_lanes == std::vector<std::vector<std::string>>{{"db"}, {"schema 1", "schema 2"}});
}

TEST_CASE("the critical path of a run goes through both fixtures and both attempts") {
    const test::Folder run;
    const RunRecord record = test::record_in(run, test::lines(two_workers()));
    const RunView view = view_run(record);
    const CriticalPath& path = view.facts.path;
    CHECK(path.task == 1);
    CHECK(path.instances == std::vector<std::uint32_t>{0, 2});
    CHECK(path.setup_seconds == 3.5);
    CHECK(path.task_seconds == 3);
    CHECK(path.teardown_seconds == 1);
    CHECK(view.facts.task == "g.b");
    CHECK(view.facts.fixtures == std::vector<std::string>{"db", "schema[g worker 1]"});
    CHECK(view.facts.use.slots == 2);
}

TEST_CASE(
    "an attempt that is concluded twice is there once, and one that did not end lasts to the end of the journal") {
    const test::Folder run;
    TaskEnded again = ends(5, "a", 0, 1);
    again.outcome = Outcome::failed;
    const RunRecord record =
        test::record_in(run, test::lines({test::run_started(), test::declared("g", "a"), test::declared("g", "b"),
                                          PlanEnded{2}, begins(1, "a", 0), ends(2, "a", 0, 1, 1, false),
                                          begins(2, "b", 0), again, Message{7, MessageLevel::note, "late"}}));
    const RunView view = view_run(record);
    REQUIRE(view.attempts.size() == 2);
    CHECK(view.attempts[0].end == 2'000'000);
    CHECK(view.attempts[1].begin == 2'000'000);
    CHECK(view.attempts[1].end == 7'000'000);
    CHECK(view.task_lanes.size() == 1);
}

TEST_CASE("no time of a journal makes a view that cannot be drawn") {
    const test::Folder run;
    for (const double at : {-5.0, 1e300, -1e300}) {
        auto events = two_workers();
        for (Event& event : events) {
            if (auto* ended = std::get_if<TaskEnded>(&event)) {
                ended->at = at;
                ended->seconds = -at;
            }
            if (auto* up = std::get_if<SetupEnded>(&event)) {
                up->at = at;
            }
        }
        const RunRecord record = test::record_in(run, test::lines(events));
        const RunView view = view_run(record);
        for (const AttemptView& attempt : view.attempts) {
            CHECK((attempt.begin >= 0 && attempt.begin <= attempt.end && attempt.end <= RunView::kLatest));
        }
        for (const InstanceView& seen : view.instances) {
            CHECK((seen.begin >= 0 && seen.begin <= seen.ready && seen.ready <= seen.gone && seen.gone <= seen.down &&
                   seen.down <= seen.end));
        }
    }
}

TEST_CASE("a fixture that died is gone before its teardown, which is no longer for it") {
    const test::Folder run;
    auto events = two_workers();
    events.insert(events.end() - 3, FixtureDied{7, "db", "db", "killed", {}});
    const RunRecord record = test::record_in(run, test::lines(events));
    const RunView view = view_run(record);
    CHECK(view.instances[0].gone == 7'000'000);
    CHECK(view.instances[0].down == 8'000'000);
    CHECK(view.facts.path.teardown_seconds == 1);
}

TEST_CASE("a run in which everything happens can be viewed, and a page is not made of a journal that is gone") {
    const test::Folder run;
    RunRecord record = test::record_in(run, test::lines(test::sample_run()));
    CHECK(view_run(record).tasks.size() == record.tasks.size());
    record.journal_path = run / "none";
    CHECK(view_run(record).tasks.size() == record.tasks.size());
    const Status page =
        write_file_atomically(run / "page", [&](std::FILE* file) { return RunPages(record).write_page(file); });
    REQUIRE_FALSE(page.ok());
    CHECK(page.error().message.find("none") != std::string::npos);
}
