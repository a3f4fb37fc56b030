#include "tool/journal/merge_journals.h"

#include <algorithm>
#include <filesystem>
#include <optional>

#include "tests/support/catch.h"
#include "tests/unit/journal/events.h"
#include "tests/unit/support/folder.h"
#include "tool/journal/run_record.h"
#include "tool/support/file.h"

using namespace pf;
using namespace pf::test;

namespace {

using Ids = std::vector<std::string>;

// Journals of shards of one division in a folder of their own.
class Shards {
public:
    // Returns the events of a run of shard `number` of three until its tasks are declared.
    static std::vector<Event> begin(std::uint32_t number, const Ids& names, double at = 100) {
        RunStarted run = run_started(at + number);
        run.run_id = "run-" + std::to_string(at + number);
        run.shard = number;
        run.shards = 3;
        run.digest = "d";
        run.hostname = "host" + std::to_string(number);
        std::vector<Event> events{run};
        for (std::uint32_t other = 1; other <= 3; ++other) {
            if (other != number) {
                events.push_back(
                    ShardDeclared{other, "g", {"g.a" + std::to_string(other), "g.b" + std::to_string(other)}});
            }
        }
        for (const std::string& name : names) {
            events.push_back(declared("g", name));
        }
        return events;
    }

    // The whole run of a shard, whose tasks are a<number> and b<number>.
    static std::vector<Event> whole(std::uint32_t number, Outcome outcome = Outcome::passed, double at = 100) {
        const std::string n = std::to_string(number);
        std::vector<Event> events = begin(number, {"a" + n, "b" + n}, at);
        events.push_back(PlanEnded{2});
        for (const std::string& id : {"g.a" + n, "g.b" + n}) {
            events.push_back(started(id));
            events.push_back(ended(id, outcome));
        }
        events.push_back(run_ended(outcome == Outcome::passed ? 0 : 1));
        return events;
    }

    void write(const std::string& name, const std::vector<Event>& events) {
        std::filesystem::create_directories(folder / name);
        REQUIRE(write_file_atomically(folder / (name + "/journal.jsonl"), lines(events, 7)).ok());
        paths.push_back(folder / name);
    }

    Result<RunRecord> merge() {
        auto sources = read_sources(paths);
        if (!sources) {
            return sources.error();
        }
        for (MergeSource& source : *sources) {
            source.lost = source.started.shard == 2 ? lost : "";
        }
        std::filesystem::create_directories(folder / "merged");
        REQUIRE(merge_journals(*sources, folder / "merged").ok());
        return build_run_record(folder / "merged/journal.jsonl");
    }

    Folder folder;
    Ids paths;
    std::string lost;  // Of each source: why it has no end, if it has none.
};

// A run of tasks that a lost node has not finished. It belongs to no shard.
std::vector<Event> elsewhere(const Ids& names, double at = 300) {
    RunStarted run = run_started(at);
    run.run_id = "elsewhere-" + std::to_string(at);
    std::vector<Event> events{run};
    for (const std::string& name : names) {
        events.push_back(declared("g", name));
    }
    events.push_back(PlanEnded{names.size()});
    for (const std::string& name : names) {
        events.push_back(started("g." + name));
        events.push_back(ended("g." + name));
    }
    events.push_back(run_ended());
    return events;
}

const TaskRecord& task(const RunRecord& record, const std::string& id) {
    const auto found =
        std::find_if(record.tasks.begin(), record.tasks.end(), [&id](const TaskRecord& one) { return one.id == id; });
    REQUIRE(found != record.tasks.end());
    return *found;
}

}  // namespace

TEST_CASE("the journals of all shards make one run") {
    Shards shards;
    for (const std::uint32_t number : {2U, 3U, 1U}) {
        shards.write("s" + std::to_string(number), Shards::whole(number));
    }
    const auto record = shards.merge();
    REQUIRE(record.ok());
    CHECK(record->counts.declared == 6);
    CHECK(record->counts.of(Outcome::passed) == 6);
    CHECK(record->exit_code() == 0);
    CHECK(record->problems.empty());
    REQUIRE(record->segments.size() == 3);
    CHECK(record->segments[0].name() == "shard 1/3 on host1");
    CHECK(record->segments[2].name() == "shard 3/3 on host3");
}

TEST_CASE("the tasks of a shard without results are not run", "[T62]") {
    Shards shards;
    shards.write("s1", Shards::whole(1));
    shards.write("s3", Shards::whole(3));
    const auto record = shards.merge();
    REQUIRE(record.ok());
    CHECK(record->counts.declared == 6);
    CHECK(record->exit_code() == 5);
    CHECK(task(*record, "g.a2").outcome == Outcome::not_run);
    CHECK(task(*record, "g.b2").cause == Cause::shard_missing);
    CHECK(task(*record, "g.b2").reason == "shard 2/3 has no results");
}

TEST_CASE("a shard that was killed keeps what it has, and lacks the rest") {
    Shards shards;
    shards.write("s1", Shards::whole(1));
    std::vector<Event> killed = Shards::begin(2, {"a2", "b2"});
    killed.insert(killed.end(), {PlanEnded{2}, started("g.a2"), ended("g.a2"), started("g.b2")});
    shards.write("s2", killed);
    shards.write("s3", Shards::whole(3));
    const auto record = shards.merge();
    REQUIRE(record.ok());
    CHECK(task(*record, "g.a2").outcome == Outcome::passed);
    CHECK(task(*record, "g.b2").outcome == Outcome::crashed);
    CHECK(task(*record, "g.b2").cause == Cause::unreported);
    CHECK(!record->exit_code());
    CHECK(std::any_of(record->problems.begin(), record->problems.end(), [](const std::string& problem) {
        return problem == "shard 2/3 on host2: the run did not reach its end";
    }));
}

TEST_CASE("tasks that a killed shard did not declare are not run") {
    Shards shards;
    shards.write("s1", Shards::whole(1));
    shards.write("s2", Shards::begin(2, {"a2"}));
    shards.write("s3", Shards::whole(3));
    const auto record = shards.merge();
    REQUIRE(record.ok());
    CHECK(record->counts.declared == 6);
    CHECK(task(*record, "g.a2").cause == Cause::unreported);
    CHECK(task(*record, "g.b2").cause == Cause::shard_missing);
    CHECK(task(*record, "g.b2").reason == "shard 2/3 was killed before it had declared all of its tasks");
}

TEST_CASE("the newest run of a shard counts, and earlier results are its earlier attempts") {
    Shards shards;
    shards.write("s1", Shards::whole(1));
    shards.write("again", Shards::whole(2, Outcome::passed, 200));
    shards.write("s2", Shards::whole(2, Outcome::failed));
    shards.write("s3", Shards::whole(3));
    const auto record = shards.merge();
    REQUIRE(record.ok());
    CHECK(record->counts.of(Outcome::passed) == 6);
    CHECK(record->counts.flaky == 2);
    CHECK(record->exit_code() == 0);
    const TaskRecord& again = task(*record, "g.a2");
    CHECK(again.attempts == 2);
    CHECK(again.flaky);
    REQUIRE(again.earlier.size() == 1);
    CHECK(again.earlier[0].outcome == Outcome::failed);
    CHECK(again.earlier[0].ended_at == Approx(2 - 100));
}

TEST_CASE("a task that passes only in a later run has failed if that is the result of flaky tasks") {
    Shards shards;
    shards.write("s1", Shards::whole(1));
    shards.write("s2", Shards::whole(2, Outcome::failed));
    std::vector<Event> again = Shards::whole(2, Outcome::passed, 200);
    std::get<RunStarted>(again[0]).flaky_fails = true;
    shards.write("again", again);
    shards.write("s3", Shards::whole(3));
    const auto record = shards.merge();
    REQUIRE(record.ok());
    CHECK(task(*record, "g.a2").outcome == Outcome::failed);
    CHECK(task(*record, "g.a2").cause == Cause::flaky);
    CHECK(task(*record, "g.a1").outcome == Outcome::passed);
    CHECK(record->exit_code() == 1);
}

TEST_CASE("the newest run of a shard counts even if it is worse") {
    Shards shards;
    shards.write("s1", Shards::whole(1));
    shards.write("s2", Shards::whole(2));
    shards.write("again", Shards::whole(2, Outcome::failed, 200));
    shards.write("s3", Shards::whole(3));
    const auto record = shards.merge();
    REQUIRE(record.ok());
    CHECK(record->counts.of(Outcome::failed) == 2);
    CHECK(record->exit_code() == 1);
}

TEST_CASE("a task that was run again elsewhere takes the place of its failure") {
    Shards shards;
    for (const std::uint32_t number : {1U, 2U, 3U}) {
        shards.write("s" + std::to_string(number),
                     Shards::whole(number, number == 2 ? Outcome::failed : Outcome::passed));
    }
    RunStarted run = run_started(300);
    run.run_id = "elsewhere";
    run.digest = "other";
    shards.write("rerun", {run, declared("g", "a2"), declared("g", "b2"), PlanEnded{2}, started("g.a2"), ended("g.a2"),
                           started("g.b2"), ended("g.b2"), run_ended()});
    const auto record = shards.merge();
    REQUIRE(record.ok());
    CHECK(record->counts.of(Outcome::passed) == 6);
    CHECK(record->exit_code() == 0);
}

TEST_CASE("a failure that nothing ran again stays one") {
    Shards shards;
    for (const std::uint32_t number : {1U, 2U, 3U}) {
        shards.write("s" + std::to_string(number),
                     Shards::whole(number, number == 2 ? Outcome::failed : Outcome::passed));
    }
    RunStarted run = run_started(300);
    run.run_id = "elsewhere";
    shards.write("rerun", {run, declared("g", "a2"), PlanEnded{1}, started("g.a2"), ended("g.a2"), run_ended()});
    const auto record = shards.merge();
    REQUIRE(record.ok());
    CHECK(record->counts.of(Outcome::failed) == 1);
    CHECK(record->exit_code() == 1);
}

TEST_CASE("shards of different divisions are refused, with what to do") {
    Shards shards;
    shards.write("s1", Shards::whole(1));
    std::vector<Event> other = Shards::whole(2);
    std::get<RunStarted>(other[0]).digest = "e";
    shards.write("s2", other);
    const auto record = shards.merge();
    REQUIRE(!record.ok());
    CHECK(record.error().message.find("s1/journal.jsonl (shard 1/3)") != std::string::npos);
    CHECK(record.error().message.find("Give all shards the same build, options and history") != std::string::npos);
    std::get<RunStarted>(other[0]).digest = "d";
    std::get<RunStarted>(other[0]).shards = 4;
    shards.write("s2", other);
    CHECK(shards.merge().error().message.find("the numbers of shards differ") != std::string::npos);
}

TEST_CASE("a run that is named twice counts once") {
    Shards shards;
    for (const std::uint32_t number : {1U, 2U, 3U, 2U}) {
        shards.write("s" + std::to_string(number), Shards::whole(number));
    }
    const auto record = shards.merge();
    REQUIRE(record.ok());
    CHECK(record->counts.declared == 6);
    CHECK(record->counts.flaky == 0);
    CHECK(task(*record, "g.a2").attempts == 1);
    CHECK(record->segments.size() == 3);
}

TEST_CASE("a journal that begins like another one and has other results counts as well") {
    Shards runs;
    const auto run = [&](const std::string& name, const Ids& passed, const Ids& failed) {
        std::vector<Event> events{run_started(100)};
        for (const Outcome outcome : {Outcome::passed, Outcome::failed}) {
            for (const std::string& id : outcome == Outcome::passed ? passed : failed) {
                events.push_back(declared("g", id));
                events.push_back(started("g." + id));
                events.push_back(ended("g." + id, outcome));
            }
        }
        runs.write(name, events);
    };
    run("part", {"a"}, {});
    run("merged", {"a", "c"}, {"b"});
    run("other", {"d"}, {});
    const auto record = runs.merge();
    REQUIRE(record.ok());
    CHECK(record->tasks.size() == 4);
}

TEST_CASE("a merged run of shards is refused, and nothing of it is lost") {
    Shards shards;
    shards.write("one", Shards::whole(1));
    shards.write("two", Shards::whole(2, Outcome::failed));
    REQUIRE(shards.merge().ok());
    const auto sources = read_sources({shards.folder / "merged", shards.folder / "one"});
    REQUIRE(sources.ok());
    CHECK(sources->size() == 2);
    std::filesystem::create_directories(shards.folder / "again");
    const Status again = merge_journals(*sources, shards.folder / "again");
    REQUIRE_FALSE(again.ok());
    CHECK(again.error().message.ends_with(
        "merged/journal.jsonl has several shards already; name the runs of which it was made"));
}

TEST_CASE("files of outputs are copied, and a name that leads out of the run is dropped") {
    Shards shards;
    RunStarted run = run_started();
    TaskEnded first = ended("g.a");
    first.output.file = "output/a.txt";
    TaskEnded second = ended("g.b");
    second.output.file = "../s1/journal.jsonl";
    shards.write("s1", {run, declared("g", "a"), declared("g", "b"), PlanEnded{2}, first, second, run_ended()});
    std::filesystem::create_directories(shards.folder / "s1/output");
    REQUIRE(write_file_atomically(shards.folder / "s1/output/a.txt", "all of it").ok());
    REQUIRE(shards.merge().ok());
    CHECK(*read_file(shards.folder / "merged/output/1/a.txt") == "all of it");
    std::string files;
    REQUIRE(read_journal(shards.folder / "merged/journal.jsonl", [&](Event& event, std::int64_t, Span) {
                if (const auto* told = std::get_if<TaskEnded>(&event)) {
                    files += told->output.file + ";";
                }
            }).ok());
    CHECK(files == "output/1/a.txt;;");
}

TEST_CASE("what is not a journal is refused by name") {
    Shards shards;
    REQUIRE(write_file_atomically(shards.folder / "text", "no journal\n").ok());
    for (const std::string& path : {shards.folder / "text", shards.folder / "nothing"}) {
        const auto sources = read_sources({path});
        REQUIRE(!sources.ok());
        CHECK(sources.error().message.find(path) != std::string::npos);
    }
}

TEST_CASE("what a lost node has finished counts, and the rest counts where it ran again", "[T60]") {
    Shards shards;
    shards.lost = "node host2 was lost";
    shards.write("s1", Shards::whole(1));
    std::vector<Event> killed = Shards::begin(2, {"a2", "b2"});
    killed.insert(killed.end(), {PlanEnded{2}, setup_started("f"), setup_ended("f"), setup_started("other"),
                                 started("g.a2"), ended("g.a2"), started("g.b2")});
    shards.write("s2", killed);
    shards.write("s3", Shards::whole(3));
    shards.write("again", elsewhere({"b2"}));
    const auto record = shards.merge();
    REQUIRE(record.ok());
    CHECK(record->counts.declared == 6);
    CHECK(record->counts.of(Outcome::passed) == 6);
    CHECK(record->exit_code() == 0);
    CHECK(record->problems.empty());
    CHECK(task(*record, "g.b2").attempts == 1);
    CHECK_FALSE(task(*record, "g.b2").flaky);
    REQUIRE(record->fixtures.size() == 2);
    CHECK(record->fixtures[0].outcome == Outcome::passed);
    CHECK(record->fixtures[1].outcome == Outcome::not_run);
    CHECK(record->fixtures[1].reason == "node host2 was lost");
}

TEST_CASE("what nobody has finished is not run, with the name of the node that was lost", "[T61]") {
    Shards shards;
    shards.lost = "node host2 was lost";
    shards.write("s1", Shards::whole(1));
    std::vector<Event> killed = Shards::begin(2, {"a2", "b2"});
    killed.insert(killed.end(), {PlanEnded{2}, started("g.a2"), ended("g.a2"), started("g.b2")});
    shards.write("s2", killed);
    shards.write("s3", Shards::whole(3));
    const auto record = shards.merge();
    REQUIRE(record.ok());
    CHECK(record->counts.declared == 6);
    CHECK(task(*record, "g.a2").outcome == Outcome::passed);
    CHECK(task(*record, "g.b2").outcome == Outcome::not_run);
    CHECK(task(*record, "g.b2").cause == Cause::node_lost);
    CHECK(task(*record, "g.b2").reason == "node host2 was lost");
    CHECK(record->exit_code() == 5);
}

TEST_CASE("a failure on a lost node stays a failure") {
    Shards shards;
    shards.lost = "node host2 was lost";
    shards.write("s1", Shards::whole(1));
    std::vector<Event> killed = Shards::begin(2, {"a2", "b2"});
    killed.insert(killed.end(), {PlanEnded{2}, started("g.a2"), ended("g.a2", Outcome::failed)});
    shards.write("s2", killed);
    shards.write("s3", Shards::whole(3));
    shards.write("again", elsewhere({"b2"}));
    const auto record = shards.merge();
    REQUIRE(record.ok());
    CHECK(task(*record, "g.a2").outcome == Outcome::failed);
    CHECK(record->exit_code() == 1);
}

TEST_CASE("what may be due to the loss of a node is no failure if it ran again") {
    Shards shards;
    shards.lost = "node host2 was lost";
    shards.write("s1", Shards::whole(1));
    std::vector<Event> killed = Shards::begin(2, {"a2", "b2"});
    SetupEnded setup = setup_ended("f", SetupOutcome::failed);
    setup.signal = 9;
    TaskEnded crashed = ended("g.b2", Outcome::crashed, Cause::signal);
    crashed.signal = 9;
    killed.insert(killed.end(), {PlanEnded{2}, setup_started("f"), setup,
                                 ended("g.a2", Outcome::not_run, Cause::fixture_failed), started("g.b2"), crashed});
    shards.write("s2", killed);
    shards.write("s3", Shards::whole(3));
    SECTION("with a later run") {
        shards.write("again", elsewhere({"a2", "b2"}));
        const auto record = shards.merge();
        REQUIRE(record.ok());
        CHECK(record->counts.of(Outcome::passed) == 6);
        CHECK(record->exit_code() == 0);
    }
    SECTION("or nowhere") {
        const auto record = shards.merge();
        REQUIRE(record.ok());
        CHECK(task(*record, "g.a2").cause == Cause::node_lost);
        CHECK(task(*record, "g.b2").cause == Cause::node_lost);
        CHECK(record->exit_code() == 5);
    }
}

TEST_CASE("a teardown that was lost with its node has failed") {
    Shards shards;
    shards.lost = "node host2 was lost";
    shards.write("s1", Shards::whole(1));
    std::vector<Event> killed = Shards::begin(2, {"a2"});
    killed.insert(killed.end(), {PlanEnded{1}, setup_started("f"), setup_ended("f"), started("g.a2"), ended("g.a2"),
                                 teardown_started("f")});
    shards.write("s2", killed);
    shards.write("s3", Shards::whole(3));
    shards.write("again", elsewhere({"b2"}));
    const auto record = shards.merge();
    REQUIRE(record.ok());
    CHECK(record->exit_code() == 3);
    CHECK(record->fixtures[0].outcome == Outcome::failed);
    CHECK(record->fixtures[0].reason == "node host2 was lost");
}

TEST_CASE("a teardown that was lost counts although all tasks of its node ran again") {
    Shards shards;
    shards.lost = "node host2 was lost";
    shards.write("s1", Shards::whole(1));
    std::vector<Event> killed = Shards::begin(2, {"a2", "b2"});
    killed.insert(killed.end(), {PlanEnded{2}, setup_started("f"), setup_ended("f"), started("g.a2"), ended("g.a2"),
                                 started("g.b2"), ended("g.b2"), teardown_started("f")});
    std::string reason = "node host2 was lost";
    std::vector<Event> again = Shards::whole(2, Outcome::passed, 200);
    SECTION("in another attempt of the shard") {}
    SECTION("in a run that is no shard") { again = elsewhere({"a2", "b2"}); }
    SECTION("even if it ended before its node") {
        TeardownEnded failed = teardown_ended("f", false);
        failed.reason = reason = "exit code 1";
        killed.push_back(failed);
    }
    shards.write("s2", killed);
    shards.write("s3", Shards::whole(3));
    shards.write("again", again);
    const auto record = shards.merge();
    REQUIRE(record.ok());
    CHECK(record->counts.of(Outcome::passed) == 6);
    CHECK(record->problems.empty());
    CHECK_FALSE(record->segments[1].superseded());
    CHECK(record->exit_code() == 3);
    CHECK(record->fixtures[0].outcome == Outcome::failed);
    CHECK(record->fixtures[0].reason == reason);
    CHECK(record->fixtures[0].teardowns == 1);
}

TEST_CASE("the death of a service on a lost node counts if a task that began afterwards has a result") {
    Shards shards;
    shards.lost = "node host2 was lost";
    shards.write("s1", Shards::whole(1));
    std::vector<Event> killed = Shards::begin(2, {"a2", "b2", "c2", "d2"});
    TaskEnded crashed = ended("g.b2", Outcome::crashed, Cause::signal);
    crashed.signal = 9;
    killed.insert(killed.end(),
                  {PlanEnded{4}, setup_started("f"), setup_ended("f"), started("g.d2", 1, 0.4), ended("g.d2"),
                   started("g.a2", 1, 0.5), started("g.c2", 1, 0.5), FixtureDied{1, "f", "f", "it was killed", {}},
                   ended("g.a2", Outcome::failed, Cause::service_died)});
    bool counts = false;
    SECTION("not if nothing followed") {}
    SECTION("not if only a task has a result that ran at that time") { killed.push_back(ended("g.c2")); }
    SECTION("not if what began afterwards may have been killed with the node") {
        killed.insert(killed.end(), {started("g.b2", 1, 1.5), crashed});
    }
    SECTION("but if it has passed") {
        counts = true;
        killed.insert(killed.end(), {started("g.b2", 1, 1.5), ended("g.b2")});
    }
    shards.write("s2", killed);
    shards.write("s3", Shards::whole(3));
    shards.write("again", elsewhere({"a2", "b2", "c2"}));
    const auto record = shards.merge();
    REQUIRE(record.ok());
    CHECK(record->counts.of(Outcome::passed) == 8);
    CHECK(record->problems.empty());
    CHECK(record->exit_code() == (counts ? 3 : 0));
    CHECK(record->fixtures[0].outcome == (counts ? Outcome::failed : Outcome::passed));
}

TEST_CASE("tasks that a lost node had not declared are not lost") {
    Shards shards;
    shards.lost = "node host2 was lost";
    shards.write("s1", Shards::whole(1));
    shards.write("s2", Shards::begin(2, {"a2"}));
    shards.write("s3", Shards::whole(3));
    SECTION("they are not run") {
        const auto record = shards.merge();
        REQUIRE(record.ok());
        CHECK(record->counts.declared == 6);
        CHECK(task(*record, "g.a2").cause == Cause::node_lost);
        CHECK(task(*record, "g.b2").cause == Cause::node_lost);
        CHECK(record->exit_code() == 5);
    }
    SECTION("or they have run elsewhere") {
        shards.write("again", elsewhere({"a2", "b2"}));
        const auto record = shards.merge();
        REQUIRE(record.ok());
        CHECK(record->counts.of(Outcome::passed) == 6);
        CHECK(record->exit_code() == 0);
    }
}

TEST_CASE("a journal that belongs to no shard names the tasks of all") {
    Shards shards;
    RunStarted run = run_started(400);  // Its clock is late.
    run.run_id = "whole";
    run.shards = 3;
    run.digest = "d";
    shards.write("s1", Shards::whole(1));
    std::vector<Event> events{run};
    for (const std::string shard : {"1", "2", "3"}) {
        events.push_back(
            ShardDeclared{static_cast<std::uint32_t>(std::stoul(shard)), "g", {"g.a" + shard, "g.b" + shard}});
    }
    SECTION("with an end") {
        events.insert(events.end(), {PlanEnded{0}, run_ended()});
        shards.write("lead", events);
        const auto record = shards.merge();
        REQUIRE(record.ok());
        CHECK(record->run().run_id == "whole");
        CHECK(record->counts.declared == 6);
        CHECK(task(*record, "g.b3").cause == Cause::shard_missing);
        CHECK(record->exit_code() == 5);
    }
    SECTION("that ended by a signal") {
        events.insert(events.end(), {PlanEnded{0}, run_ended(130)});
        shards.write("lead", events);
        const auto record = shards.merge();
        REQUIRE(record.ok());
        CHECK(record->exit_code() == 130);
    }
}

TEST_CASE("what a signal has interrupted on a lost node counts where it ran again") {
    Shards shards;
    shards.lost = "node host2 was lost";
    shards.write("s1", Shards::whole(1));
    std::vector<Event> killed = Shards::begin(2, {"a2", "b2"});
    killed.insert(killed.end(), {PlanEnded{2}, started("g.a2"), ended("g.a2"), started("g.b2"),
                                 Stopping{2, "interrupted by SIGTERM", 1, false},
                                 ended("g.b2", Outcome::not_run, Cause::interrupted), run_ended(143)});
    shards.write("s2", killed);
    shards.write("s3", Shards::whole(3));
    SECTION("with a later run") {
        shards.write("again", elsewhere({"b2"}));
        const auto record = shards.merge();
        REQUIRE(record.ok());
        CHECK(record->counts.of(Outcome::passed) == 6);
        CHECK(record->exit_code() == 0);
    }
    SECTION("or nowhere") {
        const auto record = shards.merge();
        REQUIRE(record.ok());
        CHECK(task(*record, "g.b2").cause == Cause::node_lost);
        CHECK(record->exit_code() == 5);
    }
    SECTION("unless the run itself was interrupted") {
        shards.lost = "";
        const auto record = shards.merge();
        REQUIRE(record.ok());
        CHECK(task(*record, "g.b2").cause == Cause::interrupted);
        CHECK(record->exit_code() == 143);
    }
}
