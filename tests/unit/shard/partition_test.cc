#include "tool/shard/partition.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "tests/support/catch.h"

using namespace pf;

namespace {

struct Project {
    FixtureId fixture(const std::string& name, FixtureScope scope = FixtureScope::run,
                      const std::vector<FixtureId>& parents = {}) {
        PlannedFixture& made = plan.fixtures.emplace_back();
        made.name = plan.keep(name);
        made.scope = scope;
        made.parents = parents;
        return static_cast<FixtureId>(plan.fixtures.size() - 1);
    }
    GroupId group(const std::string& name, const std::vector<FixtureId>& required = {}) {
        Group& made = plan.groups.emplace_back();
        made.name = plan.keep(name);
        made.fixtures = required;
        return static_cast<GroupId>(plan.groups.size() - 1);
    }
    TaskId task(GroupId group, const std::string& name, TaskOptions options = {}) {
        Task& made = plan.tasks.emplace_back();
        made.group = group;
        made.name = plan.keep(name);
        made.own_options = std::make_shared<const TaskOptions>(std::move(options));
        return static_cast<TaskId>(plan.tasks.size() - 1);
    }
    [[nodiscard]] std::vector<TaskId> all() const {
        std::vector<TaskId> ids(plan.tasks.size());
        std::iota(ids.begin(), ids.end(), 0U);
        return ids;
    }
    [[nodiscard]] KnownTimes known() const {
        return {[this](TaskId task) { return find(tasks, task); },
                [this](FixtureId fixture) { return find(fixtures, fixture); }};
    }
    [[nodiscard]] std::vector<double> item_seconds() const {
        std::vector<double> seconds;
        for (const WorkItem& item : work_of(plan, all(), known()).work.items) {
            seconds.push_back(static_cast<double>(item.time) / 1e6);
        }
        return seconds;
    }
    template <typename Map>
    static std::optional<double> find(const Map& map, std::uint32_t id) {
        const auto found = map.find(id);
        return found == map.end() ? std::nullopt : std::optional(found->second);
    }

    Plan plan;
    std::map<TaskId, double> tasks;
    std::map<FixtureId, double> fixtures;
};

using Seconds = std::vector<double>;

}  // namespace

TEST_CASE("every task is in one shard, in the order of the selection") {
    Project project;
    const GroupId group = project.group("g");
    for (int i = 0; i < 20; ++i) {
        project.task(group, "t" + std::to_string(i));
    }
    const std::vector<TaskId> selected{3, 1, 4, 15, 9, 2, 6};
    const Partition partition = divide(project.plan, selected, {}, 3);
    REQUIRE(partition.size() == 3);
    std::multiset<TaskId> placed;
    for (const std::vector<TaskId>& shard : partition) {
        placed.insert(shard.begin(), shard.end());
        CHECK(std::is_sorted(shard.begin(), shard.end(), [&](TaskId a, TaskId b) {
            return std::find(selected.begin(), selected.end(), a) < std::find(selected.begin(), selected.end(), b);
        }));
        CHECK(shard.size() >= 2);  // Without history all tasks weigh the same.
        CHECK(shard.size() <= 3);
    }
    CHECK(placed == std::multiset<TaskId>(selected.begin(), selected.end()));
}

TEST_CASE("the digest depends on the selection, the times and the number of shards") {
    Project project;
    const GroupId group = project.group("g");
    for (int i = 0; i < 6; ++i) {
        project.task(group, "t" + std::to_string(i));
    }
    const auto digest = [&](const std::vector<TaskId>& selected, std::uint32_t shards) {
        return digest_of(project.plan, divide(project.plan, selected, project.known(), shards));
    };
    const std::string first = digest(project.all(), 2);
    CHECK(first == digest(project.all(), 2));
    CHECK(first != digest({0, 1, 2, 3, 4}, 2));
    CHECK(first != digest(project.all(), 3));
    project.tasks = {{0, 100}, {1, 1}};
    CHECK(first != digest(project.all(), 2));
}

TEST_CASE("a unit and tasks that depend on each other are one item") {
    Project project;
    const GroupId unit = project.group("unit");
    project.plan.groups[unit].dispatch = Dispatch::unit;
    const GroupId group = project.group("g");
    project.task(unit, "a");
    project.task(group, "first");
    project.task(unit, "b");
    TaskOptions after;
    after.depends = {"g.first"};
    project.task(group, "then", after);
    project.task(group, "alone");
    project.tasks = {{0, 1}, {1, 2}, {2, 4}, {3, 8}, {4, 16}};
    CHECK(project.item_seconds() == Seconds{5, 10, 16});
    CHECK(work_of(project.plan, project.all(), project.known()).item_of == std::vector<std::uint32_t>{0, 1, 0, 1, 2});
}

TEST_CASE("groups that share the workers of a unit are one item") {
    Project project;
    for (const char* name : {"p", "p"}) {
        const GroupId group = project.group(name);
        project.plan.groups[group].dispatch = Dispatch::unit;
        project.plan.groups[group].pool = 0;
    }
    project.task(0, "a");
    project.task(1, "b");
    project.tasks = {{0, 1}, {1, 2}};
    CHECK(project.item_seconds() == Seconds{3});
}

TEST_CASE("processors multiply the time, and TASK fixtures are set up for each task") {
    Project project;
    const FixtureId database = project.fixture("db");
    const FixtureId directory = project.fixture("dir", FixtureScope::task, {database});
    const GroupId group = project.group("g", {directory});
    TaskOptions wide;
    wide.processors = 3;
    project.task(group, "a", wide);
    project.task(group, "b");
    project.tasks = {{0, 1}, {1, 1}};
    project.fixtures = {{database, 20}, {directory, 0.5}};
    CHECK(project.item_seconds() == Seconds{4.5, 1.5});
    const DividedWork divided = work_of(project.plan, project.all(), project.known());
    CHECK(divided.work.items[0].fixtures == std::vector<std::uint32_t>{database});
    CHECK(divided.work.setups[database] == 20'000'000);
}

TEST_CASE("what is not known counts like the mean of what is") {
    Project project;
    const FixtureId known = project.fixture("known");
    const FixtureId unknown = project.fixture("unknown");
    const GroupId group = project.group("g", {known, unknown});
    const GroupId other = project.group("h");
    project.task(group, "a");
    project.task(group, "b");
    project.task(group, "c");
    project.task(other, "d");
    CHECK(project.item_seconds() == Seconds{1, 1, 1, 1});
    CHECK(work_of(project.plan, project.all(), project.known()).work.setups ==
          std::vector<Micros>{10'000'000, 10'000'000});
    project.tasks = {{0, 2}, {1, 4}};
    project.fixtures = {{known, 7}};
    CHECK(project.item_seconds() == Seconds{2, 4, 3, 3});
    CHECK(work_of(project.plan, project.all(), project.known()).work.setups ==
          std::vector<Micros>{7'000'000, 7'000'000});
}
