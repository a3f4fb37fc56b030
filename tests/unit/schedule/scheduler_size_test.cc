// What an event costs, by the number of things that the scheduler looks at: as much among 10,000 groups as among 10.
#include <algorithm>
#include <functional>

#include "tests/unit/schedule/stage.h"

using namespace pf;
using pf::test::Stage;

namespace {

constexpr std::uint64_t kMostLooks = 12;      // In one event.
constexpr std::uint64_t kMostOnAverage = 14;  // In an event after which many groups wait for something else.

// A run in which everything passes, and takes no time unless the test says so.
class Crowd {
public:
    explicit Crowd(Stage& made) : stage(made), scheduler(made.plan, made.options) {}

    // Does what the scheduler wants, except that tasks run on while `running` says so.
    void settle(const std::function<bool(TaskId)>& running = nullptr) {
        for (std::vector<Action> actions = scheduler.take_actions(); !actions.empty();
             actions = scheduler.take_actions()) {
            for (const Action& action : actions) {
                if (const auto* up = std::get_if<SetUp>(&action)) {
                    event([&] { scheduler.setup_ended(up->instance, SetupOutcome::passed, "", now); });
                } else if (const auto* down = std::get_if<TearDown>(&action)) {
                    event([&] { scheduler.teardown_ended(down->instance, true, "", now); });
                } else if (const auto* start = std::get_if<StartTask>(&action)) {
                    workers[start->task] = start->worker;
                    if (!running || !running(start->task)) {
                        end(start->task);
                    }
                }
            }
        }
    }

    void event(const std::function<void()>& happens) {
        const std::uint64_t before = scheduler.looked_at();
        happens();
        ++events;
        most = std::max(most, scheduler.looked_at() - before);
    }

    void end(TaskId task) {
        event([&] { scheduler.task_ended(workers.at(task), {}, std::nullopt, now); });
    }

    void add(TaskId task) {
        event([&] { scheduler.add_task(task, nullptr, now); });
    }

    void count_again() { most = events = 0; }

    Stage& stage;
    Scheduler scheduler;
    double now = 0;
    std::map<TaskId, WorkerId> workers;
    std::uint64_t most = 0;  // The most things that were looked at in one event.
    std::uint64_t events = 0;
};

// So many groups, each on a fixture of its own, each with a task.
void make_groups(Stage& stage, int groups, FixtureScope scope = FixtureScope::run) {
    for (int i = 0; i < groups; ++i) {
        const std::string name = std::to_string(i);
        PlannedFixture& fixture = stage.plan.fixtures.emplace_back();
        fixture.name = stage.plan.keep("f" + name);
        fixture.scope = scope;
        Group& group = stage.plan.groups.emplace_back();
        group.name = stage.plan.keep("g" + name);
        group.fixtures = {static_cast<FixtureId>(i)};
        Task& task = stage.plan.tasks.emplace_back();
        task.group = static_cast<GroupId>(i);
        task.name = "t";
    }
}

// What ctest does: all fixtures are set up first, and each group has run a task. Of every second group a task runs on.
void stand(Crowd& crowd, bool busy) {
    const auto groups = static_cast<GroupId>(crowd.stage.plan.groups.size());
    for (FixtureId fixture = 0; fixture < groups; ++fixture) {
        if (crowd.stage.plan.fixtures[fixture].scope == FixtureScope::run) {
            crowd.event([&] { crowd.scheduler.hold(fixture, crowd.now); });
        } else {
            crowd.scheduler.hold_group(fixture);
        }
        crowd.settle();
    }
    for (TaskId task = 0; task < groups; ++task) {
        crowd.add(task);
        crowd.settle([&](TaskId one) { return busy && one % 2 == 0; });
    }
}

// Events of ctest in the middle of it.
void live(Crowd& crowd) {
    const auto groups = static_cast<TaskId>(crowd.stage.plan.groups.size());
    for (TaskId i = 0; i < 9; i += 2) {
        const TaskId task = (i * (groups / 9) | 1U) % groups;  // It does not run.
        crowd.add(task);
        crowd.settle([](TaskId) { return true; });
        crowd.event([&] { crowd.scheduler.task_stopped(crowd.workers.at(task), true, crowd.now); });
        crowd.event([&] { crowd.scheduler.tick(crowd.now); });
        if (i % 4 == 0) {
            crowd.event([&] { crowd.scheduler.cancel(task, Outcome::timeout, "its test has gone", crowd.now); });
        }
        crowd.end(task);
        crowd.settle();
    }
    crowd.event([&] { crowd.scheduler.release(1, crowd.now); });
    crowd.event([&] { crowd.scheduler.release_group(1, crowd.now); });
    crowd.settle();
    crowd.event([&] { crowd.scheduler.hold(1, crowd.now); });
    crowd.settle();
}

struct Looks {
    std::uint64_t most = 0;
    std::uint64_t all = 0;
    std::uint64_t events = 0;

    bool operator==(const Looks&) const = default;
};

Looks looks_of_ctest(int groups, bool busy, FixtureScope scope) {
    Stage stage(2 * groups);
    make_groups(stage, groups, scope);
    Crowd crowd(stage);
    stand(crowd, busy);
    CHECK(crowd.most <= kMostLooks);
    crowd.count_again();
    const std::uint64_t before = crowd.scheduler.looked_at();
    live(crowd);
    return {crowd.most, crowd.scheduler.looked_at() - before, crowd.events};
}

// Returns what a run of all tasks looks at.
Looks looks_of_run(Stage& stage) {
    Crowd crowd(stage);
    crowd.scheduler.begin(pf::test::all_tasks(stage.plan), nullptr, 0);
    crowd.settle();
    CHECK(crowd.scheduler.finished());
    CHECK(crowd.events >= stage.plan.tasks.size());
    return {crowd.most, crowd.scheduler.looked_at(), crowd.events};
}

}  // namespace

TEST_CASE("an event of ctest costs the same, however many groups are alive") {
    for (const FixtureScope scope : {FixtureScope::run, FixtureScope::worker}) {
        for (const bool busy : {false, true}) {
            INFO("scope " << static_cast<int>(scope) << ", busy " << busy);
            const Looks few = looks_of_ctest(10, busy, scope);
            CHECK(few.most > 0);
            CHECK(few.most <= kMostLooks);
            for (const int groups : {100, 1000, 10000}) {
                INFO(groups << " groups");
                CHECK(looks_of_ctest(groups, busy, scope) == few);
            }
        }
    }
}

TEST_CASE("an event of a run costs the same, however many groups wait for a slot") {
    for (const int groups : {10, 100, 1000, 10000}) {
        Stage stage(2);
        make_groups(stage, groups);
        CHECK(looks_of_run(stage).most <= kMostLooks);
    }
}

TEST_CASE("an event of a run costs the same, however many groups on two fixtures wait for a slot") {
    for (const int slots : {1, 2, 3}) {
        for (const int groups : {10, 100, 1000, 10000}) {
            Stage stage(slots);
            make_groups(stage, groups);
            for (FixtureId id = 0; id < static_cast<FixtureId>(groups); ++id) {
                stage.plan.groups[id].fixtures.push_back(static_cast<FixtureId>(stage.plan.fixtures.size()));
                const PlannedFixture beside = stage.plan.fixtures[id];
                stage.plan.fixtures.push_back(beside);
            }
            CHECK(looks_of_run(stage).most <= kMostLooks);
        }
    }
}

// A group is looked at when what it has waited for is there, and may then wait for something else. So one event can
// look at many groups, but not many events can.
TEST_CASE(
    "an event costs the same on average, however many groups wait for the same lock, fixture or number of slots") {
    for (const int groups : {10, 100, 1000, 10000}) {
        Stage stage(4);
        make_groups(stage, groups);
        for (Group& group : stage.plan.groups) {
            group.locks.push_back("disk");
            group.fixtures = {0};
        }
        for (TaskId id = 0; id < stage.plan.tasks.size(); id += 2) {
            TaskOptions options;
            options.processors = 3;
            stage.plan.tasks[id].own_options = std::make_shared<const TaskOptions>(options);
        }
        const Looks looks = looks_of_run(stage);
        CHECK(looks.all <= kMostOnAverage * looks.events);
    }
}

TEST_CASE("an event costs the same on average, however many groups wait for the same resources") {
    for (const int groups : {10, 100, 1000, 10000}) {
        Stage stage(4);
        stage.options.resources = {{"gpus", {{"0", 2}}}};
        make_groups(stage, groups);
        TaskOptions options;
        options.resource_groups = "gpus:1";
        for (Task& task : stage.plan.tasks) {
            task.own_options = std::make_shared<const TaskOptions>(options);
            stage.plan.groups[task.group].fixtures = {0};
        }
        const Looks looks = looks_of_run(stage);
        CHECK(looks.all <= kMostOnAverage * looks.events);
    }
}

TEST_CASE("an event costs the same, however many suites of a program wait for a worker of it") {
    for (const int groups : {10, 1000}) {
        for (const Dispatch dispatch : {Dispatch::tasks, Dispatch::unit}) {
            Stage stage(4);
            make_groups(stage, groups, FixtureScope::worker);
            for (Group& group : stage.plan.groups) {
                group.pool = 0;
                group.workers = 2;
                group.dispatch = dispatch;
            }
            CHECK(looks_of_run(stage).most <= kMostLooks);
        }
    }
}

TEST_CASE("10,000 running tasks with time limits: a time limit costs the tasks that exceed it") {
    constexpr TaskId kTasks = 10000;
    Stage stage(kTasks);
    stage.options.slow = 5;
    make_groups(stage, kTasks);
    for (TaskId id = 0; id < kTasks; ++id) {
        TaskOptions options;
        options.timeout = 10 + id;
        stage.plan.tasks[id].own_options = std::make_shared<const TaskOptions>(options);
    }
    Crowd crowd(stage);
    crowd.scheduler.begin(pf::test::all_tasks(stage.plan), nullptr, 0);
    crowd.settle([](TaskId) { return true; });
    CHECK(crowd.scheduler.running() == kTasks);
    CHECK(crowd.scheduler.next_deadline() == 5);
    crowd.scheduler.tick(5);
    CHECK(crowd.scheduler.take_actions().size() == kTasks);  // All of them are slow.
    crowd.count_again();
    for (TaskId id = 0; id < 3; ++id) {
        const double due = crowd.scheduler.next_deadline();
        CHECK(due == 10 + id);
        crowd.event([&] { crowd.scheduler.tick(due); });
        const std::vector<Action> actions = crowd.scheduler.take_actions();
        REQUIRE(actions.size() == 1);
        CHECK(std::get<EndTask>(actions.front()).worker == crowd.workers.at(id));
    }
    CHECK(crowd.most == 1);
}
