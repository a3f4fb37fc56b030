#include "tool/discover/listing_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "tool/plan/plan_keys.h"
#include "tool/plan/plan_properties.h"
#include "tool/plan/plan_values.h"
#include "tool/support/regex.h"
#include "tool/support/text.h"

namespace pf {
namespace {

std::string source_of(const std::string& file, int line) {
    return file.empty() || line <= 0 ? file : fmt::format("{}:{}", file, line);
}

// What a listing adds to the plan. prepare() checks all of it, and only commit() changes the plan.
class Addition {
public:
    Addition(Plan& plan, GroupId group, const Listing& listing) : plan_(plan), group_(group), listing_(listing) {}

    Status prepare() {
        if (Status status = prepare_matchings(); !status.ok()) {
            return status;
        }
        choose_names();
        return listing_.linked ? prepare_fixtures() : ok_status();
    }

    void commit() {
        order_ = listing_.linked ? fixtures_in_order() : std::vector<FixtureId>();
        plan_.groups[group_].program.framework = plan_.keep(listing_.linked ? "" : listing_.framework);
        plan_.groups[group_].program.linked = listing_.linked;
        decide_on_tests();
        for (PlannedFixture& fixture : fixtures_) {
            plan_.fixtures.push_back(std::move(fixture));
        }
        if (listing_.linked) {
            split_group();
        }
        plan_.tasks.reserve(plan_.tasks.size() + listing_.cases.size());
        for (std::size_t i = 0; i < listing_.cases.size(); ++i) {
            const TaskId other = plan_.find(plan_.case_id(group_, names_[i]));
            if (other == kNone) {
                add_task(listing_.cases[i], names_[i]);
            } else {
                fail_ambiguous(other);
            }
        }
    }

private:
    // What the program sets up for all of its tests is set up and torn down by two tests of CTest. The fixtures of some
    // tests are set up by the first of these, and the teardown test reports the problems of their ends.
    void decide_on_tests() {
        CaseTests& tests = plan_.groups[group_].tests;
        const bool is_fixture = listing_.linked && !tests.fixtures.empty();
        const bool has_fixtures = std::any_of(listing_.cases.begin(), listing_.cases.end(),
                                              [](const ListedCase& listed) { return !listed.fixture.empty(); });
        tests.has_setup = is_fixture && listing_.shared_setup;
        tests.has_teardown = is_fixture && (listing_.shared_setup || has_fixtures);
    }

    Status prepare_matchings() {
        for (const Matching& matching : plan_.matchings) {
            if (matching.group != group_ || matching.pattern.empty()) {
                continue;
            }
            Result<Regex> regex = Regex::compile(matching.pattern);
            if (!regex.ok()) {
                return Error{fmt::format("set_parallel_fixture_tests_properties({}): MATCHING: {}",
                                         plan_.groups[group_].name, regex.error().message)};
            }
            matchings_.emplace_back(std::move(*regex), &matching);
        }
        return ok_status();
    }

    // Returns whether ctest has another test of this name: one that sets a fixture or a group up or tears it down, or
    // the one of a program that could not be listed.
    bool is_reserved(std::string_view id) const {
        const std::string_view stem = id.substr(0, id.rfind('.'));
        return is_reserved_id(id) && (is_taken(stem) || !plan_.groups_called(stem).empty());
    }

    // Chooses a name for each case. One whose id is reserved gets a number, as if another case had its name.
    void choose_names() {
        std::unordered_set<std::string> used;
        for (const ListedCase& listed : listing_.cases) {
            used.insert(listed.name);
        }
        for (const ListedCase& listed : listing_.cases) {
            std::string name = listed.name;
            const auto cannot_be = [&] {
                return is_reserved(plan_.case_id(group_, name)) || (name != listed.name && !used.insert(name).second);
            };
            for (int number = 2; cannot_be(); ++number) {
                name = fmt::format("{} #{}", listed.name, number);
            }
            names_.push_back(std::move(name));
        }
    }

    // Makes the task that has the id of a case fail, in place of both. Neither ctest nor a selection could tell them
    // apart.
    void fail_ambiguous(TaskId task) {
        Task& other = plan_.tasks[task];
        TaskOptions options = other.options();
        options.listing_error = plan_.keep(fmt::format(
            "two tasks have the id \"{}\", one of the group \"{}\" and one of \"{}\"; rename one, or give a group a "
            "TEST_PREFIX",
            plan_.task_id(task), plan_.groups[other.group].name, plan_.groups[group_].name));
        other.own_options = std::make_shared<const TaskOptions>(std::move(options));
    }

    bool is_taken(std::string_view name) const {
        return std::any_of(plan_.fixtures.begin(), plan_.fixtures.end(),
                           [&](const PlannedFixture& fixture) { return fixture.name == name; });
    }

    PlannedFixture new_fixture(const std::string& name, std::vector<FixtureId> parents, FixtureScope scope) {
        const Group& group = plan_.groups[group_];
        PlannedFixture fixture;
        fixture.name = plan_.keep(name);
        fixture.parents = std::move(parents);
        fixture.kind = FixtureKind::linked;
        fixture.scope = scope;
        fixture.environment = group.environment;
        fixture.working_directory = group.working_directory;
        fixture.binary_dir = group.binary_dir;
        fixture.source = group.source;
        fixture.setup_timeout = group.program.setup_timeout;
        fixture.teardown_timeout = group.program.teardown_timeout;
        fixture.program = group_;
        return fixture;
    }

    Status add_fixture(PlannedFixture fixture) {
        if (is_taken(fixture.name)) {
            return Error{fmt::format("there is a fixture \"{}\" already; rename one", fixture.name)};
        }
        fixtures_.push_back(std::move(fixture));
        return ok_status();
    }

    Status prepare_fixtures() {
        const std::string group(plan_.groups[group_].name);
        const std::vector<FixtureId>& below = plan_.groups[group_].fixtures;
        FixtureScope scope = FixtureScope::run;
        for (const FixtureId fixture : below) {
            scope = std::max(scope, plan_.fixtures[fixture].scope);
        }
        ids_.emplace("", static_cast<FixtureId>(plan_.fixtures.size()));
        if (Status status = add_fixture(new_fixture(is_taken(group) ? group + "/program" : group, below, scope));
            !status.ok()) {
            return status;
        }
        std::vector<const ListedFixture*> waiting;
        for (const ListedFixture& listed : listing_.fixtures) {
            waiting.push_back(&listed);
        }
        while (!waiting.empty()) {
            const std::size_t before = waiting.size();
            if (Status status = place_fixtures(waiting); !status.ok()) {
                return status;
            }
            if (waiting.size() == before) {
                return Error{
                    fmt::format("the parent \"{1}\" of its fixture \"{0}\" does not exist, or requires it itself",
                                one_line(waiting.front()->name), one_line(waiting.front()->parent))};
            }
        }
        for (const ListedCase& listed : listing_.cases) {
            if (ids_.count(listed.fixture) == 0) {
                return Error{fmt::format("its test \"{}\" requires the fixture \"{}\", which it does not have",
                                         listed.name, one_line(listed.fixture))};
            }
        }
        return ok_status();
    }

    // Places the fixtures whose parents are known, and removes them from `waiting`.
    Status place_fixtures(std::vector<const ListedFixture*>& waiting) {
        std::vector<const ListedFixture*> left;
        for (const ListedFixture* listed : waiting) {
            const auto parent = ids_.find(listed->parent);
            if (parent == ids_.end()) {
                left.push_back(listed);
            } else if (Status status = place_fixture(*listed, parent->second); !status.ok()) {
                return status;
            }
        }
        waiting = std::move(left);
        return ok_status();
    }

    Status place_fixture(const ListedFixture& listed, FixtureId parent) {
        if (!is_name(listed.name)) {
            return Error{"it has a fixture whose name is empty or holds a control character; rename it"};
        }
        const FixtureScope outer = fixtures_[parent - plan_.fixtures.size()].scope;
        const FixtureScope scope = listed.follows ? std::max(listed.scope, outer) : listed.scope;
        if (scope < outer) {
            return Error{fmt::format("the scope of its fixture \"{}\" is wider than that of {}; make it as narrow",
                                     listed.name,
                                     listed.parent.empty() ? "the group's FIXTURE" : "its parent " + listed.parent)};
        }
        const auto id = static_cast<FixtureId>(plan_.fixtures.size() + fixtures_.size());
        if (!ids_.emplace(listed.name, id).second) {
            return Error{fmt::format("it has two fixtures of one name, \"{}\"; rename one", listed.name)};
        }
        PlannedFixture fixture =
            new_fixture(fmt::format("{}/{}", plan_.groups[group_].name, listed.name), {parent}, scope);
        fixture.linked_name = plan_.keep(listed.name);
        if (!listed.file.empty()) {
            fixture.source = plan_.keep(source_of(listed.file, listed.line));
        }
        return add_fixture(std::move(fixture));
    }

    // Returns the fixture of the program in which another one is nested; kNone: it is the program itself.
    FixtureId outer_of(FixtureId fixture) const {
        const PlannedFixture& one = fixtures_[fixture - plan_.fixtures.size()];
        return one.linked_name.empty() ? kNone : one.parents.front();
    }

    // Returns the fixtures that cases require, in the order of the cases, except that all that require the same fixture
    // follow each other. A unit then sets up each fixture once and tears down none that is still required.
    std::vector<FixtureId> fixtures_in_order() const {
        std::map<FixtureId, std::size_t> own;    // The first case that requires the fixture as its innermost.
        std::map<FixtureId, std::size_t> first;  // The first case that requires the fixture at all.
        for (std::size_t i = 0; i < listing_.cases.size(); ++i) {
            FixtureId fixture = ids_.at(listing_.cases[i].fixture);
            if (own.emplace(fixture, i).second) {
                for (; fixture != kNone; fixture = outer_of(fixture)) {
                    first.emplace(fixture, i);
                }
            }
        }
        std::map<std::vector<std::size_t>, FixtureId> by_path;
        for (const auto& [fixture, at] : own) {
            std::vector<std::size_t> path{at};
            for (FixtureId below = fixture; below != kNone; below = outer_of(below)) {
                path.insert(path.begin(), first.at(below));
            }
            by_path.emplace(std::move(path), fixture);
        }
        std::vector<FixtureId> order;
        order.reserve(by_path.size());
        for (const auto& [path, fixture] : by_path) {
            order.push_back(fixture);
        }
        return order;
    }

    // Makes a group for each fixture that cases require as their innermost.
    void split_group() {
        const Group original = plan_.groups[group_];
        const GroupId pool = original.pool == kNone ? group_ : original.pool;
        for (const FixtureId fixture : order_) {
            GroupId id = group_;
            if (!groups_.empty()) {
                id = static_cast<GroupId>(plan_.groups.size());
                plan_.groups.push_back(original);
                plan_.groups[id].pool = pool;
                plan_.groups[group_].pool = pool;
            }
            plan_.groups[id].fixtures = {fixture};
            groups_.emplace(fixture, id);
        }
    }

    void add_task(const ListedCase& listed, const std::string& name) {
        Task task;
        TaskOptions options;
        task.group = listing_.linked ? groups_.at(ids_.at(listed.fixture)) : group_;
        task.name = plan_.keep(name);
        if (listing_.linked) {
            task.test = plan_.keep(listed.test.empty() ? listed.name : listed.test);
        } else {
            task.command = plan_.groups[group_].program.command;
            for (const std::string& argument : listed.arguments) {
                task.command.push_back(plan_.keep(argument));
            }
        }
        if (!listed.file.empty()) {
            options.source = plan_.keep(source_of(listed.file, listed.line));
        }
        for (const std::string& label : listed.labels) {
            options.labels.push_back(plan_.keep(label));
        }
        options.listing_error = plan_.keep(listed.problem);
        for (const auto& [regex, matching] : matchings_) {
            apply(regex, *matching, listed, task, options);
        }
        options.disabled = options.disabled || listed.disabled;
        set_properties_of_tests(options);
        task.own_options = std::make_shared<const TaskOptions>(std::move(options));
        plan_.tasks.push_back(std::move(task));
    }

    // Of several values of a property CMake keeps the last one. Those of the case come after those of the group.
    void set_properties_of_tests(TaskOptions& options) const {
        for (const Texts& pairs : {plan_.groups[group_].tests.properties, options.ctest_properties}) {
            for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
                if (pairs[i] == "DEPENDS" || pairs[i] == "RESOURCE_GROUPS") {
                    set_test_property(plan_, options, pairs[i], pairs[i + 1]);
                } else if (pairs[i] == "FIXTURES_REQUIRED") {
                    options.foreign_fixtures = foreign_fixtures(plan_, pairs[i + 1]);
                }
            }
        }
    }

    void apply(const Regex& regex, const Matching& matching, const ListedCase& listed, Task& task,
               TaskOptions& options) const {
        const Result<bool> matches = regex.matches(listed.name);
        if (!matches.ok()) {
            options.listing_error = plan_.keep("MATCHING: " + matches.error().message);
        } else if (*matches) {
            for (const auto& [key, value] : matching.keys) {
                if (!set_case_property(plan_, options, key, value)) {
                    set_task_key(task, options, key, value);
                }
            }
        }
    }

    Plan& plan_;
    GroupId group_;
    const Listing& listing_;
    std::vector<std::pair<Regex, const Matching*>> matchings_;
    std::vector<std::string> names_;                  // The name of each case as a task.
    std::vector<PlannedFixture> fixtures_;            // The fixtures that are added, in order.
    std::unordered_map<std::string, FixtureId> ids_;  // Their ids by their names in the program.
    std::vector<FixtureId> order_;                    // The innermost fixtures of cases.
    std::map<FixtureId, GroupId> groups_;             // The group of each innermost fixture.
};

}  // namespace

Status add_listing(Plan& plan, GroupId group, const Listing& listing) {
    Addition addition(plan, group, listing);
    Status status = addition.prepare();
    if (status.ok()) {
        addition.commit();
    }
    return status;
}

void add_listing_error(Plan& plan, GroupId group, const std::string& reason) {
    TaskOptions options;
    options.listing_error = plan.keep(reason);
    options.retries = 0;
    plan.groups[group].fixtures.clear();
    plan.groups[group].names = {};
    Task task;
    task.group = group;
    task.name = "DISCOVERY_FAILED";
    task.command = plan.groups[group].program.command;
    task.own_options = std::make_shared<const TaskOptions>(std::move(options));
    plan.tasks.push_back(std::move(task));
}

}  // namespace pf
