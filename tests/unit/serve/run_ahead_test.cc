// Tests which tasks may run ahead, given a plan and the test list of ctest.
#include "tool/serve/run_ahead.h"

#include "tests/support/catch.h"

using namespace pf;
using Words = std::vector<std::string>;
using Ids = std::vector<std::string>;

namespace {

// A plan whose group "g" has the tasks "one" and "two" and requires the fixture "db", and the list that ctest makes of
// the tests that the CMake module declares for it.
struct Listed {
    Listed() {
        plan.build_dir = "/build";
        plan.folder = "/build/ParallelFixtures/default";
        PlannedFixture& db = plan.fixtures.emplace_back();
        db.name = "db";
        Group& group = plan.groups.emplace_back();
        group.name = "g";
        group.fixtures = {0};
        group.binary_dir = "/build";
        group.tests.session = true;
        set_up = add("db.setup", {"/helper", "session", "set-up", "/build", "--name", "db", "--"});
        set_up->properties["FIXTURES_SETUP"] = {"F.db"};
        add_task("one");
        add_task("two");
        ListedTest* down = add("db.teardown", {"/helper", "session", "tear-down", "/build", "--name", "db", "--"});
        down->properties["FIXTURES_CLEANUP"] = {"F.db"};
        down->properties["DEPENDS"] = {"g.one", "g.two", "db.setup"};
    }

    ListedTest* add(const std::string& name, const Words& command) {
        tests.reserve(10);  // Pointers stay valid.
        ListedTest& test = tests.emplace_back();
        test.name = name;
        test.command = command;
        test.properties["WORKING_DIRECTORY"] = {"/build"};
        return &test;
    }

    void add_task(const std::string& name) {
        Task& task = plan.tasks.emplace_back();
        task.group = 0;
        task.name = plan.keep(name);
        ListedTest* test = add("g." + name, {"/client", plan.folder, "g." + name, "--"});
        test->properties["FIXTURES_REQUIRED"] = {"F.db"};
        test->properties["DEPENDS"] = {"db.setup"};
        test->properties["LABELS"] = {"g", "parallel"};
    }

    ListedTest& one() { return tests[1]; }

    Ids certain() {
        Ids ids;
        for (const EligibleTask& task : eligible_tasks(plan, tests)) {
            ids.push_back(plan.task_id(task.task));
        }
        return ids;
    }

    Plan plan;
    std::vector<ListedTest> tests;
    ListedTest* set_up = nullptr;
};

const Ids kBoth{"g.one", "g.two"};
const Ids kOther{"g.two"};

}  // namespace

TEST_CASE("tasks whose tests are unchanged may run ahead") {
    Listed listed;
    CHECK(listed.certain() == kBoth);
    SECTION("also those of a linked program") {
        listed.plan.tasks[0].test = "a test";
        listed.one().command = {"/program", "--pf-task", listed.plan.folder, "g.one", "a test"};
        CHECK(listed.certain() == kBoth);
    }
}

TEST_CASE("properties that ctest evaluates after the test do not prevent running ahead") {
    Listed listed;
    for (const char* property : {"PASS_REGULAR_EXPRESSION", "FAIL_REGULAR_EXPRESSION", "SKIP_REGULAR_EXPRESSION",
                                 "SKIP_RETURN_CODE", "WILL_FAIL", "COST", "MEASUREMENT", "ATTACHED_FILES"}) {
        listed.one().properties[property] = {"1"};
    }
    CHECK(listed.certain() == kBoth);
}

TEST_CASE("properties about when, where or whether a test runs prevent running ahead") {
    Listed listed;
    const auto [property, value] = GENERATE(table<std::string, Words>({{"DISABLED", {"true"}},
                                                                       {"RESOURCE_LOCK", {"l"}},
                                                                       {"RESOURCE_GROUPS", {"{}"}},
                                                                       {"PROCESSOR_AFFINITY", {"true"}},
                                                                       {"DEPENDS", {"db.setup", "g.two"}},
                                                                       {"DEPENDS", {"plain"}},
                                                                       {"FIXTURES_SETUP", {"X"}},
                                                                       {"FIXTURES_CLEANUP", {"X"}},
                                                                       {"REQUIRED_FILES", {"/no/such/file"}},
                                                                       {"REQUIRED_FILES", {"relative"}},
                                                                       {"WORKING_DIRECTORY", {"/"}},
                                                                       {"TIMEOUT", {"5"}},
                                                                       {"TIMEOUT_AFTER_MATCH", {"5", "begun"}},
                                                                       {"GENERATED_RESOURCE_SPEC_FILE", {"/f"}},
                                                                       {"OF_A_LATER_CMAKE", {"1"}}}));
    CAPTURE(property, value);
    listed.one().properties[property] = value;
    CHECK(listed.certain() == kOther);
}

TEST_CASE("a TIMEOUT of ctest that is longer than the task's own does not prevent running ahead") {
    Listed listed;
    listed.plan.groups[0].timeout = 10;
    listed.plan.groups[0].retries = 1;
    listed.tests[2].properties["TIMEOUT"] = {"10000000"};
    for (const auto& [seconds, certain] : std::vector<std::pair<std::string, Ids>>{
             {"0", kBoth}, {"22", kBoth}, {"20.5", kBoth}, {"20", kOther}, {"11", kOther}}) {
        CAPTURE(seconds);
        listed.one().properties["TIMEOUT"] = {seconds};
        CHECK(listed.certain() == certain);
    }
}

TEST_CASE("no task may run ahead if any test must run alone") {
    Listed listed;
    const auto [property, value] =
        GENERATE(table<std::string, Words>({{"RUN_SERIAL", {"true"}}, {"PROCESSORS", {"2"}}}));
    const bool plain = GENERATE(true, false);
    ListedTest& test = plain ? *listed.add("plain", {"/bin/true"}) : listed.one();
    test.properties[property] = value;
    CHECK(listed.certain().empty());
    test.properties["DISABLED"] = {"true"};
    CHECK(listed.certain() == (plain ? kBoth : kOther));
}

TEST_CASE("other tests that set up its fixture or depend on it prevent a task from running ahead") {
    Listed listed;
    ListedTest& plain = *listed.add("plain", {"/bin/true"});
    CHECK(listed.certain() == kBoth);
    plain.properties["RESOURCE_LOCK"] = {"l"};
    plain.properties["FIXTURES_REQUIRED"] = {"F.db"};
    CHECK(listed.certain() == kBoth);
    SECTION("depends") {
        plain.properties["DEPENDS"] = {"g.one"};
        CHECK(listed.certain() == kOther);
    }
    SECTION("set-up or cleanup") {
        plain.properties[GENERATE("FIXTURES_SETUP", "FIXTURES_CLEANUP")] = {"F.db"};
        CHECK(listed.certain().empty());
    }
}

TEST_CASE("a test of the project, or with an ambiguous name, does not let a task run ahead") {
    Listed listed;
    SECTION("another command") { listed.one().command = {"/bin/true"}; }
    SECTION("the test of another build") {
        listed.one().command = {"/client", "/other/ParallelFixtures/default", "g.one", "--"};
    }
    SECTION("a program that is not there") { listed.one().command.clear(); }
    SECTION("two of the name") { listed.add("g.one", {"/bin/true"}); }
    CHECK(listed.certain() == kOther);
}

TEST_CASE("tasks may run ahead only if the plan permits it") {
    Listed listed;
    TaskOptions options;
    SECTION("RUN_AHEAD OFF") {
        listed.plan.groups[0].tests.ahead = false;
        CHECK(listed.certain().empty());
        return;
    }
    SECTION("a generator") { options.generator = true; }
    SECTION("disabled") { options.disabled = true; }
    SECTION("a program that could not be listed") { options.listing_error = "why"; }
    listed.plan.tasks[0].own_options = std::make_shared<const TaskOptions>(options);
    CHECK(listed.certain() == kOther);
}

TEST_CASE("a task that runs ahead has the variables that its test will have") {
    ListedTest test;
    test.properties["ENVIRONMENT"] = {"A=1", "B", "C=x"};
    test.properties["ENVIRONMENT_MODIFICATION"] = {"C=string_append:y", "D=unset:"};
    const auto variables = applied(environment_of(test), {"A=0", "B=0", "D=0", "E=0"});
    REQUIRE(variables);
    CHECK(*variables == Words{"A=1", "C=xy", "E=0"});
    CHECK_FALSE(applied({{}, {"A=nonsense:1"}}, {}));
}
