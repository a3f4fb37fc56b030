// Properties that a project sets on the CTest test of a task after its declaration.
#include <csignal>
#include <string>

#include "tests/support/catch.h"
#include "tests/unit/plan/plan_files.h"
#include "tool/plan/plan_properties.h"

using pf::Text;
using pf::Texts;
using pf::test::Build;
using pf::test::contains;
using pf::test::entries;
using pf::test::error_of;
using pf::test::Fields;

namespace {

const Fields kTask{
    {"group", "g"}, {"lock", "disk"}, {"label", "slow"}, {"env", "A=1"},   {"run_serial", "ON"},        {"task", "g"},
    {"name", "t"},  {"arg", "x"},     {"env", "B=2"},    {"timeout", "5"}, {"plain", "g;u;COMMAND;x\n"}};

}  // namespace

TEST_CASE("properties of a test replace what its task and its group declare, and no other's") {
    const Build build;
    build.write_plan(entries(kTask, {{"test", "g.t"},
                                     {"ENVIRONMENT", "C=3;D=a\\;b"},
                                     {"LABELS", "parallel;g;big"},
                                     {"RESOURCE_LOCK", "tape"},
                                     {"RUN_SERIAL", "OFF"},
                                     {"WORKING_DIRECTORY", "sub"},
                                     {"TIMEOUT", "0.5"},
                                     {"TIMEOUT_SIGNAL_NAME", "SIGUSR1"},
                                     {"PASS_REGULAR_EXPRESSION", "a[;]b;c"},
                                     {"WILL_FAIL", "TRUE"},
                                     {"SKIP_RETURN_CODE", "77"}}),
                     4);
    const auto read = build.read();
    REQUIRE(error_of(read).empty());
    const pf::Plan& plan = *read;
    const pf::TaskOptions& options = plan.tasks[0].options();
    CHECK(plan.environment(0) == Texts{"C=3", "D=a;b"});
    CHECK(plan.labels(0) == Texts{"big", "g", "parallel"});
    CHECK(plan.locks(0) == Texts{"tape"});
    CHECK_FALSE(plan.run_serial(0));
    CHECK(options.working_directory == "/build/sub");
    CHECK(plan.timeout(0) == 0.5);
    CHECK(options.timeout_signal == SIGUSR1);
    CHECK(plan.timeout_grace(0) == 1);
    CHECK(options.pass_regex == Texts{"a[;]b", "c"});
    CHECK(options.will_fail);
    CHECK(options.skip_return_code == 77);
    CHECK(plan.environment(1) == Texts{"A=1"});
    CHECK(plan.locks(1) == Texts{"disk"});
    CHECK(plan.run_serial(1));
}

TEST_CASE("an empty value clears what was declared") {
    const Build build;
    build.write_plan(entries(kTask, {{"test", "g.t"}, {"ENVIRONMENT", ""}, {"RESOURCE_LOCK", ""}, {"TIMEOUT", ""}}), 4);
    const auto plan = build.read();
    REQUIRE(error_of(plan).empty());
    CHECK(plan->environment(0).empty());
    CHECK(plan->locks(0).empty());
    CHECK(plan->timeout(0) == 0);
}

TEST_CASE("a test record names a task before it and properties that the session knows") {
    const Build build;
    build.write_plan(entries(kTask, {{"test", "g.none"}}), 4);
    CHECK(contains(error_of(build.read()), "there is no task \"g.none\" before this"));
    build.write_plan(entries(kTask, {{"test", "g.t"}, {"FIXTURES_REQUIRED", "x"}}), 4);
    CHECK(contains(error_of(build.read()), "\"FIXTURES_REQUIRED\" is not known here"));
}

TEST_CASE("lists are split as CMake splits them") {
    pf::Plan plan;
    struct {
        Text list;
        Texts items;
    } const cases[] = {
        {"", {}},
        {"a", {"a"}},
        {";a;;b;", {"a", "b"}},
        {"a\\;b;c", {"a;b", "c"}},
        {"[;];x", {"[;]", "x"}},
        {"[a;b", {"[a;b"}},
        {"a\\", {"a\\"}},
        {"\\d;\\[", {"\\d", "\\["}},
    };
    for (const auto& [list, items] : cases) {
        INFO(list);
        CHECK(pf::split_cmake_list(plan, list) == items);
    }
}

TEST_CASE("numbers and switches of CTest's properties are read as leniently as CTest reads them") {
    pf::Plan plan;
    pf::TaskOptions options;
    const auto set = [&](Text name, Text value) { return pf::set_test_property(plan, options, name, value); };
    CHECK(set("TIMEOUT", "2s"));
    CHECK(options.timeout == 2);
    CHECK(set("TIMEOUT", "-1"));
    CHECK(options.timeout == 0);
    CHECK(set("PROCESSORS", "none"));
    CHECK(options.processors == 1);
    CHECK(set("WILL_FAIL", "perhaps"));
    CHECK_FALSE(options.will_fail);
    CHECK(set("WILL_FAIL", "2"));
    CHECK(options.will_fail);
    CHECK(set("SKIP_RETURN_CODE", "300"));
    CHECK_FALSE(options.skip_return_code.has_value());
    CHECK(set("TIMEOUT_SIGNAL_GRACE_PERIOD", "100"));
    CHECK(options.timeout_grace == 60);
    CHECK_FALSE(set("ATTACHED_FILES", "x"));
}
