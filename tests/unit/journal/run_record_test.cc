#include "tool/journal/run_record.h"
#include "tool/journal/record_lines.h"

#include <algorithm>
#include <numeric>

#include "tests/support/catch.h"
#include "tests/unit/journal/events.h"
#include "tests/unit/support/folder.h"
#include "tool/support/file.h"

using namespace pf;
using namespace pf::test;

namespace {

RunRecord record_of(const std::string& journal) {
    static const Folder folder;  // It is shared, because thousands of journals are read.
    REQUIRE(write_file_atomically(folder / "j", journal).ok());
    auto record = build_run_record(folder / "j");
    INFO((record.ok() ? "" : record.error().message));
    REQUIRE(record.ok());
    return std::move(record).value();
}

const TaskRecord& task(const RunRecord& record, const std::string& id) {
    const auto found =
        std::find_if(record.tasks.begin(), record.tasks.end(), [&id](const TaskRecord& t) { return t.id == id; });
    REQUIRE(found != record.tasks.end());
    return *found;
}

bool tells(const RunRecord& record, const std::string& part) {
    return std::any_of(record.problems.begin(), record.problems.end(),
                       [&part](const std::string& problem) { return problem.find(part) != std::string::npos; });
}

void check_accounting(const RunRecord& record) {
    const Counts& counts = record.counts;
    CHECK(counts.declared == record.tasks.size());
    CHECK(std::accumulate(counts.outcomes.begin(), counts.outcomes.end(), std::uint64_t{0}) == counts.declared);
    std::uint64_t own = 0;
    for (const SegmentRecord& segment : record.segments) {
        own += segment.tasks;
    }
    CHECK(own == counts.declared);
    for (const TaskRecord& t : record.tasks) {
        CHECK((t.reported || (t.outcome == Outcome::crashed || t.outcome == Outcome::not_run)));
        CHECK((t.reported || (t.cause == Cause::unreported && !t.reason.empty())));
    }
}

std::vector<Event> small_run() {
    TaskEnded first = ended("g.flaky", Outcome::failed);
    first.final = false;
    first.exit_code = 1;
    TaskEnded second = ended("g.flaky");
    second.attempt = 2;
    second.flaky = true;
    second.leaked = {"sleep (pid 5)"};
    return {run_started(),
            FixtureDeclared{"db", "service", "run", {}, "C:1"},
            declared("g", "ok"),
            declared("g", "flaky"),
            declared("h", "bad"),
            PlanEnded{3},
            setup_started("db"),
            setup_ended("db"),
            started("g.ok"),
            ended("g.ok"),
            started("g.flaky"),
            first,
            started("g.flaky", 2),
            second,
            started("h.bad"),
            ended("h.bad", Outcome::failed),
            teardown_started("db"),
            teardown_ended("db"),
            run_ended(1)};
}

}  // namespace

TEST_CASE("a whole run is recorded") {
    const RunRecord record = record_of(lines(small_run()));
    check_accounting(record);
    CHECK(record.problems.empty());
    CHECK(record.run().run_id == "20261123T044208Z-1234");
    CHECK(record.exit_code() == 1);
    CHECK(record.groups == std::vector<std::string>{"g", "h"});
    CHECK(record.counts.of(Outcome::passed) == 2);
    CHECK(record.counts.of(Outcome::failed) == 1);
    CHECK(record.counts.flaky == 1);
    CHECK(record.counts.leaked == 1);
    CHECK(record.counts.unreported == 0);
    REQUIRE(record.tasks.size() == 3);
    CHECK(record.tasks[0].id == "g.ok");
    CHECK(record.name(record.tasks[0]) == "ok");
    TaskRecord named = record.tasks[0];
    named.id = "Suite.Test";
    CHECK(record.name(named) == "Suite.Test");
    const TaskRecord& flaky = record.tasks[1];
    CHECK(flaky.attempts == 2);
    CHECK(flaky.flaky);
    CHECK(flaky.earlier.size() == 1);
    CHECK(flaky.did_leak());
    CHECK(record.ended_at(flaky) == 1795408928 + 2);
    CHECK(record.started() == 1795408928);
    CHECK(record.ended() == 1795408928 + 4);
    REQUIRE(record.fixtures.size() == 1);
    CHECK(record.fixtures[0].outcome == Outcome::passed);
    CHECK(record.fixtures[0].kind == "service");
    CHECK(record.fixtures[0].setups == 1);
    CHECK(record.fixtures[0].setup_seconds == 0.2);
    CHECK(record.fixtures[0].teardowns == 1);
    CHECK(record.fixtures[0].teardown_seconds == 0.25);
}

TEST_CASE("places lead back to the lines") {
    const Folder folder;
    REQUIRE(write_file_atomically(folder / "j", lines(small_run())).ok());
    const auto record = build_run_record(folder / "j");
    auto file = JournalFile::open(folder / "j");
    REQUIRE((record.ok() && file.ok()));
    for (const TaskRecord& t : record->tasks) {
        CHECK(std::get<TaskDeclared>(*file->read(t.declared_line)).id == t.id);
        CHECK(std::get<TaskEnded>(*file->read(t.ended_line)).id == t.id);
        for (const EarlierAttempt& earlier : t.earlier) {
            CHECK_FALSE(std::get<TaskEnded>(*file->read(earlier.line)).final);
        }
    }
    CHECK(std::get<SetupEnded>(*file->read(record->instances[0].setup_line)).fixture == "db");
    CHECK(std::get<TeardownEnded>(*file->read(record->instances[0].teardown_line)).fixture == "db");
}

TEST_CASE("a journal cut at any byte accounts for every task that it declares", "[R11]") {
    const std::string whole = lines(small_run());
    const std::size_t plan_end = whole.find("{\"e\":\"setup_started\"");
    for (std::size_t length = 0; length <= whole.size(); ++length) {
        INFO(length);
        const RunRecord record = record_of(whole.substr(0, length));
        check_accounting(record);
        CHECK(record.problems.empty() == (length == whole.size()));
        if (length >= plan_end) {
            CHECK(record.counts.declared == 3);
        }
        if (length < whole.size()) {
            CHECK(record.exit_code() == std::nullopt);
        }
    }
}

TEST_CASE("a journal with any line lost or damaged still accounts for every task") {
    const std::vector<Event> events = small_run();
    for (std::size_t bad = 0; bad < events.size(); ++bad) {
        for (const bool lost : {true, false}) {
            std::string journal;
            for (std::size_t i = 0; i < events.size(); ++i) {
                const std::string line = lines({events[i]});
                journal += i != bad ? line : lost ? "" : line.substr(0, line.size() / 2) + "\n";
            }
            INFO(bad);
            const RunRecord record = record_of(journal);
            check_accounting(record);
            CHECK((record.counts.declared == 3 || tells(record, "missing")));
            if (!lost) {
                CHECK(tells(record, "journal, byte"));
            }
        }
    }
}

TEST_CASE("a task without a result has crashed when it was running, and was not run otherwise", "[R11]") {
    TaskEnded again = ended("g.retried", Outcome::failed);
    again.final = false;
    const RunRecord record =
        record_of(lines({run_started(), declared("g", "running"), declared("g", "slow"), declared("g", "waiting"),
                         declared("g", "retried"), PlanEnded{4}, started("g.running"), started("g.slow"),
                         TaskSlow{61, "g.slow", 60}, started("g.retried"), again}));
    check_accounting(record);
    CHECK(task(record, "g.running").outcome == Outcome::crashed);
    CHECK(task(record, "g.slow").outcome == Outcome::crashed);
    CHECK(task(record, "g.slow").slow);
    CHECK(task(record, "g.waiting").outcome == Outcome::not_run);
    CHECK(task(record, "g.retried").outcome == Outcome::not_run);
    CHECK(task(record, "g.retried").reason.find("attempt 1") != std::string::npos);
    CHECK(record.counts.unreported == 4);
    CHECK(tells(record, "did not reach its end"));
}

TEST_CASE("a task that a worker had as its next one was not run, but may have begun; one that began has crashed",
          "[R11]") {
    const RunRecord record =
        record_of(lines({run_started(), declared("g", "next"), declared("g", "begun"), PlanEnded{2},
                         TaskHanded{1, "g.next", 1, 0}, TaskHanded{1, "g.begun", 1, 1}, started("g.begun")}));
    check_accounting(record);
    CHECK(task(record, "g.next").outcome == Outcome::not_run);
    CHECK(task(record, "g.next").attempts == 0);
    CHECK(task(record, "g.next").reason.find("may have begun") != std::string::npos);
    CHECK(task(record, "g.begun").outcome == Outcome::crashed);
}

TEST_CASE("a retry that was running has crashed") {
    TaskEnded first = ended("g.a", Outcome::failed);
    first.final = false;
    const RunRecord record =
        record_of(lines({run_started(), declared("g", "a"), PlanEnded{1}, started("g.a"), first, started("g.a", 2)}));
    CHECK(record.tasks[0].outcome == Outcome::crashed);
    CHECK(record.tasks[0].attempts == 2);
    CHECK(record.tasks[0].earlier.size() == 1);
}

TEST_CASE("a generated task counts as declared") {
    TaskDeclared made = declared("g", "made");
    made.generated_by = "g.maker";
    const RunRecord record = record_of(lines({run_started(), declared("g", "maker"), PlanEnded{1}, started("g.maker"),
                                              made, ended("g.maker"), run_ended()}));
    check_accounting(record);
    CHECK(record.counts.declared == 2);
    CHECK(task(record, "g.made").outcome == Outcome::not_run);
    CHECK(record.problems == std::vector<std::string>{"tasks without a result: 1"});
}

TEST_CASE("what the plan announced and the journal lost is told") {
    CHECK(tells(record_of(lines({run_started(), declared("g", "a"), PlanEnded{3}, run_ended()})),
                "declared tasks missing in the journal: 2"));
    CHECK(tells(record_of(lines({run_started(), declared("g", "a")})), "before all tasks were declared"));
    CHECK(tells(record_of(""), "has no event"));
    const RunRecord lost = record_of(lines({run_started(), PlanEnded{0}, started("g.a"), ended("g.a"), run_ended()}));
    CHECK(lost.counts.declared == 1);
    CHECK(lost.groups == std::vector<std::string>{"g"});
    CHECK(tells(lost, "whose declaration is missing: 1"));
}

TEST_CASE("the outcome of a fixture is the worst that befell it") {
    const auto outcome = [](const std::vector<Event>& events) {
        std::vector<Event> run{run_started(), FixtureDeclared{"db", "service", "run", {}, ""}, PlanEnded{0}};
        run.insert(run.end(), events.begin(), events.end());
        return record_of(lines(run)).fixtures.at(0).outcome;
    };
    FixtureDied died;
    died.fixture = died.instance = "db";
    CHECK(outcome({}) == Outcome::not_run);
    CHECK(outcome({setup_started("db")}) == Outcome::crashed);
    CHECK(outcome({setup_started("db"), setup_ended("db")}) == Outcome::passed);
    CHECK(outcome({setup_started("db"), setup_ended("db", SetupOutcome::skipped)}) == Outcome::skipped);
    CHECK(outcome({setup_started("db"), setup_ended("db", SetupOutcome::timeout)}) == Outcome::timeout);
    CHECK(outcome({setup_started("db"), setup_ended("db", SetupOutcome::interrupted)}) == Outcome::not_run);
    CHECK(outcome({setup_started("db"), setup_ended("db"), died}) == Outcome::failed);
    CHECK(outcome({setup_started("db"), setup_ended("db"), teardown_started("db")}) == Outcome::crashed);
    CHECK(outcome({setup_started("db"), setup_ended("db"), teardown_started("db"), teardown_ended("db", false)}) ==
          Outcome::failed);
    CHECK(outcome({setup_started("db", "db[worker 0]"), setup_ended("db", SetupOutcome::failed, "db[worker 0]"),
                   setup_started("db", "db[worker 1]"), setup_ended("db", SetupOutcome::passed, "db[worker 1]")}) ==
          Outcome::failed);
}

TEST_CASE("a teardown that could not run has failed, and is none that ran") {
    const RunRecord record = record_of(lines({run_started(), FixtureDeclared{"db", "linked", "run", {}, ""},
                                              setup_started("db"), setup_ended("db"), teardown_ended("db", false)}));
    CHECK(record.fixtures[0].outcome == Outcome::failed);
    CHECK(record.fixtures[0].setups == 1);
    CHECK(record.fixtures[0].teardowns == 0);
}

TEST_CASE("instances of one name that follow each other are each their own") {
    const RunRecord record =
        record_of(lines({run_started(), FixtureDeclared{"d", "command", "task", {}, ""}, setup_started("d", "d[a]"),
                         setup_ended("d", SetupOutcome::passed, "d[a]"), teardown_started("d", "d[a]"),
                         teardown_ended("d", true, "d[a]"), setup_started("d", "d[a]"),
                         setup_ended("d", SetupOutcome::failed, "d[a]")}));
    CHECK(record.instances.size() == 2);
    CHECK(record.fixtures[0].setups == 2);
    CHECK(record.fixtures[0].teardowns == 1);
    CHECK(record.fixtures[0].setup_seconds == 0.4);
}

TEST_CASE("several processes share a journal") {
    std::vector<Event> first{run_started(100),    FixtureDeclared{"db", "service", "run", {}, ""},
                             declared("g", "a"),  PlanEnded{1},
                             setup_started("db"), setup_ended("db"),
                             ended("g.a"),        run_ended(0)};
    std::vector<Event> second{run_started(200),
                              FixtureDeclared{"db", "service", "run", {}, ""},
                              declared("h", "a"),
                              PlanEnded{1},
                              setup_started("db"),
                              setup_ended("db"),
                              ended("h.a", Outcome::failed),
                              run_ended(1)};
    std::string mixed;
    for (std::size_t i = 0; i < first.size(); ++i) {
        mixed += lines({first[i]}, 1) + lines({second[i]}, 2);
    }
    const RunRecord record = record_of(mixed);
    check_accounting(record);
    CHECK(record.problems.empty());
    CHECK(record.segments.size() == 2);
    CHECK(record.counts.declared == 2);
    CHECK(record.exit_code() == 1);
    REQUIRE(record.fixtures.size() == 1);
    CHECK(record.fixtures[0].setups == 2);
    CHECK(record.started() == 100);
    CHECK(record.ended() == 204);
}

TEST_CASE("a record has the waits of each task, and not those from before it was declared again") {
    const auto waits = [](const std::string& id, int attempt, const std::string& cause) {
        TaskStarted event = started(id, attempt);
        event.waited_since = 0.5;
        event.waited = 0.25;
        event.waited_for = {cause};
        return event;
    };
    TaskEnded first = ended("g.b", Outcome::failed);
    first.final = false;
    const RunRecord record = record_of(
        lines({run_started(100), declared("g", "a"), declared("g", "b"), PlanEnded{2}, waits("g.a", 1, "lock x"),
               ended("g.a"), waits("g.b", 1, "lock x"), first, waits("g.b", 2, "workers"), ended("g.b"),
               declared("g", "a"), started("g.a"), ended("g.a"), run_ended(0)}));
    REQUIRE(record.waits.size() == 2);
    CHECK(record.waits[0].task == 1);
    CHECK(record.waits[0].since == 0.5);
    CHECK(record.waits[0].seconds == 0.25);
    CHECK(record.wait_causes[record.waits[0].causes] == std::vector<std::string>{"lock x"});
    CHECK(record.waits[1].attempt == 2);
    CHECK(record.wait_causes[record.waits[1].causes] == std::vector<std::string>{"workers"});
}

TEST_CASE("a task that a later segment declares again starts afresh there") {
    const std::vector<Event> red{run_started(100),    declared("g", "a"),
                                 declared("g", "b"),  PlanEnded{2},
                                 setup_started("db"), setup_ended("db", SetupOutcome::failed),
                                 started("g.a"),      ended("g.a", Outcome::failed),
                                 ended("g.b"),        run_ended(3)};
    const std::vector<Event> green{run_started(200),    declared("g", "a"), declared("g", "b"), PlanEnded{2},
                                   setup_started("db"), setup_ended("db"),  ended("g.a"),       run_ended(0)};
    // The second process may have the same number as the first.
    for (const std::int64_t pid : {10, 11}) {
        const RunRecord record = record_of(lines(red, 10) + lines(green, pid));
        check_accounting(record);
        CHECK(record.counts.declared == 2);
        CHECK(task(record, "g.a").outcome == Outcome::passed);
        CHECK(task(record, "g.a").attempts == 1);
        CHECK(task(record, "g.b").outcome ==
              Outcome::not_run);  // The result of the first process does not count any more.
        CHECK(record.ended_at(task(record, "g.a")) == 202);
        CHECK(record.exit_code() == 0);
        CHECK(record.segments[0].superseded());
        CHECK(record.fixtures[0].outcome == Outcome::passed);
        CHECK(record.fixtures[0].setups == 2);
    }
}

TEST_CASE("a late word of an earlier segment about a task that has passed on is ignored") {
    const RunRecord record =
        record_of(lines({run_started(), declared("g", "a"), PlanEnded{1}, started("g.a")}, 1) +
                  lines({run_started(), declared("g", "a"), PlanEnded{1}}, 2) +
                  lines({ended("g.a", Outcome::failed)}, 1) + lines({ended("g.a"), run_ended()}, 2));
    check_accounting(record);
    CHECK(record.tasks[0].outcome == Outcome::passed);
    CHECK(record.problems.empty());
}

TEST_CASE("of several exit codes the one that says most counts") {
    const auto code = [](int a, int b) {
        return record_of(lines({run_started(), declared("g", "a"), PlanEnded{1}, run_ended(a)}, 1) +
                         lines({run_started(), declared("h", "a"), PlanEnded{1}, run_ended(b)}, 2))
            .exit_code();
    };
    CHECK(code(0, 0) == 0);
    CHECK(code(0, 1) == 1);
    CHECK(code(1, 3) == 3);
    CHECK(code(3, 5) == 5);
    CHECK(code(5, 130) == 130);
    CHECK(code(130, 2) == 2);
    CHECK(code(0, 4) == 4);
    CHECK(code(4, 1) == 1);
    CHECK(code(0, 99) == 99);
}

TEST_CASE("a record says when the last attempt, set-ups and teardowns began and ended, and when a fixture died") {
    FixtureDied died;
    died.at = 2.5;
    died.fixture = died.instance = "db";
    const RunRecord record =
        record_of(lines({run_started(), declared("g", "a"), PlanEnded{1}, setup_started("db"), setup_ended("db"),
                         started("g.a", 1, 0.5), started("g.a", 2, 1.5), ended("g.a"), died, teardown_started("db"),
                         setup_ended("other"), setup_started("late"), teardown_started("late")}));
    CHECK(task(record, "g.a").started_at == 1.5);
    REQUIRE(record.instances.size() == 3);
    CHECK(record.instances[0].setup_started_at == Approx(0.1));
    CHECK(record.instances[0].died_at == 2.5);
    CHECK(record.instances[0].teardown_at == 3);
    CHECK(record.instances[1].setup_started_at == Approx(0.1));
    CHECK(record.instances[2].setup_started_at == 0.1);
}

TEST_CASE("what a record does not have of an end comes from the line, kept or read again") {
    TaskEnded printed = ended("g.loud", Outcome::failed);
    printed.output = output("loud\n");
    TaskEnded killed = ended("g.killed", Outcome::crashed, Cause::test_killed);
    killed.seconds = 2;
    const Folder folder;
    REQUIRE(write_file_atomically(folder / "j", lines({run_started(), declared("g", "loud"), declared("g", "killed"),
                                                       declared("g", "quiet"), PlanEnded{3}, started("g.loud"), printed,
                                                       started("g.killed"), ended("g.killed"), started("g.quiet"),
                                                       ended("g.quiet"), killed}))
                .ok());
    for (const std::size_t most_kept : {std::size_t{0}, kMostKept}) {
        const auto record = build_run_record(folder / "j", most_kept);
        REQUIRE(record.ok());
        CHECK(record->ends.size() == (most_kept == 0 ? 0 : 2));
        CHECK_FALSE(task(*record, "g.quiet").end_says_more);
        auto file = RecordLines::open(*record);
        REQUIRE(file.ok());
        const auto end_of = [&](const std::string& id) { return **file->end(task(*record, id)); };
        CHECK(end_of("g.loud").output.text == "loud\n");
        CHECK(end_of("g.killed").seconds == 2);
        CHECK(end_of("g.killed").outcome == Outcome::crashed);
        CHECK(end_of("g.quiet").seconds == 0.5);
        CHECK(end_of("g.quiet").exit_code == 0);
        CHECK((*file->declaration(task(*record, "g.quiet")))->command == std::vector<std::string>{"/b/prog", "quiet"});
    }
}
