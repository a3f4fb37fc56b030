// Tests that properties which scripts of the project set on the tests of cases are applied to the plan.
#include "tool/serve/script_properties.h"

#include "tests/support/catch.h"

using namespace pf;
using Values = std::vector<std::string>;

namespace {

// A plan with the case "g.one", and its test as the script of this tool declares it.
struct Amended {
    Amended() {
        Group& group = plan.groups.emplace_back();
        group.name = "g";
        group.binary_dir = "/build/sub";
        Task& task = plan.tasks.emplace_back();
        task.group = 0;
        task.name = "one";
        ListedTest& test = own.emplace_back();
        test.name = "g.one";
        test.command = {"/client", "g.one"};
        test.properties["LABELS"] = {"g", "parallel"};
        test.properties["SKIP_REGULAR_EXPRESSION"] = {"our own"};
        test.properties["WORKING_DIRECTORY"] = {"/where/the/script/was/read"};
        test.properties["TIMEOUT"] = {"11"};
    }

    const TaskOptions& with(const std::string& property, const Values& values, Modifier modifier = Modifier::session) {
        std::vector<ListedTest> tests = own;
        tests.front().properties["WORKING_DIRECTORY"] = {"/build/sub"};
        tests.front().properties[property] = values;
        apply_script_properties(plan, own, tests, modifier);
        return plan.tasks[0].options();
    }

    Plan plan;
    std::vector<ListedTest> own;
};

}  // namespace

TEST_CASE("a test that no script changed does not change its task") {
    Amended amended;
    std::vector<ListedTest> tests = amended.own;
    tests.front().properties["WORKING_DIRECTORY"] = {"/build/sub"};
    apply_script_properties(amended.plan, amended.own, tests, Modifier::session);
    CHECK(amended.plan.tasks[0].own_options == nullptr);
    amended.own.front().command = {"/another"};
    CHECK(amended.with("LABELS", {"x"}).labels == Texts{"x"});
}

TEST_CASE("a case gets the properties that a script set on its test") {
    Amended amended;
    CHECK(amended.with("DISABLED", {"true"}).disabled);
    CHECK(amended.with("WILL_FAIL", {"true"}).will_fail);
    CHECK(amended.with("ENVIRONMENT", {"A=1", "B=2"}).environment == Texts{"A=1", "B=2"});
    CHECK(amended.with("PASS_REGULAR_EXPRESSION", {"p"}).pass_regex == Texts{"p"});
    CHECK(amended.with("FAIL_REGULAR_EXPRESSION", {"f"}).fail_regex == Texts{"f"});
    CHECK(amended.with("SKIP_REGULAR_EXPRESSION", {"our own", "s"}).skip_regex == Texts{"s"});
    CHECK(amended.with("SKIP_RETURN_CODE", {"77"}).skip_return_code == 77);
    CHECK(amended.with("REQUIRED_FILES", {"/f"}).required_files == Texts{"/f"});
    CHECK(amended.with("RESOURCE_LOCK", {"l"}).locks == Texts{"l"});
    CHECK(amended.with("RUN_SERIAL", {"true"}).run_serial);
    CHECK(amended.with("PROCESSORS", {"4"}).processors == 4);
    CHECK(amended.with("COST", {"2.5"}).cost == 2.5);
    CHECK(amended.with("LABELS", {"manual"}).labels == Texts{"manual"});
    CHECK(amended.with("TIMEOUT", {"2.5"}).timeout == 2.5);
    CHECK(amended.with("TIMEOUT", {"0"}).timeout == 0);
    CHECK(amended.with("TIMEOUT", {}).timeout == 0);
    CHECK(amended.with("WORKING_DIRECTORY", {"/other"}).working_directory == "/other");
    CHECK(amended.with("WORKING_DIRECTORY", {"data"}).working_directory == "/build/sub/data");
    CHECK(amended.with("FIXTURES_REQUIRED", {"data"}).listing_error.empty());
}

TEST_CASE("ENVIRONMENT_MODIFICATION is applied once") {
    Amended amended;
    CHECK(amended.with("ENVIRONMENT_MODIFICATION", {"A=set:1"}, Modifier::ctest).environment_modification.empty());
    CHECK(amended.with("ENVIRONMENT_MODIFICATION", {"A=set:1"}).environment_modification == Texts{"A=set:1"});
    amended.with("ENVIRONMENT", {"A=0"});
    CHECK(amended.with("ENVIRONMENT_MODIFICATION", {"A=set:1", "B=set:1"}, Modifier::ctest).environment_modification ==
          Texts{"A=set:1"});
}

TEST_CASE("a case with TIMEOUT_AFTER_MATCH fails with an explanation") {
    Amended amended;
    CHECK_THAT(std::string(amended.with("TIMEOUT_AFTER_MATCH", {"3", "go"}).listing_error),
               Catch::Contains("TIMEOUT_AFTER_MATCH"));
}
