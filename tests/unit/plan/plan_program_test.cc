#include <string>

#include "tests/support/catch.h"
#include "tests/unit/plan/plan_files.h"
#include "tool/plan/plan_reader.h"

using pf::test::Build;
using pf::test::contains;
using pf::test::entries;
using pf::test::error_of;
using pf::test::Fields;

namespace {

const Fields kProgram{{"group", "g"}, {"program", "emu"}, {"program", ""}, {"program", "/p"}, {"program_file", "/p"}};

}  // namespace

TEST_CASE("a group's program has every word of its command, also empty ones") {
    const Build build;
    build.write_plan(entries(kProgram, {{"framework", "doctest"},
                                        {"filter", "a,b"},
                                        {"reuse", "0"},
                                        {"allow_threads", "ON"},
                                        {"huge_pages", "OFF"},
                                        {"discovery_timeout", "0.5"}}),
                     1);
    const auto plan = build.read();
    REQUIRE(error_of(plan).empty());
    const pf::TestProgram& program = plan->groups[0].program;
    CHECK(program.command == pf::Texts{"emu", "", "/p"});
    CHECK(program.file == "/p");
    CHECK(program.framework == "doctest");
    CHECK(program.filter == "a,b");
    CHECK(program.reuse == 0);
    CHECK(program.allow_threads);
    CHECK_FALSE(program.huge_pages);
    CHECK(program.discovery_timeout == 0.5);
}

TEST_CASE("a program that says no more has the defaults, and auto is no framework") {
    const Build build;
    build.write_plan(entries(kProgram, {{"framework", "auto"}}), 1);
    const auto plan = build.read();
    REQUIRE(error_of(plan).empty());
    CHECK(plan->groups[0].program.framework.empty());
    CHECK(plan->groups[0].program.reuse == 1);
    CHECK_FALSE(plan->groups[0].program.allow_threads);
    CHECK(plan->groups[0].program.huge_pages);
    CHECK(plan->groups[0].program.discovery_timeout == 60);
}

TEST_CASE("what is set for matching cases keeps its order") {
    const Build build;
    build.write_plan(
        entries(kProgram, {{"matching", "g"}, {"pattern", "^a"}, {"timeout", "3"}, {"label", "x"}, {"label", "y"}}), 2);
    const auto plan = build.read();
    REQUIRE(error_of(plan).empty());
    REQUIRE(plan->matchings.size() == 1);
    CHECK(plan->matchings[0].group == 0);
    CHECK(plan->matchings[0].pattern == "^a");
    CHECK(plan->matchings[0].keys ==
          std::vector<std::pair<pf::Text, pf::Text>>{{"timeout", "3"}, {"label", "x"}, {"label", "y"}});
}

TEST_CASE("groups of one shared name are one pool, and are called by both names") {
    const Build build;
    const auto group = [](const char* name, const char* shared) {
        return entries({{"group", name}, {"program", "/p"}, {"program_file", "/p"}, {"shared_name", shared}});
    };
    build.write_plan(group("alone", "") + group("unit.a", "unit") + group("own.a", "own") + group("unit.b", "unit"), 4);
    const auto plan = build.read();
    REQUIRE(plan.ok());
    CHECK(plan->groups[0].pool == pf::kNone);
    CHECK(plan->groups[1].pool == 1);
    CHECK(plan->groups[2].pool == 2);
    CHECK(plan->groups[3].pool == 1);
    CHECK(plan->groups_called("unit") == std::vector<pf::GroupId>{1, 3});
    CHECK(plan->groups_called("unit.b") == std::vector<pf::GroupId>{3});
    CHECK(plan->share_workers(1, 3));
    CHECK_FALSE(plan->share_workers(1, 2));
    CHECK_FALSE(plan->share_workers(0, 2));
    CHECK(plan->share_workers(0, 0));
    CHECK_FALSE(plan->groups[0].is_called(""));
}

TEST_CASE("programs and matchings that contradict themselves are refused by name") {
    const std::pair<Fields, const char*> mistakes[] = {
        {{{"group", "g"}, {"program", "p"}}, "the program of the group \"g\" has no absolute file"},
        {{{"group", "g"}, {"program", "p"}, {"program_file", "p"}}, "has no absolute file"},
        {{{"group", "g"}, {"program_file", "/p"}}, "the program of the group \"g\" has no"},
        {{{"group", "g"}, {"framework", "gtest"}}, "the program of the group \"g\" has no"},
        {{{"group", "g"}, {"framework", "boost"}}, "not auto, gtest, catch2, doctest, boost_test or qt_test"},
        {{{"group", "g"}, {"reuse", "-1"}}, "\"reuse\" of the group \"g\" is \"-1\", not a whole number"},
        {{{"group", "g"}, {"matching", "g"}, {"pattern", "a"}}, "the group \"g\" has no program"},
        {{{"matching", "g"}}, "there is no group \"g\" before this"},
        {{{"group", "g"}, {"matching", "g"}, {"arg", "x"}}, "\"arg\" is not known here"},
        {{{"group", "g"}, {"matching", "g"}, {"timeout", "x"}}, "\"timeout\" of the cases of \"g\" is \"x\", not"},
        {{{"group", "g"}, {"program", "/p"}, {"program_file", "/p"}, {"task", "g"}, {"name", "a"}, {"arg", "x"}},
         "the task \"g.a\" is in a group that has a program"},
    };
    const Build build;
    for (const auto& [fields, message] : mistakes) {
        INFO(message);
        build.write_plan(entries(fields), 2);
        CHECK(contains(error_of(build.read()), message));
    }
}
