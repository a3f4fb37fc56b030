// Properties of CTest tests in the CTestTestfile.cmake files that CMake generates.
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/support/catch.h"
#include "tests/unit/plan/plan_files.h"
#include "tool/plan/test_file.h"

using pf::Texts;
using pf::test::Build;
using pf::test::contains;
using pf::test::entries;
using pf::test::error_of;
using pf::test::Fields;

namespace {

const std::string kMark = "PARALLEL_FIXTURES_SKIPPED[(]0123456789abcdef0123456789abcdef[)]";

// A build with the tasks g.t and g.u, whose tests the file `tests` of the binary directory declares.
struct Tested {
    explicit Tested(const std::string& tests, const std::string& config = "", const Fields& more = {}) {
        const Fields records{{"group", "g"},          {"lock", "disk"}, {"label", "slow"}, {"env", "A=1"},
                             {"tests_session", "ON"}, {"task", "g"},    {"name", "t"},     {"arg", "/bin/x"},
                             {"env", "B=2"},          {"task", "g"},    {"name", "u"},     {"arg", "/bin/x"},
                             {"timeout", "5"}};
        build.write("plan", pf::test::index({"part-1"}, config));
        build.write("part-1", pf::test::part(entries(records, more), 3, build.path()));
        std::ofstream(file(), std::ios::binary) << tests;
    }

    [[nodiscard]] std::string file() const { return build.path() + "/CTestTestfile.cmake"; }

    Build build;
};

// The properties that the module sets on the test of g.t.
std::string as_declared(const Tested& tested) {
    return "LABELS \"parallel;g;slow\" REQUIRED_FILES \"/bin/x\" RESOURCE_LOCK \"disk\" ENVIRONMENT \"A=1;B=2\" "
           "WORKING_DIRECTORY \"" +
           tested.build.path() + "\" SKIP_REGULAR_EXPRESSION \"" + kMark +
           "\" _BACKTRACE_TRIPLES \"/src/CMakeLists.txt;8;add_test;;;\"";
}

}  // namespace

TEST_CASE("a test as the module has added it changes nothing of its task") {
    Tested tested("");
    std::ofstream(tested.file())
        << "add_test([=[g.t]=] \"/bin/client\" \"--\")\nset_tests_properties([=[g.t]=] PROPERTIES "
        << as_declared(tested) << ")\nsubdirs(\"below\")\n";
    const auto plan = tested.build.read();
    REQUIRE(error_of(plan).empty());
    CHECK_FALSE(plan->tasks[0].options().replaces.labels);
    CHECK_FALSE(plan->tasks[0].options().replaces.locks);
    CHECK_FALSE(plan->tasks[0].options().replaces.environment);
    CHECK(plan->tasks[0].options().required_files.empty());
    CHECK(plan->tasks[0].options().working_directory.empty());
    CHECK(plan->tasks[0].options().skip_regex.empty());
}

TEST_CASE("what differs replaces what the task and its group declare") {
    const Tested tested(
        "set_tests_properties(\"g.t\" PROPERTIES  ENVIRONMENT \"C=\\\"3\\\";D=\\$x\\\\\" LABELS \"big\" "
        "RESOURCE_LOCK \"tape\" RUN_SERIAL \"ON\" WORKING_DIRECTORY \"sub\" COST \"7\" PROCESSORS \"3\" "
        "PASS_REGULAR_EXPRESSION [==[a[;]b]==] REQUIRED_FILES \"one;two\" SKIP_RETURN_CODE \"77\" "
        "SKIP_REGULAR_EXPRESSION \"" +
        kMark + ";mine\" WILL_FAIL \"TRUE\" TIMEOUT \"9\" TIMEOUT_SIGNAL_GRACE_PERIOD \"2\")\n");
    const auto plan = tested.build.read();
    REQUIRE(error_of(plan).empty());
    const pf::TaskOptions& options = plan->tasks[0].options();
    CHECK(plan->environment(0) == Texts{"C=\"3\"", "D=$x\\"});
    CHECK(plan->labels(0) == Texts{"big"});
    CHECK(plan->locks(0) == Texts{"tape"});
    CHECK(plan->run_serial(0));
    CHECK(options.working_directory == tested.build.path() + "/sub");
    CHECK(options.cost == 7);
    CHECK(options.processors == 3);
    CHECK(options.pass_regex == Texts{"a[;]b"});
    CHECK(options.required_files == Texts{"one", "two"});
    CHECK(options.skip_return_code == 77);
    CHECK(options.skip_regex == Texts{"mine"});
    CHECK(options.will_fail);
    CHECK(options.timeout_grace == 2);
    CHECK(plan->timeout(0) == -1);  // The limit of the test is not that of the task.
    CHECK(plan->labels(1) == Texts{"g", "parallel", "slow"});
    CHECK(plan->timeout(1) == 5);
}

TEST_CASE("a task whose test has a TIMEOUT_AFTER_MATCH of the project fails and says so") {
    const Tested own(
        "set_tests_properties([=[g.t]=] PROPERTIES  TIMEOUT_AFTER_MATCH "
        "\"0.05;PARALLEL_FIXTURES_TIMED_OUT[(]0123[)]\")\n");
    const auto plan = own.build.read();
    REQUIRE(error_of(plan).empty());
    CHECK(plan->tasks[0].options().listing_error.empty());
    const Tested foreign("set_tests_properties([=[g.t]=] PROPERTIES  TIMEOUT_AFTER_MATCH \"3;GO\")\n");
    const auto other = foreign.build.read();
    REQUIRE(error_of(other).empty());
    CHECK(other->tasks[0].options().listing_error.find("TIMEOUT_AFTER_MATCH") != std::string::npos);
    CHECK(other->tasks[1].options().listing_error.empty());
}

TEST_CASE("a property that the test does not have is cleared") {
    const Tested tested("set_tests_properties([=[g.t]=] PROPERTIES  COST \"1\")\n");
    const auto plan = tested.build.read();
    REQUIRE(error_of(plan).empty());
    CHECK(plan->labels(0).empty());
    CHECK(plan->locks(0).empty());
    CHECK(plan->environment(0).empty());
}

TEST_CASE("the block of the configuration counts") {
    const std::string text =
        "if(CTEST_CONFIGURATION_TYPE MATCHES \"^([Dd][Ee][Bb][Uu][Gg])$\")\n  add_test([=[g.t]=] \"x\")\n"
        "  set_tests_properties([=[g.t]=] PROPERTIES  COST \"1\")\n"
        "elseif(CTEST_CONFIGURATION_TYPE MATCHES \"^([Rr][Ee][Ll]_[Xx]2)$\")\n"
        "  set_tests_properties([=[g.t]=] PROPERTIES  COST \"2\")\nelse()\n  add_test([=[g.t]=] NOT_AVAILABLE)\n"
        "  set_tests_properties([=[g.t]=] PROPERTIES  COST \"3\")\nendif()\n"
        "set_tests_properties([=[g.u]=] PROPERTIES  COST \"4\")\n";
    const std::string configs[] = {"Debug", "rel_X2", "Other"};
    for (std::size_t i = 0; i < 3; ++i) {
        CAPTURE(configs[i]);
        const auto plan = Tested(text, configs[i]).build.read();
        REQUIRE(error_of(plan).empty());
        CHECK(plan->tasks[0].options().cost == static_cast<double>(i + 1));
        CHECK(plan->tasks[1].options().cost == 4);
    }
}

TEST_CASE("tests of other names and tasks of a group that is one test are left alone") {
    const Tested tested(
        "set_tests_properties([=[other]=] PROPERTIES  COST \"1\")\n"
        "set_tests_properties([=[h.t]=] PROPERTIES  COST \"2\")\n",
        "", {{"group", "h"}, {"task", "h"}, {"name", "t"}, {"arg", "x"}});
    tested.build.write("part-1", pf::test::part(entries({{"group", "h"}, {"task", "h"}, {"name", "t"}, {"arg", "x"}}),
                                                2, tested.build.path()));
    const auto plan = tested.build.read();
    REQUIRE(error_of(plan).empty());
    CHECK(plan->tasks[0].options().cost == -1);
}

TEST_CASE("a file of tests that cannot be read is one clear error, and none is no error") {
    const Tested missing("");
    std::filesystem::remove(missing.file());
    CHECK(error_of(missing.build.read()).empty());
    for (const std::string text : {"\n\nset_tests_properties([=[g.t]=] PROPERTIES COST \"1", "\n\nadd_test([=[g.t]",
                                   "\n\nset_tests_properties([=[g.t]=]", "\n\nname", "\n\n()"}) {
        CAPTURE(text);
        const Tested damaged(text);
        CHECK(contains(error_of(damaged.build.read()),
                       "cannot read the tests in " + damaged.file() +
                           ": line 3 is not what CMake writes; configure the build again"));
    }
    const Tested folder("");
    std::filesystem::remove(folder.file());
    std::filesystem::create_directory(folder.file());
    CHECK(contains(error_of(folder.build.read()), "cannot read the tests in " + folder.file() + ": "));
}

TEST_CASE("DEPENDS of the test is what the task starts after") {
    const Tested tested(
        "set_tests_properties(\"g.t\" PROPERTIES DEPENDS \"g.u;plain\")\n"
        "set_tests_properties(\"g.u\" PROPERTIES LABELS \"x\")\n");
    const auto plan = tested.build.read();
    REQUIRE(error_of(plan).empty());
    CHECK(plan->tasks[0].options().depends == Texts{"g.u", "plain"});
    CHECK(plan->tasks[1].options().depends.empty());
}

TEST_CASE("RESOURCE_GROUPS of the test are those of the task, and the file names the resources of the project") {
    const Tested tested(
        "set(CTEST_RESOURCE_SPEC_FILE \"spec.json\")\n"
        "set_tests_properties(\"g.t\" PROPERTIES RESOURCE_GROUPS \"2,gpus:2;cpus:1\")\n");
    const auto plan = tested.build.read();
    REQUIRE(error_of(plan).empty());
    CHECK(plan->tasks[0].options().resource_groups == "2,gpus:2;cpus:1");
    CHECK(plan->tasks[1].options().resource_groups.empty());
    CHECK(plan->resource_spec_file == plan->build_dir + "/spec.json");
}

TEST_CASE("a CTEST_RESOURCE_SPEC_FILE with a path of its own is used as it is") {
    const Tested tested("set(CTEST_RESOURCE_SPEC_FILE \"/etc/spec.json\")\nset_tests_properties(\"g.t\" PROPERTIES)\n");
    const auto plan = tested.build.read();
    REQUIRE(error_of(plan).empty());
    CHECK(plan->resource_spec_file == "/etc/spec.json");
}

TEST_CASE("of FIXTURES_REQUIRED, those that the plan does not have are known") {
    const Tested tested(
        "set_tests_properties(\"g.t\" PROPERTIES FIXTURES_REQUIRED \"ParallelFixtures.0123abcd.db;data\")\n");
    const auto plan = tested.build.read();
    REQUIRE(error_of(plan).empty());
    CHECK(plan->tasks[0].options().foreign_fixtures == Texts{"data"});
    CHECK(plan->tasks[1].options().foreign_fixtures.empty());
}
