// Random plans and random ends: every rule of rules.h must hold, and the run must end.
#include <algorithm>
#include <random>
#include <set>

#include "tests/unit/schedule/stage.h"

using namespace pf;
using pf::test::Rules;
using pf::test::Stage;

namespace {

class Chance {
public:
    explicit Chance(std::uint64_t seed) : random_(seed) {}

    int below(int limit) { return static_cast<int>(random_() % static_cast<std::uint64_t>(limit)); }
    bool one_in(int times) { return below(times) == 0; }
    template <typename Thing>
    const Thing& one_of(const std::vector<Thing>& things) {
        return things[static_cast<std::size_t>(below(static_cast<int>(things.size())))];
    }

private:
    std::mt19937_64 random_;
};

TaskOptions random_options(Chance& chance, Stage& stage) {
    TaskOptions options;
    options.generator = chance.one_in(10);
    options.disabled = chance.one_in(20);
    options.run_serial = chance.one_in(15);
    options.processors = chance.one_in(4) ? 1 + chance.below(stage.options.slots + 1) : 1;
    options.timeout = chance.one_in(3) ? 4 : -1;
    options.retries = chance.one_in(4) ? chance.below(3) : -1;
    for (const char* lock : {"disk", "net"}) {
        if (chance.one_in(6)) {
            options.locks.push_back(stage.plan.keep(lock));
        }
    }
    if (stage.options.resources && chance.one_in(3)) {
        options.resource_groups = chance.one_of<const char*>(
            {"gpus:1", "gpus:2", "2,gpus:1", "gpus:1,cpus:1", "cpus:1", "gpus:3", "disks:1", "1"});
    }
    return options;
}

// How many parents a fixture has, and how many fixtures a group requires, at most.
enum class Plans { chains, graphs };

// Returns the names of one of the first fixtures or of none, or in a graph of several of them.
std::string random_names(Chance& chance, int count, Plans plans) {
    const int first = chance.below(count + 1) - 1;
    std::string names = first < 0 ? "" : "f" + std::to_string(first);
    for (int other = 0; plans == Plans::graphs && other < count; ++other) {
        if (other != first && chance.one_in(3)) {
            names += " f" + std::to_string(other);
        }
    }
    return names;
}

void random_fixtures(Chance& chance, Stage& stage, Plans plans) {
    const int count = chance.below(plans == Plans::graphs ? 9 : 6);
    for (int i = 0; i < count; ++i) {
        const std::string parents = random_names(chance, i, plans);
        FixtureScope widest = FixtureScope::run;
        for (int other = 0; other < i; ++other) {
            if (parents.find("f" + std::to_string(other)) != std::string::npos) {
                widest = std::max(widest, stage.plan.fixtures[static_cast<std::size_t>(other)].scope);
            }
        }
        const int choices = static_cast<int>(FixtureScope::task) - static_cast<int>(widest) + 1;
        PlannedFixture& made =
            stage.fixture("f" + std::to_string(i), parents,
                          static_cast<FixtureScope>(static_cast<int>(widest) + chance.below(choices)));
        made.kind = chance.one_of<FixtureKind>(
            {FixtureKind::service, FixtureKind::linked, FixtureKind::command, FixtureKind::command});
        made.setup_timeout = chance.one_of<double>({0, 5, 300});
        made.teardown_timeout = chance.one_of<double>({0, 5, 60});
        made.stop_timeout = chance.one_of<double>({1, 10});
    }
}

// Tasks depend only on earlier ones, so that there is no cycle. A linked one that depends on none can be handed ahead.
void depend_on_earlier(Chance& chance, Stage& stage, TaskId task) {
    if (task == 0 || !chance.one_in(5)) {
        return;
    }
    TaskOptions options = stage.plan.tasks[task].options();
    for (int count = 1 + chance.below(3); count > 0; --count) {
        const auto other = static_cast<TaskId>(chance.below(static_cast<int>(task)));
        options.depends.push_back(stage.plan.keep(stage.plan.task_id(other)));
    }
    stage.plan.tasks[task].own_options = std::make_shared<const TaskOptions>(std::move(options));
}

// The group may share worker numbers with the one before it, as the suites of one program do.
void join_pool(Chance& chance, Plan& plan) {
    const auto id = static_cast<GroupId>(plan.groups.size() - 1);
    if (id == 0 || !chance.one_in(3)) {
        return;
    }
    Group& before = plan.groups[id - 1];
    before.pool = before.pool == kNone ? id - 1 : before.pool;
    Group& made = plan.groups[id];
    made.pool = before.pool;
    made.workers = before.workers;
    made.dispatch = before.dispatch;
}

void random_groups(Chance& chance, Stage& stage, Plans plans) {
    const int count = 1 + chance.below(5);
    const int fixtures = static_cast<int>(stage.plan.fixtures.size());
    for (int i = 0; i < count; ++i) {
        const std::string name = "g" + std::to_string(i);
        Group& made = stage.group(name, random_names(chance, fixtures, plans));
        made.workers = chance.below(4);
        made.timeout = chance.one_of<double>({-1, 0, 3});
        made.retries = chance.below(3);
        made.dispatch = chance.one_in(5) ? Dispatch::unit : Dispatch::tasks;
        made.run_serial = chance.one_in(12);
        join_pool(chance, stage.plan);
        const int tasks = chance.below(12);
        const std::vector<FixtureId> chain = stage.plan.chain(made.fixtures);
        const bool linked = !chain.empty() && stage.plan.fixtures[chain.back()].kind == FixtureKind::linked;
        for (int task = 0; task < tasks; ++task) {
            const TaskId id = stage.task(name, name + "t" + std::to_string(task),
                                         linked && !chance.one_in(6) ? TaskOptions{} : random_options(chance, stage));
            stage.plan.tasks[id].test = linked ? "test" : "";
            depend_on_earlier(chance, stage, id);
        }
    }
}

class RandomRun {
public:
    RandomRun(std::uint64_t seed, Plans plans) : chance_(seed), stage_(1 + chance_.below(4)) {
        stage_.options.grace = chance_.one_of<double>({0, 5});
        stage_.options.default_timeout = chance_.one_of<double>({0, 6});
        stage_.options.inspect_limit = chance_.one_of<double>({0, 1.5});
        stage_.options.slow = chance_.one_of<double>({0, 2});
        stage_.options.repeat = chance_.one_of<Repeat>(
            {Repeat::none, Repeat::none, Repeat::until_pass, Repeat::until_fail, Repeat::after_timeout});
        stage_.options.repeat_count = 1 + chance_.below(3);
        stage_.options.flaky_fails = seed % 4 == 0;
        if (chance_.one_in(2)) {
            stage_.options.resources = {{"gpus", {{"0", 2}, {"1", 2}}}, {"cpus", {{"0", 1}}}};
        }
        stage_.options.repeat_in_turn = stage_.options.repeat == Repeat::until_fail && seed % 2 == 0;
        stage_.options.repeat_seconds = stage_.options.repeat_in_turn && seed % 4 == 0 ? 7 : 0;
        stage_.options.max_fail = chance_.one_in(5) ? 1 + static_cast<int>(seed % 3) : 0;
        calm_ = chance_.one_in(2);  // Everything ends well.
        random_fixtures(chance_, stage_, plans);
        random_groups(chance_, stage_, plans);
    }

    void play() {
        stage_.begin();
        int steps = 0;
        while (!stage_.scheduler->finished()) {
            REQUIRE(++steps < 10000);
            if (!unusual()) {
                usual();
            }
        }
        stage_.over();
    }

private:
    struct Doing {
        std::string name;
        bool task = false;
        bool abandoned = false;
    };

    [[nodiscard]] std::vector<Doing> doings() const {
        std::vector<Doing> all;
        for (const std::string& name : stage_.busy()) {
            all.push_back({name, false, stage_.abandoned_instance(name)});
        }
        for (const std::string& name : stage_.running()) {
            all.push_back({name, true, stage_.abandoned_task(name)});
        }
        return all;
    }

    // Ends something that is going on, or lets time pass.
    void usual() {
        const std::vector<Doing> all = doings();
        REQUIRE_FALSE(all.empty());
        const Doing& doing = chance_.one_of(all);
        if (!calm_ && chance_.one_in(8)) {
            stuck_.insert(doing.name);
        }
        if (stuck_.count(doing.name) == 0 || doing.abandoned) {
            finish(doing);
            return;
        }
        const bool all_stuck =
            std::all_of(all.begin(), all.end(), [this](const Doing& d) { return stuck_.count(d.name) != 0; });
        if (!all_stuck) {
            return;
        }
        const double due = stage_.scheduler->next_deadline();
        if (due == kNever) {
            finish(doing);
        } else {
            stage_.pass(due - stage_.now);
        }
    }

    void finish(const Doing& doing) {
        stuck_.erase(doing.name);
        if (doing.task) {
            finish_task(doing.name);
        } else if (!calm_ && stage_.may_be_lost(doing.name) && chance_.one_in(4)) {
            stage_.lost(doing.name, "killed by SIGKILL");
        } else if (stage_.setting_up(doing.name)) {
            const SetupOutcome outcome = calm_ || !chance_.one_in(5) ? SetupOutcome::passed
                                         : chance_.one_in(3)         ? SetupOutcome::skipped
                                                                     : SetupOutcome::failed;
            stage_.set_up(doing.name, outcome, outcome == SetupOutcome::passed ? "" : "exit code");
        } else if (chance_.one_in(10)) {
            stage_.torn_down_badly(doing.name, "exit code 1");
        } else {
            stage_.torn_down(doing.name);
        }
    }

    void finish_task(const std::string& name) {
        handed_ += stage_.next_of(name).empty() ? 0 : 1;
        if (!stage_.next_of(name).empty() && chance_.one_in(4)) {
            stage_.handed_back(name);
        }
        if (!chance_.one_in(4)) {
            chance_.one_in(8) ? stage_.ended_last(name) : stage_.ended(name);
            return;
        }
        stage_.failed(name,
                      chance_.one_of<Outcome>({Outcome::failed, Outcome::crashed, Outcome::skipped, Outcome::not_run}));
    }

    // Returns false if it did nothing.
    bool unusual() {
        const std::vector<std::string> tasks = stage_.running();
        if (!tasks.empty() && chance_.one_in(3)) {
            const std::string& name = chance_.one_of(tasks);
            const TaskOptions& options = stage_.options_of(name);
            if (options.generator && generated_ < 10) {
                generate(stage_.plan.groups[stage_.start_of(name).worker.group].name);
                return true;
            }
        }
        if (generated_ < 10 && chance_.one_in(30)) {  // A ctest asks for tasks of a group that may be over.
            generate(chance_.one_of(stage_.plan.groups).name);
            return true;
        }
        if (calm_) {
            return false;
        }
        if (chance_.one_in(6)) {
            stage_.pass(chance_.below(4));
        } else if (!tasks.empty() && chance_.one_in(20)) {
            stage_.stopped_itself(chance_.one_of(tasks), chance_.one_in(2));
        } else if (!tasks.empty() && chance_.one_in(10)) {
            stage_.inspected(chance_.one_of(tasks));
        } else if (chance_.one_in(40)) {
            kill_a_process();
        } else if (chance_.one_in(30)) {
            cancel_a_task();
        } else if (chance_.one_in(150)) {
            stage_.stop(chance_.one_in(2) ? StopLevel::terminate : StopLevel::kill);
        } else {
            return false;
        }
        return true;
    }

    void generate(Text name) {
        const std::string group(name);
        std::vector<TaskId> made;
        for (int i = chance_.below(3); i >= 0; --i) {
            made.push_back(stage_.task(group, "made" + std::to_string(generated_++), random_options(chance_, stage_)));
        }
        stage_.added(made);
    }

    void kill_a_process() {
        const std::vector<std::string> processes = stage_.what_may_die();
        if (!processes.empty()) {
            stage_.died(chance_.one_of(processes), "exit code 1");
        }
    }

    void cancel_a_task() {
        const std::vector<std::string> prepared = stage_.set_up_for();
        const std::string name =
            prepared.empty() ? std::string(chance_.one_of(stage_.plan.tasks).name) : chance_.one_of(prepared);
        stage_.cancel(name, chance_.one_in(2) ? Outcome::timeout : Outcome::not_run);
    }

public:
    [[nodiscard]] int handed() const { return handed_; }

private:
    Chance chance_;
    Stage stage_;
    int handed_ = 0;
    bool calm_ = false;
    int generated_ = 0;
    std::set<std::string> stuck_;
};

}  // namespace

TEST_CASE("every rule holds in random runs") {
    constexpr std::uint64_t kRuns = 2500;
    int handed = 0;
    for (std::uint64_t seed = 1; seed <= kRuns; ++seed) {
        INFO("seed " << seed);
        RandomRun run(seed, Plans::chains);
        run.play();
        handed += run.handed();
    }
    CHECK(handed > 50);
}

TEST_CASE("every rule holds in random runs with several fixtures below each task") {
    constexpr std::uint64_t kRuns = 2500;
    for (std::uint64_t seed = 1; seed <= kRuns; ++seed) {
        INFO("seed " << seed);
        RandomRun(seed, Plans::graphs).play();
    }
}

namespace {

// Returns the number of actions of a run in which so many tasks pass.
std::size_t actions_of(int tasks, FixtureScope scope) {
    Stage stage(2);
    stage.fixture("db", "", scope);
    stage.group("g", "db");
    for (int i = 0; i < tasks; ++i) {
        stage.task("g", std::to_string(i));
    }
    Scheduler scheduler(stage.plan, stage.options);
    scheduler.begin(pf::test::all_tasks(stage.plan), nullptr, 0);
    std::size_t count = 0;
    while (!scheduler.finished()) {
        for (const Action& action : scheduler.take_actions()) {
            ++count;
            if (const auto* up = std::get_if<SetUp>(&action)) {
                scheduler.setup_ended(up->instance, SetupOutcome::passed, "", 0);
            } else if (const auto* down = std::get_if<TearDown>(&action)) {
                scheduler.teardown_ended(down->instance, true, "", 0);
            } else if (const auto* start = std::get_if<StartTask>(&action)) {
                scheduler.task_ended(start->worker, {}, std::nullopt, 0);
            }
        }
    }
    return count;
}

}  // namespace

TEST_CASE("what the scheduler does grows with the number of tasks, and not faster") {
    const std::size_t few = actions_of(1000, FixtureScope::run);
    const std::size_t many = actions_of(100000, FixtureScope::run);
    CHECK(many - few == 99000 * 2);  // A start and a conclusion each.
    CHECK(actions_of(20000, FixtureScope::task) - actions_of(1000, FixtureScope::task) == 19000 * 6);
    CHECK(actions_of(20000, FixtureScope::worker) - actions_of(1000, FixtureScope::worker) == 19000 * 2);
}
