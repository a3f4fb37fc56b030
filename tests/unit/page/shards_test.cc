#include "tool/page/shards.h"

#include <set>

#include "tests/unit/page/files.h"
#include "tool/page/run_view.h"

#include <nlohmann/json.hpp>

using namespace pf;

namespace {

RunStarted shard(std::uint32_t number, const std::string& host, double started = 1000) {
    RunStarted event = test::run_started(started);
    event.run_id = "run-" + std::to_string(number) + host;
    event.shard = number;
    event.shards = 3;
    event.hostname = host;
    return event;
}

// A task on the fixture db, in worker and slot 0, from 1.5 s to 2 s after the start of the shard.
std::string one_task(const RunStarted& run, const std::string& name, std::int64_t segment) {
    TaskDeclared task = test::declared("g", name);
    task.fixtures = {"db"};
    TaskStarted begins = test::started("g." + name, 1, 1.5);
    begins.worker = begins.slot = 0;
    return test::lines({run, FixtureDeclared{"db", "service", "run", {}, ""}, task, PlanEnded{1},
                        test::setup_started("db"), test::setup_ended("db"), begins, test::ended("g." + name),
                        test::teardown_started("db"), test::teardown_ended("db"), test::run_ended(0)},
                       segment);
}

// As `merge` writes it for a shard that has no run.
std::string without_results(std::uint32_t number, std::int64_t segment) {
    RunStarted run = shard(number, "");
    run.command.clear();
    TaskEnded ended;
    ended.id = "g.lost";
    ended.outcome = Outcome::not_run;
    ended.cause = Cause::shard_missing;
    return test::lines({run, test::declared("g", "lost"), PlanEnded{1}, ended, test::run_ended(5)}, segment);
}

// The second shard runs after the first, so that without shards their tasks would share a lane.
std::string merged() {
    return one_task(shard(1, "alpha"), "a", 1) + one_task(shard(2, "beta", 1100), "b", 2) + without_results(3, 3);
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("each shard of a merged run has lanes of its own, with its number") {
    const test::Folder run;
    const RunRecord record = test::record_in(run, merged());
    const RunView view = view_run(record);
    CHECK(view.shards == std::vector<std::uint32_t>{1, 2, 3});
    CHECK(view.task_lanes == std::vector<std::string>{"shard 1/3 tasks 1", "shard 2/3 tasks 1"});
    CHECK(view.fixture_lanes == std::vector<std::vector<std::string>>{{"shard 1/3 db", "shard 2/3 db"}});
    REQUIRE(view.attempts.size() == 2);
    CHECK(view.attempts[0].lane == 0);
    CHECK(view.attempts[1].lane == 1);
    REQUIRE(view.instances.size() == 2);
    CHECK(view.instances[0].name == "db (shard 1/3)");
    CHECK(view.instances[1].name == "db (shard 2/3)");
}

TEST_CASE("a shard that ran twice keeps its lanes, and tasks that ran elsewhere have others") {
    const test::Folder run;
    RunStarted again = test::run_started(1300);
    again.run_id = "again";
    const RunRecord record =
        test::record_in(run, one_task(shard(1, "alpha"), "a", 1) + one_task(shard(1, "gamma", 1200), "c", 4) +
                                 one_task(shard(2, "beta", 1100), "b", 2) + one_task(again, "d", 5));
    const RunView view = view_run(record);
    CHECK(view.task_lanes == std::vector<std::string>{"tasks 1", "shard 1/3 tasks 1", "shard 2/3 tasks 1"});
    CHECK(shards_text(record) == "merged run of 3: 1/3 on alpha and gamma, 2/3 on beta");
}

TEST_CASE("the head of a merged run's page names the shards, and a task the machine that it ran on") {
    const test::Folder run;
    const RunRecord record = test::record_in(run, merged());
    CHECK(shards_text(record) == "merged run of 3: 1/3 on alpha, 2/3 on beta; 3/3 has no results");
    const std::string page = test::page_of(record);
    CHECK(has(page, "<dt>Shards</dt><dd>merged run of 3: 1/3 on alpha, 2/3 on beta; 3/3 has no results</dd>"));
    CHECK_FALSE(has(page, "<dt>Machine</dt>"));
    CHECK_FALSE(has(page, "class=\"path\""));
    CHECK(view_run(record).facts.path.task != kNoStep);
    CHECK(has(page, "\"shard 2/3 on beta\""));
}

TEST_CASE("the threads of a merged run's trace are named after its shards, and no two have the same name") {
    const test::Folder run;
    std::set<std::string> threads;
    std::set<std::string> setups;
    const auto trace = nlohmann::json::parse(test::trace_of(test::record_in(run, merged())));
    for (const auto& event : trace.at("traceEvents")) {
        if (event.at("name") == "thread_name") {
            CHECK(threads.insert(event.at("args").at("name")).second);
        }
        if (event.contains("cat") && event.at("cat") == "setup") {
            setups.insert(event.at("name"));
        }
        if (event.at("name") == "g.b") {
            CHECK(event.at("args").at("machine") == "shard 2/3 on beta");
        }
    }
    CHECK(threads == std::set<std::string>{"shard 1/3 tasks 1", "shard 2/3 tasks 1", "fixture shard 1/3 db",
                                           "fixture shard 2/3 db"});
    CHECK(setups == std::set<std::string>{"db (shard 1/3) setup", "db (shard 2/3) setup"});
}

TEST_CASE("a run that is not merged is drawn as ever, and one shard alone says which it is") {
    const test::Folder run;
    const RunRecord plain = test::record_in(run, one_task(test::run_started(), "a", 1));
    CHECK(shards_text(plain).empty());
    CHECK(view_run(plain).task_lanes == std::vector<std::string>{"tasks 1"});
    CHECK_FALSE(has(test::page_of(plain), "<dt>Shards</dt>"));
    const RunRecord alone = test::record_in(run, one_task(shard(2, "beta"), "a", 1));
    CHECK(shards_text(alone) == "only 2/3");
    CHECK(view_run(alone).task_lanes == std::vector<std::string>{"tasks 1"});
    CHECK(view_run(alone).instances[0].name == "db");
}

TEST_CASE("a run of many shards names the first of them") {
    const test::Folder run;
    std::string journal;
    for (std::uint32_t number = 1; number <= 50; ++number) {
        RunStarted one = shard(number, number % 2 == 0 ? "" : "host");
        one.shards = 50;
        journal += test::lines({one, PlanEnded{0}, test::run_ended(0)}, number);
    }
    const std::string text = shards_text(test::record_in(run, journal));
    CHECK(has(text, "39/50 on host and 5 more; 2/50"));
    CHECK(has(text, "40/50 and 5 more have no results"));
}
