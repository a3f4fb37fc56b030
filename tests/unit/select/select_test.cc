#include "tool/select/select.h"

#include <string>
#include <utility>
#include <vector>

#include "tests/support/catch.h"

namespace {

using Ids = std::vector<std::string>;

pf::GroupId add_group(pf::Plan& plan, const char* name, pf::Texts labels) {
    pf::Group group;
    group.name = name;
    group.labels = std::move(labels);
    plan.groups.push_back(std::move(group));
    return static_cast<pf::GroupId>(plan.groups.size() - 1);
}

void add_task(pf::Plan& plan, pf::GroupId group, const char* name, pf::Texts labels = {}, bool generator = false,
              pf::TaskId generated_by = pf::kNone) {
    pf::Task task;
    task.group = group;
    task.name = name;
    task.command = {"true"};
    auto options = std::make_unique<pf::TaskOptions>();
    options->labels = std::move(labels);
    options->generator = generator;
    options->generated_by = generated_by;
    task.own_options = std::move(options);
    plan.tasks.push_back(std::move(task));
}

constexpr pf::TaskId kGenerator = 4;

// A plan with the tasks sql.inserts, sql.selects, sql.slow, web.get, and the generator web.make.
pf::Plan make_plan() {
    pf::Plan plan;
    const auto sql = add_group(plan, "sql", {"db"});
    const auto web = add_group(plan, "web", {});
    add_task(plan, sql, "inserts");
    add_task(plan, sql, "selects", {"quick"});
    add_task(plan, sql, "slow", {"nightly"});
    add_task(plan, web, "get", {"quick"});
    add_task(plan, web, "make", {}, true);
    return plan;
}

pf::Regex regex(const std::string& pattern) {
    auto compiled = pf::Regex::compile(pattern);
    REQUIRE(compiled.ok());
    return std::move(compiled).value();
}

pf::IndexRange range(const std::string& text) {
    auto parsed = pf::IndexRange::parse(text);
    REQUIRE(parsed.ok());
    return *parsed;
}

pf::Selection selection(const pf::SelectOptions& options, const pf::SelectHistory& history = {}) {
    auto answer = pf::select(make_plan(), options, history);
    REQUIRE(answer.ok());
    return *answer;
}

Ids selected(const pf::SelectOptions& options, const pf::SelectHistory& history = {}) {
    const pf::Plan plan = make_plan();
    Ids ids;
    for (const pf::TaskId task : selection(options, history).tasks) {
        ids.push_back(plan.task_id(task));
    }
    return ids;
}

// Returns whether web.<name>, which web.make made, joins the run.
bool joins(const pf::SelectOptions& options, const pf::SelectHistory& history, const char* name,
           const pf::Texts& labels = {}) {
    pf::Plan plan = make_plan();
    const auto chosen = pf::select(plan, options, history);
    REQUIRE(chosen.ok());
    add_task(plan, 1, name, labels, false, kGenerator);
    const auto answer =
        pf::wants_generated(plan, options, history, *chosen, static_cast<pf::TaskId>(plan.tasks.size() - 1));
    REQUIRE(answer.ok());
    return *answer;
}

}  // namespace

TEST_CASE("without options everything is selected, in order of declaration") {
    CHECK(selected({}) == Ids{"sql.inserts", "sql.selects", "sql.slow", "web.get", "web.make"});
}

TEST_CASE("-R and -E match anywhere in <group>.<name>") {
    pf::SelectOptions options;
    options.include = regex("^sql\\.");
    CHECK(selected(options) == Ids{"sql.inserts", "sql.selects", "sql.slow"});
    options.exclude = regex("s$");
    CHECK(selected(options) == Ids{"sql.slow"});
    options.include.reset();
    CHECK(selected(options) == Ids{"sql.slow", "web.get", "web.make"});
    options.include = regex("nothing");
    CHECK(selected(options).empty());
}

TEST_CASE("names select as -R with a literal; any of them may fit, and -R and -E narrow that") {
    pf::SelectOptions options;
    options.names = {"sql.s", "get"};
    CHECK(selected(options) == Ids{"sql.selects", "sql.slow", "web.get"});
    options.exclude = regex("slow");
    CHECK(selected(options) == Ids{"sql.selects", "web.get"});
    options.include = regex("^web");
    CHECK(selected(options) == Ids{"web.get"});
    options.names = {"sql.*"};
    CHECK(selected(options).empty());
    options = {};
    options.names = {"gen"};
    CHECK(joins(options, {{}, {{"web.gen1", "web.make"}}}, "gen2"));
    CHECK_FALSE(joins(options, {{}, {{"web.gen1", "web.make"}}}, "other"));
}

TEST_CASE("every -L must match some label, one of its own, its group's, the group's name or 'parallel'") {
    pf::SelectOptions options;
    options.labels.push_back(regex("^quick$"));
    CHECK(selected(options) == Ids{"sql.selects", "web.get"});
    options.labels.push_back(regex("^db$"));
    CHECK(selected(options) == Ids{"sql.selects"});
    options.labels.clear();
    options.labels.push_back(regex("^web$"));
    CHECK(selected(options) == Ids{"web.get", "web.make"});
    options.labels.push_back(regex("parallel"));
    CHECK(selected(options) == Ids{"web.get", "web.make"});
}

TEST_CASE("-LE excludes where every one of them matches some label") {
    pf::SelectOptions options;
    options.exclude_labels.push_back(regex("quick"));
    CHECK(selected(options) == Ids{"sql.inserts", "sql.slow", "web.make"});
    options.exclude_labels.push_back(regex("db"));
    CHECK(selected(options) == Ids{"sql.inserts", "sql.slow", "web.get", "web.make"});
}

TEST_CASE("-I counts what the other options let through") {
    pf::SelectOptions options;
    options.exclude = regex("inserts");
    options.range = range("1,2");
    CHECK(selected(options) == Ids{"sql.selects", "sql.slow"});
    options.groups = {"web"};
    options.range = range("2");
    CHECK(selected(options) == Ids{"web.make"});
}

TEST_CASE("--group is an exact name and may repeat") {
    pf::SelectOptions options;
    options.groups = {"we"};
    CHECK(selected(options).empty());
    options.groups = {"web", "sql"};
    CHECK(selected(options).size() == 5);
    options.groups = {"web"};
    CHECK(selected(options) == Ids{"web.get", "web.make"});
}

TEST_CASE("--group and -L take the name that the groups of several programs share") {
    pf::Plan plan = make_plan();
    plan.groups[0].shared_name = plan.groups[1].shared_name = "all";
    pf::SelectOptions options;
    options.groups = {"all"};
    CHECK(pf::select(plan, options, {})->tasks.size() == 5);
    options.groups = {"sql"};
    options.labels.push_back(regex("^all$"));
    CHECK(pf::select(plan, options, {})->tasks.size() == 3);
}

TEST_CASE("--rerun-failed takes the tasks that failed and ignores the other options but --group") {
    pf::SelectOptions options;
    options.rerun_failed = true;
    options.include = regex("nothing");
    options.exclude = regex("sql");
    options.labels.push_back(regex("nothing"));
    options.range = range("0,0,0");
    pf::SelectHistory history;
    CHECK(selected(options, history).empty());
    history.failed = {"sql.slow", "web.get", "gone.task"};
    CHECK(selected(options, history) == Ids{"sql.slow", "web.get"});
    options.groups = {"web"};
    CHECK(selected(options, history) == Ids{"web.get"});
}

TEST_CASE("a generator that matches itself brings everything it makes") {
    pf::SelectOptions options;
    options.include = regex("make");
    CHECK(selected(options) == Ids{"web.make"});
    CHECK(selection(options).whole_generators == std::vector<pf::TaskId>{kGenerator});
    CHECK(joins(options, {}, "page1"));
}

TEST_CASE("a generator is selected for what it made in an earlier run, and only that joins") {
    pf::SelectHistory history;
    history.generated_by = {{"web.page1", "web.make"}, {"web.page2", "web.make"}, {"old.x", "old.gone"}};
    pf::SelectOptions options;
    options.include = regex("^web\\.page1$");
    CHECK(selected(options, history) == Ids{"web.make"});
    CHECK(selection(options, history).whole_generators.empty());
    CHECK(joins(options, history, "page1"));
    CHECK_FALSE(joins(options, history, "page2"));

    SECTION("also with its generator's labels") {
        options.labels.push_back(regex("^web$"));
        CHECK(selected(options, history) == Ids{"web.make"});
        CHECK(joins(options, history, "page1"));
        options.exclude_labels.push_back(regex("^fresh$"));
        CHECK(joins(options, history, "page1"));
        CHECK_FALSE(joins(options, history, "page1", {"fresh"}));
    }
    SECTION("also when it failed") {
        options.rerun_failed = true;
        history.failed = {"web.page2"};
        CHECK(selected(options, history) == Ids{"web.make"});
        CHECK(joins(options, history, "page2"));
        CHECK_FALSE(joins(options, history, "page1"));
    }
    SECTION("not by number") {
        options.range = range("1");
        CHECK(selected(options, history).empty());
    }
    SECTION("not for what a generator that is gone made") {
        options.include = regex("^old");
        CHECK(selected(options, history).empty());
    }
    SECTION("not in another group") {
        options.groups = {"sql"};
        CHECK(selected(options, history).empty());
    }
}

TEST_CASE("a pattern that is given up is an error, not an empty selection") {
    pf::Plan plan = make_plan();
    const std::string name = std::string(60, 'a') + "b";
    add_task(plan, 0, name.c_str());
    pf::SelectOptions options;
    options.include = regex("^sql\\.(a|aa)+$");
    CHECK_FALSE(pf::select(plan, options, {}).ok());
}

TEST_CASE("cases that were added behind all other tasks are selected in the place of their group") {
    pf::Plan plan;
    const auto program = add_group(plan, "program", {});
    const auto last = add_group(plan, "last", {});
    const auto suite = add_group(plan, "program", {});
    plan.groups[program].pool = plan.groups[suite].pool = program;
    add_task(plan, last, "command");
    add_task(plan, suite, "one");
    add_task(plan, program, "two");
    const auto selected = pf::select(plan, {}, {});
    REQUIRE(selected.ok());
    CHECK(selected->tasks == std::vector<pf::TaskId>{1, 2, 0});
    pf::SelectOptions second;
    second.range = *pf::IndexRange::parse("2,2");
    CHECK(pf::select(plan, second, {})->tasks == std::vector<pf::TaskId>{2});
}
