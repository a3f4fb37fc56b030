#include "tool/journal/lost_run.h"

#include "tests/unit/journal/shards.h"

using namespace pf;
using namespace pf::test;

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
    CHECK(task_of(*record, "g.b2").attempts == 1);
    CHECK_FALSE(task_of(*record, "g.b2").flaky);
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
    CHECK(task_of(*record, "g.a2").outcome == Outcome::passed);
    CHECK(task_of(*record, "g.b2").outcome == Outcome::not_run);
    CHECK(task_of(*record, "g.b2").cause == Cause::node_lost);
    CHECK(task_of(*record, "g.b2").reason == "node host2 was lost");
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
    CHECK(task_of(*record, "g.a2").outcome == Outcome::failed);
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
        CHECK(task_of(*record, "g.a2").cause == Cause::node_lost);
        CHECK(task_of(*record, "g.b2").cause == Cause::node_lost);
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
        CHECK(task_of(*record, "g.a2").cause == Cause::node_lost);
        CHECK(task_of(*record, "g.b2").cause == Cause::node_lost);
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
        CHECK(task_of(*record, "g.b2").cause == Cause::node_lost);
        CHECK(record->exit_code() == 5);
    }
    SECTION("unless the run itself was interrupted") {
        shards.lost = "";
        const auto record = shards.merge();
        REQUIRE(record.ok());
        CHECK(task_of(*record, "g.b2").cause == Cause::interrupted);
        CHECK(record->exit_code() == 143);
    }
}
