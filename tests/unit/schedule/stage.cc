#include "tests/unit/schedule/stage.h"

#include <algorithm>
#include <numeric>
#include <sstream>

namespace pf::test {
namespace {

template <typename Things>
std::uint32_t index_of(const Things& things, const std::string& name) {
    const auto found = std::find_if(things.begin(), things.end(), [&](const auto& t) { return t.name == name; });
    return found == things.end() ? kNone : static_cast<std::uint32_t>(found - things.begin());
}

std::vector<FixtureId> fixtures_called(const Plan& plan, const std::string& names) {
    std::vector<FixtureId> ids;
    std::istringstream words(names);
    for (std::string name; words >> name;) {
        ids.push_back(index_of(plan.fixtures, name));
        REQUIRE(ids.back() != kNone);
    }
    return ids;
}

}  // namespace

std::vector<TaskId> all_tasks(const Plan& plan) {
    std::vector<TaskId> tasks(plan.tasks.size());
    std::iota(tasks.begin(), tasks.end(), 0);
    return tasks;
}

Said only(const Said& said, const std::vector<std::string>& beginnings) {
    Said kept;
    for (const std::string& line : said) {
        if (std::any_of(beginnings.begin(), beginnings.end(),
                        [&](const std::string& word) { return line.compare(0, word.size(), word) == 0; })) {
            kept.push_back(line);
        }
    }
    return kept;
}

PlannedFixture& Stage::fixture(const std::string& name, const std::string& parents, FixtureScope scope) {
    const std::vector<FixtureId> below = fixtures_called(plan, parents);
    PlannedFixture& made = plan.fixtures.emplace_back();
    made.name = plan.keep(name);
    made.parents = below;
    made.scope = scope;
    return made;
}

PlannedFixture& Stage::service(const std::string& name, const std::string& parents, FixtureScope scope) {
    PlannedFixture& made = fixture(name, parents, scope);
    made.kind = FixtureKind::service;
    return made;
}

Group& Stage::group(const std::string& name, const std::string& fixtures) {
    Group& made = plan.groups.emplace_back();
    made.name = plan.keep(name);
    made.fixtures = fixtures_called(plan, fixtures);
    return made;
}

TaskId Stage::task(const std::string& group, const std::string& name, const TaskOptions& task_options) {
    Task& made = plan.tasks.emplace_back();
    made.group = index_of(plan.groups, group);
    REQUIRE(made.group != kNone);
    made.name = plan.keep(name);
    made.own_options = std::make_shared<const TaskOptions>(task_options);
    return static_cast<TaskId>(plan.tasks.size() - 1);
}

void Stage::tasks(const std::string& group, const std::vector<std::string>& names) {
    for (const std::string& name : names) {
        task(group, name);
    }
}

Said Stage::begin() {
    scheduler = std::make_unique<Scheduler>(plan, options);
    rules = std::make_unique<Rules>(plan, *scheduler, options);
    const std::vector<TaskId> all = all_tasks(plan);
    for (const TaskId id : all) {
        rules->declare(id);
    }
    scheduler->begin(all, nullptr, now);
    return hear();
}

Said Stage::added(const std::vector<TaskId>& ids, const TaskRequest& request) {
    const auto shared = std::make_shared<const TaskRequest>(request);
    for (const TaskId id : ids) {
        rules->declare(id);
        scheduler->add_task(id, shared, now);
    }
    return hear();
}

Said Stage::hold(const std::string& fixture) {
    rules->hold();
    scheduler->hold(index_of(plan.fixtures, fixture), now);
    return hear();
}

Said Stage::release(const std::string& fixture) {
    scheduler->release(index_of(plan.fixtures, fixture), now);
    return hear();
}

void Stage::retain(const std::string& fixture) { scheduler->retain(index_of(plan.fixtures, fixture)); }

void Stage::hold_group(const std::string& group) { scheduler->hold_group(index_of(plan.groups, group)); }

Said Stage::release_group(const std::string& group) {
    scheduler->release_group(index_of(plan.groups, group), now);
    return hear();
}

Said Stage::cancel(const std::string& task, Outcome outcome) {
    const TaskId id = index_of(plan.tasks, task);
    rules->cancel(id);
    scheduler->cancel(id, outcome, "gone", now);
    return hear();
}

Said Stage::set_up(const std::string& name) { return set_up(name, SetupOutcome::passed, ""); }

Said Stage::set_up(const std::string& name, SetupOutcome outcome, const std::string& reason) {
    const InstanceId id = instance(name);
    rules->setup_ends(id);
    scheduler->setup_ended(id, outcome, reason, now);
    return hear();
}

Said Stage::lost(const std::string& name, const std::string& reason) {
    const InstanceId id = instance(name);
    rules->setup_is_lost(id);
    scheduler->setup_lost(id, reason, now);
    return hear();
}

Said Stage::torn_down(const std::string& name) { return torn_down_badly(name, ""); }

Said Stage::torn_down_badly(const std::string& name, const std::string& reason) {
    const InstanceId id = instance(name);
    rules->teardown_ends(id);
    scheduler->teardown_ended(id, reason.empty(), reason, now);
    return hear();
}

Said Stage::died(const std::string& name, const std::string& reason) {
    const InstanceId id = instance(name);
    rules->fixture_dies(id);
    scheduler->fixture_died(id, reason, now);
    return hear();
}

Said Stage::ended(const std::string& task) { return ended(task, Conclusion{}); }

Said Stage::failed(const std::string& task, Outcome outcome) {
    return ended(task, Conclusion{outcome, Cause::completed, "exit code 1"});
}

Said Stage::ended(const std::string& task, const Conclusion& verdict) {
    return end(task, verdict, verdict.outcome == Outcome::passed);
}

Said Stage::ended_last(const std::string& task) { return end(task, Conclusion{}, false); }

Said Stage::end(const std::string& task, const Conclusion& verdict, bool next_begins) {
    const WorkerId worker = worker_of(task);
    const bool begins = next_begins && rules->running().at(worker).next != kNone;
    rules->task_ends(worker);
    rules->next_goes_back(worker);
    AttemptResult result;
    result.conclusion = verdict;
    result.seconds = 1;
    scheduler->task_ended(worker, std::move(result), begins ? std::optional(now) : std::nullopt, now);
    return hear();
}

Said Stage::handed_back(const std::string& running) {
    const WorkerId worker = worker_of(running);
    rules->next_goes_back(worker);
    scheduler->next_handed_back(worker, now);
    return hear();
}

std::string Stage::next_of(const std::string& running) const {
    const TaskId next = rules->running().at(worker_of(running)).next;
    return next == kNone ? "" : task_name(next);
}

Said Stage::inspected(const std::string& task) {
    scheduler->task_inspected(worker_of(task), now);
    return hear();
}

Said Stage::stopped_itself(const std::string& task, bool stopped) {
    scheduler->task_stopped(worker_of(task), stopped, now);
    return hear();
}

Said Stage::stop(StopLevel level) {
    rules->stop(level);
    scheduler->stop(level, level == StopLevel::kill ? "killed by a second SIGINT" : "interrupted by SIGINT", now);
    return hear();
}

Said Stage::pass(double seconds) {
    const double until = now + seconds;
    Said said;
    while (true) {
        const double due = scheduler->next_deadline();
        REQUIRE(due > now);  // Otherwise the loop of the session would be busy for ever.
        now = std::min(due, until);
        scheduler->tick(now);
        const Said more = hear();
        CHECK((due <= until || more.empty()));  // Everything that happens was announced by next_deadline().
        said.insert(said.end(), more.begin(), more.end());
        if (now >= until) {
            return said;
        }
    }
}

Said Stage::play() {
    Said said;
    const auto add = [&](const Said& more) { said.insert(said.end(), more.begin(), more.end()); };
    while (!scheduler->finished()) {
        const std::vector<std::string> tasks = running();
        const std::vector<std::string> instances = busy();
        if (!instances.empty()) {
            add(setting_up(instances[0]) ? set_up(instances[0]) : torn_down(instances[0]));
        } else {
            REQUIRE_FALSE(tasks.empty());  // Otherwise the run hangs.
            add(ended(tasks[0]));
        }
    }
    return said;
}

void Stage::over() {
    REQUIRE_NOTHROW(rules->over());
    CHECK(scheduler->next_deadline() == kNever);
}

bool Stage::running(const std::string& task) const {
    const std::vector<std::string> all = running();
    return std::find(all.begin(), all.end(), task) != all.end();
}

std::vector<std::string> Stage::running() const {
    std::vector<std::string> names;
    for (const auto& [key, task] : rules->running()) {
        names.push_back(task_name(task.task));
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<std::string> Stage::busy() const {
    std::vector<std::string> names;
    for (const auto& [id, life] : rules->instances()) {
        if (life.state != Rules::State::set_up) {
            names.push_back(names_.at(id));
        }
    }
    return names;
}

bool Stage::setting_up(const std::string& name) const {
    return rules->instances().at(instance(name)).state == Rules::State::setting_up;
}

bool Stage::may_be_lost(const std::string& name) const {
    const Rules::InstanceLife& life = rules->instances().at(instance(name));
    return plan.fixtures[life.what.fixture].kind == FixtureKind::linked && life.state == Rules::State::setting_up &&
           !life.being_ended && rules->stopped() == StopLevel::none;
}

std::vector<std::string> Stage::set_up_for() const {
    std::vector<std::string> names;
    for (const auto& [id, life] : rules->instances()) {
        if (life.what.task != kNone && life.state == Rules::State::setting_up) {
            names.push_back(task_name(life.what.task));
        }
    }
    return names;
}

std::vector<std::string> Stage::what_may_die() const {
    std::vector<std::string> names;
    for (const auto& [id, life] : rules->instances()) {
        const bool process = plan.fixtures[life.what.fixture].kind != FixtureKind::command;
        if (process && life.state == Rules::State::set_up && life.healthy) {
            names.push_back(names_.at(id));
        }
    }
    return names;
}

bool Stage::abandoned_instance(const std::string& name) const {
    return rules->instances().at(instance(name)).abandoned;
}

bool Stage::abandoned_task(const std::string& name) const { return rules->running().at(worker_of(name)).abandoned; }

const TaskOptions& Stage::options_of(const std::string& task) const {
    return plan.tasks[start_of(task).task].options();
}

Said Stage::hear() {
    Said said;
    for (const Action& action : scheduler->take_actions()) {
        if (const auto* set_up = std::get_if<SetUp>(&action)) {
            names_[set_up->instance] = name_of(set_up->instance);
        }
        said.push_back(text_of(action));
        REQUIRE_NOTHROW(rules->see(action));
    }
    REQUIRE_NOTHROW(rules->settled());
    return said;
}

std::string Stage::name_of(InstanceId id) const {
    const Instance& what = scheduler->instance(id);
    const std::string name(plan.fixtures[what.fixture].name);
    if (what.task != kNone) {
        return name + "[" + task_name(what.task) + "]";
    }
    return what.worker.number < 0 ? name
                                  : name + "[" + std::string(plan.groups[what.worker.group].name) + "/" +
                                        std::to_string(what.worker.number) + "]";
}

InstanceId Stage::instance(const std::string& name) const {
    for (const auto& [id, life] : rules->instances()) {
        if (names_.at(id) == name) {
            return id;
        }
    }
    FAIL("no such instance: " << name);
    return kNone;
}

WorkerId Stage::worker_of(const std::string& task) const {
    for (const auto& [key, running] : rules->running()) {
        if (task_name(running.task) == task) {
            return key;
        }
    }
    FAIL("not running: " << task);
    return {};
}

}  // namespace pf::test
