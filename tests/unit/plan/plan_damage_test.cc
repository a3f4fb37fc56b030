// read_plan() returns a valid plan or an error, whatever the files contain.
#include <random>
#include <string>
#include <vector>

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

std::string records() {
    return entries({{"target", "tool"},
                    {"arg", "/opt/tool"},
                    {"fixture", "outer"},
                    {"kind", "service"},
                    {"service", "tool"},
                    {"ready_port", "auto"},
                    {"stop_signal", "sigint"},
                    {"fixture", "inner"},
                    {"parent", "outer"},
                    {"kind", "command"},
                    {"scope", "task"},
                    {"setup", "s"},
                    {"env", "A=b"},
                    {"group", "g"},
                    {"on", "inner"},
                    {"workers", "3"},
                    {"plain", "g;a;COMMAND;x\ng;b;COMMAND;tool;y\n"},
                    {"from", "/src/more.cmake"},
                    {"task", "g"},
                    {"name", "c"},
                    {"arg", "z"},
                    {"timeout", "1.5"},
                    {"env_mod", "P=set:q"}});
}

constexpr int kCount = 6;

// Checks that every reference and every number of an accepted plan is valid.
void check_plan(const pf::Plan& plan) {
    for (pf::FixtureId id = 0; id < plan.fixtures.size(); ++id) {
        const pf::PlannedFixture& fixture = plan.fixtures[id];
        for (const pf::FixtureId parent : fixture.parents) {
            REQUIRE(parent < id);
        }
        REQUIRE(fixture.setup_timeout >= 0);
        REQUIRE(fixture.binary_dir.front() == '/');
        for (const pf::FixtureId parent : fixture.parents) {
            REQUIRE(plan.fixtures[parent].scope <= fixture.scope);
        }
    }
    for (const pf::Group& group : plan.groups) {
        for (const pf::FixtureId fixture : group.fixtures) {
            REQUIRE(fixture < plan.fixtures.size());
        }
        REQUIRE(group.workers >= 0);
        REQUIRE(group.retries >= 0);
    }
    for (const pf::Task& task : plan.tasks) {
        REQUIRE(task.group < plan.groups.size());
        REQUIRE_FALSE(task.name.empty());
        REQUIRE_FALSE(task.command.empty());
        REQUIRE(task.options().processors >= 1);
    }
}

void check_reads(const Build& build) {
    const auto plan = build.read();
    if (plan.ok()) {
        check_plan(*plan);
    } else {
        REQUIRE_FALSE(plan.error().message.empty());
    }
}

}  // namespace

TEST_CASE("the undamaged plan is read") {
    const Build build;
    build.write_plan(records(), kCount);
    const auto plan = build.read();
    REQUIRE(error_of(plan).empty());
    CHECK(plan->tasks.size() == 3);
    check_plan(*plan);
}

TEST_CASE("a file cut anywhere is refused") {
    const Build build;
    build.write("plan", index({"part-1"}));
    const std::string whole = part(records(), kCount);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        INFO("cut to " << size);
        build.write("part-1", whole.substr(0, size));
        REQUIRE(contains(error_of(build.read()), "part-1"));
    }
    build.write("part-1", whole);
    const std::string plan = index({"part-1"});
    for (std::size_t size = 0; size < plan.size(); ++size) {
        INFO("cut to " << size);
        build.write("plan", plan.substr(0, size));
        REQUIRE_FALSE(build.read().ok());
    }
}

TEST_CASE("changed, missing and doubled bytes give an error or a good plan") {
    const Build build;
    const std::string files[] = {index({"part-1"}), part(records(), kCount)};
    const char* const names[] = {"plan", "part-1"};
    const std::string bytes{"\x1e\x1f\n\0;=0-9agZ\xff", 13};
    std::mt19937 random(20261123);  // NOLINT(cert-msc51-cpp,cert-msc32-c): the damage must be the same every time.
    for (int round = 0; round < 3000; ++round) {
        const std::size_t which = random() % 8 == 0 ? 0 : 1;
        std::string text = files[which];
        for (auto changes = random() % 3 + 1; changes > 0; --changes) {
            const std::size_t at = random() % text.size();
            switch (random() % 4) {
                case 0:
                    text[at] = bytes[random() % bytes.size()];
                    break;
                case 1:
                    text.erase(at, random() % 20);
                    break;
                case 2:
                    text.insert(at, text.substr(random() % text.size(), random() % 40));
                    break;
                default:
                    text.insert(at, 1, bytes[random() % bytes.size()]);
            }
        }
        INFO("round " << round);
        build.write(names[1 - which], files[1 - which]);
        build.write(names[which], text);
        check_reads(build);
    }
}

TEST_CASE("what contradicts itself is refused by name") {
    struct {
        pf::test::Fields fields;
        const char* says;
    } const cases[] = {
        {{{"fixture", "f"}, {"kind", "magic"}}, "\"kind\" of the fixture \"f\" is \"magic\", not command or service"},
        {{{"fixture", "f"}, {"kind", "service"}}, "does not have the commands of its kind"},
        {{{"fixture", "f"}, {"kind", "service"}, {"service", "x"}, {"setup", "y"}},
         "does not have the commands of its kind"},
        {{{"fixture", "f"}, {"setup_next", "ON"}, {"setup", "x"}}, "does not have the commands of its kind"},
        {{{"fixture", "f"}, {"teardown", "x"}, {"teardown_next", "ON"}}, "does not have the commands of its kind"},
        {{{"fixture", "f"}, {"service", "x"}}, "\"f\" does not have the commands of its kind"},
        {{{"fixture", "f"}, {"parent", "f"}}, "there is no fixture \"f\" before this"},
        {{{"fixture", "f"}, {"scope", "task"}, {"fixture", "h"}, {"parent", "f"}},
         "the scope of the fixture \"h\" is wider than that of its parent \"f\""},
        {{{"fixture", "f"}, {"fixture", "f"}}, "there are two fixtures \"f\""},
        {{{"fixture", ""}}, "a name is empty"},
        {{{"fixture", "a\tb"}}, "control characters"},
        {{{"fixture", "f"}, {"stop_signal", "sigfoo"}}, "is \"sigfoo\", not a signal's name"},
        {{{"fixture", "f"}, {"ready_port", "70000"}}, "not a port from 1 to 65535, or auto"},
        {{{"fixture", "f"}, {"setup_timeout", "-1"}}, "not a number of seconds"},
        {{{"fixture", "f"}, {"skip_return_code", "256"}}, "not an exit code from 0 to 255"},
        {{{"fixture", "f"}, {"env", "HOME"}}, "\"env\" of the fixture \"f\" is \"HOME\", not NAME=value"},
        {{{"fixture", "f"}, {"bindir", "relative"}}, "missing or not absolute"},
        {{{"group", "g"}, {"on", "f"}}, "there is no fixture \"f\" before this"},
        {{{"group", "g"}, {"group", "g"}}, "there are two groups \"g\""},
        {{{"group", "g"}, {"workers", "0"}}, "\"workers\" of the group \"g\" is \"0\", not a whole number from 1"},
        {{{"group", "g"}, {"dispatch", "all"}}, "not tasks or unit"},
        {{{"task", "g"}}, "there is no group \"g\" before this"},
        {{{"group", "g"}, {"task", "g"}, {"name", "t"}}, "the task \"g.t\" has no name or no command"},
        {{{"group", "g"}, {"task", "g"}, {"arg", "t"}}, "the task \"g.\" has no name or no command"},
        {{{"group", "g"}, {"task", "g"}, {"name", "t"}, {"arg", "x"}, {"disabled", "perhaps"}},
         "\"disabled\" of the task \"g.t\" is \"perhaps\", not ON or OFF"},
        {{{"arg", "x"}}, "\"arg\" is not known here"},
        {{{"target", "x"}, {"name", "y"}}, "\"name\" is not known here"},
    };
    const Build build;
    for (const auto& damaged : cases) {
        build.write_plan(entries(damaged.fields), 1);
        INFO(damaged.says);
        CHECK(contains(error_of(build.read()), damaged.says));
    }
}

TEST_CASE("other versions, other runs of cmake and other counts are refused") {
    const Build build;
    build.write_plan(records(), kCount + 1);
    CHECK(contains(error_of(build.read()), "the file should hold 7 records and holds 6"));
    build.write("part-1", part(records(), kCount) + entry("group", "late"));
    CHECK(contains(error_of(build.read()), "the file goes on after its end"));
    build.write("part-1", entry("parallel-fixtures-part", "1") + entry("stamp", "older") + entry("end", "0"));
    CHECK(contains(error_of(build.read()), "it is not from the same run of cmake as its index"));
    build.write("part-1", entry("parallel-fixtures-part", "1") + entry("end", "0"));
    CHECK(contains(error_of(build.read()), "it is not from the same run of cmake as its index"));
    build.write("part-1", entry("parallel-fixtures-part", "2") + entry("end", "0"));
    CHECK(contains(error_of(build.read()), "it is of format 2, and this helper reads 1"));
    build.write("plan", entry("parallel-fixtures-plan", "9") + entry("end", "0"));
    CHECK(contains(error_of(build.read()), "different versions of ParallelFixtures"));
    build.write("plan", entry("parallel-fixtures-plan", "1") + entry("part", "../part-1") + entry("end", "1"));
    CHECK(contains(error_of(build.read()), "\"part\" is not known here"));
}

TEST_CASE("what a damaged plan holds moves no cursor where it is told") {
    const Build build;
    const auto check = [&](const std::string& damaged) {
        build.write_plan(damaged, 1);
        const std::string error = error_of(build.read());
        INFO(error);
        CHECK(contains(error, "\\x1b[31m"));
        CHECK(error.find_first_of("\x1b\n\t") == std::string::npos);
    };
    check(entries({{"group", "g"}, {"\x1b[31m\n", "v"}}));
    check(entries({{"group", "g"}, {"workers", "\x1b[31m\n\t2"}}));
    check(entries({{"group", "g"}, {"on", "\x1b[31m"}}));
}
