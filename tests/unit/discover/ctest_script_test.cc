#include "tool/discover/ctest_script.h"

#include <memory>

#include "runtime/task_client.h"
#include "tests/support/catch.h"

using namespace pf;

namespace {

// A plan with the group "g", which has a program that is not linked and one task.
Plan plan_with(const std::string& name) {
    Plan plan;
    plan.stamp = "0123456789abcdef";
    plan.groups.resize(2);
    plan.groups[0].name = "other";
    plan.groups[1].name = "g";
    plan.groups[1].binary_dir = "/build";
    plan.groups[1].program.command = {"/p"};
    Task task;
    task.group = 1;
    task.name = plan.keep(name);
    plan.tasks.push_back(task);
    return plan;
}

TaskOptions& options_of(Plan& plan) {
    auto options = std::make_shared<TaskOptions>();
    plan.tasks[0].own_options = options;
    return *options;
}

std::string token_in(const std::string& script) {
    const std::string before = "PARALLEL_FIXTURES_SKIPPED[(]";
    const std::size_t begin = script.find(before) + before.size();
    return script.substr(begin, script.find('[', begin) - begin);
}

std::string script_of(const Plan& plan) {
    return ctest_script(plan, 1, {"/helper", {"/client", "/folder"}, "/folder"});
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a test calls the client for commands with the task's id") {
    const std::string script = script_of(plan_with("t"));
    const std::string token = token_in(script);
    CHECK(token.size() == 32);
    CHECK(has(script, "add_test([[g.t]] [[/client]] [[/folder]] [[g.t]] [[--token]] [[" + token + "]] [[--]])\n"));
    CHECK_FALSE(has(script, "WORKING_DIRECTORY"));
    CHECK(has(script, "LABELS [[g;parallel]]"));
    CHECK_FALSE(has(script, "TIMEOUT"));
}

TEST_CASE("the script lists its tests but for names that a list cannot hold") {
    Plan plan = plan_with("t");
    for (const char* name : {"u;v", "w[0]"}) {
        Task task = plan.tasks[0];
        task.name = name;
        plan.tasks.push_back(task);
    }
    CHECK(has(script_of(plan), "set(__pf_tests [[g.t;g.u\\;v]])\n"));
}

TEST_CASE("a test of a linked program calls the program, and says when CTest ends it") {
    Plan plan = plan_with("t");
    plan.fixtures.resize(2);
    plan.fixtures[0].name = "db";
    plan.fixtures[1].kind = FixtureKind::linked;
    plan.fixtures[1].program = 1;
    plan.groups[1].fixtures = {1};
    plan.groups[1].program.command = {"/emu", "/p", "--x"};
    plan.tasks[0].test = plan.tasks[0].name;
    CHECK(has(script_of(plan), "[[/emu]] [[/p]] [[--x]] [[--parallel-fixtures-task=token:" + token_in(script_of(plan)) +
                                   "]] [[/folder]] [[g.t]] [[t]])\n"));
    plan.fixtures[1].parents = {0};
    plan.groups[1].tests.fixtures = {"own", "g"};
    plan.groups[1].tests.has_setup = plan.groups[1].tests.has_teardown = true;
    plan.groups[1].timeout = 2.5;
    plan.groups[1].retries = 1;
    const std::string script = script_of(plan);
    CHECK(has(script, ",ends-after:13]] [[/folder]]"));
    CHECK(has(script, " TIMEOUT [[13]]"));
    CHECK_FALSE(has(script, "TIMEOUT_AFTER_MATCH"));
}

TEST_CASE("a test that may wait ends at a mark of its own, and at no time") {
    Plan plan = plan_with("t");
    plan.groups[1].timeout = 2;
    const auto ends_at_mark = [&] {
        const std::string script = script_of(plan);
        return has(script, " TIMEOUT [[10000000]] TIMEOUT_AFTER_MATCH [=[0.05;PARALLEL_FIXTURES_TIMED_OUT[(]" +
                               token_in(script) + "[)]]=]") &&
               !has(script, "--ends-after");
    };
    CHECK_FALSE(ends_at_mark());
    SECTION("for one of the group's workers") {
        plan.groups[1].workers = 2;
        CHECK(ends_at_mark());
    }
    SECTION("for a set-up of its worker") {
        plan.fixtures.resize(1);
        plan.fixtures[0].scope = FixtureScope::worker;
        plan.groups[1].fixtures = {0};
        CHECK(ends_at_mark());
    }
    SECTION("for the start of its program, which has no test for it") {
        plan.fixtures.resize(1);
        plan.fixtures[0].kind = FixtureKind::linked;
        plan.groups[1].fixtures = {0};
        CHECK(ends_at_mark());
        plan.groups[1].tests.fixtures = {"own"};
        plan.groups[1].tests.has_setup = true;
        CHECK_FALSE(ends_at_mark());
    }
    SECTION("for the set-up of its suite") {
        plan.fixtures.resize(2);
        plan.fixtures[0].kind = FixtureKind::linked;
        plan.fixtures[1].kind = FixtureKind::linked;
        plan.fixtures[1].parents = {0};
        plan.groups[1].fixtures = {1};
        CHECK(ends_at_mark());
    }
}

TEST_CASE("only a program that needs them has tests for its set-up and its teardown") {
    Plan plan = plan_with("t");
    plan.build_dir = "/build";
    plan.groups[1].tests.fixtures = {"own", "g"};
    plan.groups[1].tests.required = {"db"};
    plan.groups[1].tests.declared = "/src/CMakeLists.txt:7";
    plan.groups[1].tests.has_lines = true;
    CHECK_FALSE(has(script_of(plan), "session"));
    CHECK(has(script_of(plan), "FIXTURES_REQUIRED [[db]]"));
    plan.groups[1].tests.has_teardown = true;
    const std::string ends = script_of(plan);
    CHECK_FALSE(has(ends, "g.setup"));
    CHECK(has(ends, "FIXTURES_REQUIRED [[db;own]]"));
    CHECK(has(ends,
              "add_test([[g.teardown]] [[/helper]] [[session]] [[tear-down]] [[/build]] [[--name]] [[g]] [[--token]]"));
    CHECK(has(ends, " FIXTURES_CLEANUP [[own;g]] FIXTURES_REQUIRED [[db]]"));
    CHECK(has(ends, " DEF_SOURCE_LINE [[/src/CMakeLists.txt:7]])"));
    plan.groups[1].tests.has_setup = true;
    plan.config = "Debug";
    const std::string both = script_of(plan);
    CHECK(has(both,
              "add_test([[g.setup]] ${__pf_not_available} [[/helper]] [[session]] [[set-up]] [[/build]] [[-C]] "
              "[[Debug]] [[--name]] [[g]]"));
    CHECK(has(both, " FIXTURES_SETUP [[own;g]] FIXTURES_REQUIRED [[db]]"));
    CHECK(has(both, "set(__pf_tests [[g.t]])\n"));
}

TEST_CASE("a test has marks of its own, which its properties and its command do not hold") {
    const std::string a = script_of(plan_with("a"));
    CHECK(token_in(a) != token_in(script_of(plan_with("b"))));
    CHECK(has(a, "SKIP_REGULAR_EXPRESSION [=[PARALLEL_FIXTURES_SKIPPED[(]" + token_in(a) + "[)]]=]"));
    CHECK_FALSE(has(a, skip_mark(token_in(a))));
}

TEST_CASE("no name ends its bracket") {
    for (const auto& [name, quoted] :
         {std::pair("a]b", "[[g.a]b]]"), std::pair("a]", "[=[g.a]]=]"), std::pair("a]]b", "[=[g.a]]b]=]"),
          std::pair("a]=", "[[g.a]=]]"), std::pair("]]]=]]==]", "[===[g.]]]=]]==]]===]")}) {
        INFO(name);
        CHECK(has(script_of(plan_with(name)), "add_test(" + std::string(quoted) + " "));
    }
}

TEST_CASE("items of lists keep their semicolons") {
    Plan plan = plan_with("t");
    TaskOptions& options = options_of(plan);
    options.labels = {"a;b"};
    options.locks = {"l", "m;n"};
    plan.groups[1].tests.required = {"one", "two"};
    plan.groups[1].tests.properties = {"ATTACHED_FILES", "x;y"};
    const std::string script = script_of(plan);
    CHECK(has(script, "LABELS [[a\\;b;g;parallel]]"));
    CHECK(has(script, "RESOURCE_LOCK [[l;m\\;n]]"));
    CHECK(has(script, "FIXTURES_REQUIRED [[one;two]]"));
    CHECK(has(script, "[[ATTACHED_FILES]] [[x;y]]"));  // The value is a list and stays as it was written.
}

TEST_CASE("a test leads to its line") {
    Plan plan = plan_with("t");
    options_of(plan).source = "/src/odd;name.cc:12";
    const std::string script = script_of(plan);
    CHECK(has(script, "_BACKTRACE_TRIPLES [[/src/odd\\;name.cc;12;add_test]]"));
    CHECK_FALSE(has(script, "DEF_SOURCE_LINE"));
    plan.groups[1].tests.has_lines = true;
    CHECK(has(script_of(plan), "DEF_SOURCE_LINE [[/src/odd;name.cc:12]]"));
}

TEST_CASE("of a program that cannot be listed the test needs no fixture and no time") {
    Plan plan = plan_with("DISCOVERY_FAILED");
    options_of(plan).listing_error = "why";
    plan.groups[1].timeout = 5;
    plan.groups[1].tests.required = {"db"};
    const std::string script = script_of(plan);
    CHECK(has(script, "[[g.DISCOVERY_FAILED]] [[--token]] "));
    CHECK_FALSE(has(script, "FIXTURES_REQUIRED"));
    CHECK_FALSE(has(script, "TIMEOUT"));
}

TEST_CASE("a test has what CTest judges it by, and its environment, but no modification of it") {
    Plan plan = plan_with("t");
    plan.groups[1].environment = {"A=1"};
    plan.groups[1].tests.properties = {"DEPENDS", "x"};
    TaskOptions& options = options_of(plan);
    options.pass_regex = {"a;b", "c"};
    options.fail_regex = {"d"};
    options.skip_regex = {"e"};
    options.skip_return_code = 77;
    options.will_fail = true;
    options.required_files = {"/f"};
    options.environment = {"B=2"};
    options.environment_modification = {"C=set:3"};
    options.timeout_signal = 10;
    options.timeout_grace = 2.5;
    options.ctest_properties = {"COST", "4"};
    const std::string script = script_of(plan);
    for (const char* part : {"PASS_REGULAR_EXPRESSION [[a\\;b;c]]", "FAIL_REGULAR_EXPRESSION [[d]]",
                             "SKIP_REGULAR_EXPRESSION [[e]]", "SKIP_RETURN_CODE [[77]]", "WILL_FAIL [[ON]]",
                             "REQUIRED_FILES [[/f]]", " ENVIRONMENT [[A=1;B=2]]", "TIMEOUT_SIGNAL_NAME [[SIGUSR1]]",
                             "TIMEOUT_SIGNAL_GRACE_PERIOD [[2.5]]", "[[DEPENDS]] [[x]]", "[[COST]] [[4]]"}) {
        INFO(part);
        CHECK(has(script, part));
    }
    CHECK_FALSE(has(script, "ENVIRONMENT_MODIFICATION"));
}
