#include "tool/journal/merge_journals.h"

#include <filesystem>
#include <optional>

#include "tests/unit/journal/shards.h"

using namespace pf;
using namespace pf::test;

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
    CHECK(task_of(*record, "g.a2").outcome == Outcome::not_run);
    CHECK(task_of(*record, "g.b2").cause == Cause::shard_missing);
    CHECK(task_of(*record, "g.b2").reason == "shard 2/3 has no results");
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
    CHECK(task_of(*record, "g.a2").outcome == Outcome::passed);
    CHECK(task_of(*record, "g.b2").outcome == Outcome::crashed);
    CHECK(task_of(*record, "g.b2").cause == Cause::unreported);
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
    CHECK(task_of(*record, "g.a2").cause == Cause::unreported);
    CHECK(task_of(*record, "g.b2").cause == Cause::shard_missing);
    CHECK(task_of(*record, "g.b2").reason == "shard 2/3 was killed before it had declared all of its tasks");
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
    const TaskRecord& again = task_of(*record, "g.a2");
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
    CHECK(task_of(*record, "g.a2").outcome == Outcome::failed);
    CHECK(task_of(*record, "g.a2").cause == Cause::flaky);
    CHECK(task_of(*record, "g.a1").outcome == Outcome::passed);
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
    CHECK(task_of(*record, "g.a2").attempts == 1);
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
        CHECK(task_of(*record, "g.b3").cause == Cause::shard_missing);
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
