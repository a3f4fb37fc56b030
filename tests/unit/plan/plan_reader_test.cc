#include "tool/plan/plan_reader.h"

#include <string>

#include "tests/support/catch.h"
#include "tests/unit/plan/plan_files.h"

namespace {

using pf::test::Build;
using pf::test::contains;
using pf::test::entries;
using pf::test::entry;
using pf::test::error_of;
using pf::test::index;
using pf::test::part;

std::string group_g() { return entry("group", "g"); }
std::string task_a() { return entries({{"task", "g"}, {"name", "a"}, {"arg", "true"}}); }

}  // namespace

TEST_CASE("a plan without parts is an empty plan") {
    const Build build;
    build.write("plan", index({}, "Debug"));
    const auto plan = build.read();
    REQUIRE(plan.ok());
    CHECK(plan->build_dir == build.path());
    CHECK(plan->config == "Debug");
    CHECK(plan->ctest.empty());
    CHECK(plan->tasks.empty());
}

TEST_CASE("the index names the ctest to ask where scripts of the project may set properties") {
    const Build build;
    build.write("plan",
                entries({{"parallel-fixtures-plan", "1"}, {"stamp", "s"}, {"ctest", "/bin/ctest"}, {"end", "0"}}));
    const auto plan = build.read();
    REQUIRE(error_of(plan).empty());
    CHECK(plan->ctest == "/bin/ctest");
}

TEST_CASE("the index names the source directory") {
    const Build build;
    build.write("plan", entries({{"parallel-fixtures-plan", "1"}, {"stamp", "s"}, {"source", "/src"}, {"end", "0"}}));
    const auto plan = build.read();
    REQUIRE(error_of(plan).empty());
    CHECK(plan->source_dir == "/src");
}

TEST_CASE("parts are read in order into one plan") {
    const Build build;
    build.write("plan", index({"part-2", "part-1"}));
    build.write("part-2", part(entries({{"fixture", "f"}, {"kind", "command"}, {"setup", "s"}}), 1));
    build.write("part-1", part(entries({{"group", "g"}, {"on", "f"}}) + task_a(), 2, "/build/below"));
    const auto plan = build.read();
    REQUIRE(error_of(plan).empty());
    CHECK(plan->groups[0].fixtures == std::vector<std::uint32_t>{0});
    CHECK(plan->groups[0].binary_dir == "/build/below");
    CHECK(plan->fixtures[0].binary_dir == "/build");
    CHECK(plan->fixtures[0].source == "/src/CMakeLists.txt");
    CHECK(plan->tasks[0].command == pf::Texts{"true"});
    CHECK(plan->tasks[0].own_options == nullptr);
}

TEST_CASE("plain tasks are lines of words") {
    const Build build;
    build.write_plan(group_g() + entry("plain", "g;a;COMMAND;/bin/true;x\ng;b b;COMMAND;p\n") + task_a() + task_a(), 5);
    CHECK(contains(error_of(build.read()), "there are two tasks \"g.a\""));
    build.write_plan(group_g() + entry("plain", "g;a;COMMAND;/bin/true;x\ng;b b;COMMAND;p\n"), 3);
    const auto plan = build.read();
    REQUIRE(error_of(plan).empty());
    REQUIRE(plan->tasks.size() == 2);
    CHECK(plan->tasks[0].command == pf::Texts{"/bin/true", "x"});
    CHECK(plan->tasks[1].name == "b b");
    for (const char* bad : {"g;a\n", "g\n", "\n", ";;;\n", "g;a;COMMAND\n", "g;a;COMMAND;\n", "g;;COMMAND;x\n",
                            "g;a;command;x\n", "h;a;COMMAND;x\n", "g;a;COMMAND;x\n\n"}) {
        INFO(bad);
        build.write_plan(group_g() + entry("plain", bad), 2);
        CHECK_FALSE(build.read().ok());
    }
}

TEST_CASE("tasks of another directory or file than the group's say so, and share it") {
    const Build build;
    build.write("plan", index({"part-1", "part-2"}));
    build.write("part-1", part(group_g(), 1));
    build.write("part-2", part(entry("plain", "g;a;COMMAND;x\ng;b;COMMAND;x\n") + entry("from", "/src/more.cmake") +
                                   entries({{"task", "g"}, {"name", "c"}, {"arg", "x"}, {"cwd", "data"}}),
                               3, "/build/below"));
    const auto plan = build.read();
    REQUIRE(error_of(plan).empty());
    CHECK(plan->tasks[0].own_options == plan->tasks[1].own_options);
    CHECK(plan->binary_dir(0) == "/build/below");
    CHECK(plan->source(0) == "/src/CMakeLists.txt");
    CHECK(plan->source(2) == "/src/more.cmake");
    CHECK(plan->tasks[2].options().working_directory == "/build/below/data");
}

TEST_CASE("a first word that is a target becomes what the part says, in that part") {
    const Build build;
    build.write("plan", index({"part-1", "part-2"}));
    build.write("part-1",
                part(entries({{"target", "tool"}, {"arg", "/emu"}, {"arg", ""}, {"arg", "/tool"}, {"target", "lib"}}) +
                         group_g() + entry("plain", "g;a;COMMAND;tool;tool\ng;b;COMMAND;lib\n"),
                     3));
    build.write("part-2", part(entries({{"task", "g"}, {"name", "c"}, {"arg", "tool"}}), 1));
    const auto plan = build.read();
    REQUIRE(error_of(plan).empty());
    CHECK(plan->tasks[0].command == pf::Texts{"/emu", "", "/tool", "tool"});
    CHECK(plan->tasks[1].command == pf::Texts{"lib"});
    CHECK(plan->tasks[2].command == pf::Texts{"tool"});
}

TEST_CASE("empty values are not given, empty arguments are") {
    const Build build;
    build.write_plan(group_g() + entries({{"task", "g"},
                                          {"name", "a"},
                                          {"arg", "x"},
                                          {"arg", ""},
                                          {"timeout", ""},
                                          {"label", ""},
                                          {"env", ""},
                                          {"env_mod", ""},
                                          {"disabled", ""},
                                          {"cwd", ""}}),
                     2);
    const auto plan = build.read();
    REQUIRE(error_of(plan).empty());
    CHECK(plan->tasks[0].command == pf::Texts{"x", ""});
    CHECK(plan->tasks[0].own_options == nullptr);
}

TEST_CASE("one configuration is found without a name") {
    const Build build;
    CHECK(contains(error_of(build.read()), build.path() + " has no plan of ParallelFixtures"));
    CHECK(contains(error_of(pf::read_plan("/nonexistent", "")), "/nonexistent has no plan"));
    build.write("plan", index({}, "Debug"), "Debug");
    CHECK(build.read("").ok());
    CHECK(build.read("Debug").ok());
    CHECK(
        contains(error_of(build.read("Release")), "has the configurations Debug, and not Release; choose one with -C"));
    build.write("plan", index({}, "Release"), "Release");
    CHECK(contains(error_of(build.read()), "has the configurations Debug, Release; choose one with -C"));
    CHECK(build.read("Release")->config == "Release");
    CHECK_FALSE(build.read("../ParallelFixtures/Release").ok());
}

TEST_CASE("a build of one configuration accepts its name only, or any if it has none") {
    const Build build;
    build.write("plan", index({}, "Debug"));
    CHECK(build.read("Debug").ok());
    CHECK(contains(error_of(build.read("Release")), "is configured as Debug, not as Release"));
    build.write("plan", index({}));
    CHECK(build.read("Release").ok());
}

TEST_CASE("errors say the file, the line and what to do") {
    const Build build;
    build.write_plan(group_g() + entry("colour", "red"), 1);
    CHECK(error_of(build.read()) ==
          "cannot read the plan " + build.path() +
              "/ParallelFixtures/default/part-1: line 6: \"colour\" is not known here; the file "
              "is from another version; configure the build again with \"cmake " +
              build.path() + "\"");
    build.write("part-1", "");
    CHECK(contains(error_of(build.read()), "part-1: line 1: it does not begin as a parallel-fixtures-part"));
    std::filesystem::remove(build.path() + "/ParallelFixtures/default/part-1");
    CHECK(contains(error_of(build.read()), "part-1: "));
}

TEST_CASE("commands that follow a run are read in order, and have a limit") {
    const Build build;
    const std::string finish = entries({{"finish", "command"},
                                        {"arg", "upload"},
                                        {"arg", ""},
                                        {"timeout", "2.5"},
                                        {"required", "ON"},
                                        {"env", "A=1"},
                                        {"cwd", "below"}});
    build.write_plan(finish + entries({{"finish", "command"}, {"arg", "notify"}}), 2);
    const auto plan = build.read();
    REQUIRE(error_of(plan).empty());
    REQUIRE(plan->finishes.size() == 2);
    CHECK(plan->finishes[0].command == pf::Texts{"upload", ""});
    CHECK(plan->finishes[0].timeout == 2.5);
    CHECK(plan->finishes[0].required);
    CHECK(plan->finishes[0].environment == pf::Texts{"A=1"});
    CHECK(plan->finishes[0].working_directory == "/build/below");
    CHECK(plan->finishes[1].timeout == 60);
    CHECK_FALSE(plan->finishes[1].required);
    for (const char* limit : {"0", "x"}) {
        build.write_plan(entries({{"finish", "command"}, {"arg", "a"}, {"timeout", limit}}), 1);
        CHECK(contains(error_of(build.read()), "not a number of seconds above 0"));
    }
    build.write_plan(entries({{"finish", "command"}, {"timeout", "3"}}), 1);
    CHECK(contains(error_of(build.read()), "has no command"));
}

TEST_CASE("a task has the launcher of its group unless it has its own, and a target may be one") {
    const Build build;
    build.write_plan(entries({{"target", "tool"}, {"arg", "/bin/tool"}, {"arg", "-x"}}) +
                         entries({{"group", "g"}, {"launcher", "tool"}, {"launcher", "--"}}) + task_a() +
                         entries({{"task", "g"}, {"name", "b"}, {"launcher", "env"}, {"arg", "true"}}),
                     3);
    const auto plan = build.read();
    REQUIRE(error_of(plan).empty());
    CHECK(plan->launcher(0) == pf::Texts{"/bin/tool", "-x", "--"});
    CHECK(plan->launcher(1) == pf::Texts{"env"});
}
