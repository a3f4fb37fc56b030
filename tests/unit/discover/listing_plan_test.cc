#include "tool/discover/listing_plan.h"

#include <string>

#include "tests/support/catch.h"
#include "tool/discover/list_linked.h"

using pf::check_listing;
using pf::FixtureScope;
using pf::keep_cases;
using pf::kNone;
using pf::ListedCase;
using pf::Listing;
using pf::Plan;
using pf::Texts;

namespace {

// A plan with the group "g", which has a program and requires the fixture "below", and "other", a group of commands.
Plan plan_with(FixtureScope scope = FixtureScope::run) {
    Plan plan;
    plan.fixtures.resize(1);
    plan.fixtures[0].name = "below";
    plan.fixtures[0].scope = scope;
    plan.groups.resize(2);
    plan.groups[0].name = "g";
    plan.groups[0].fixtures = {0};
    plan.groups[0].binary_dir = "/build";
    plan.groups[0].workers = 3;
    plan.groups[0].program.command = {"/emu", "/p", "--x"};
    plan.groups[0].program.file = "/p";
    plan.groups[1].name = "g.other";
    pf::Task task;
    task.group = 1;
    task.name = "taken";
    task.command = {"true"};
    plan.tasks.push_back(task);
    return plan;
}

ListedCase listed(const std::string& name, const std::string& fixture = "") {
    ListedCase made;
    made.name = name;
    made.fixture = fixture;
    return made;
}

Listing linked(std::vector<pf::ListedFixture> fixtures, std::vector<ListedCase> cases) {
    return {"", true, std::move(fixtures), std::move(cases)};
}

// Checks that the listing is refused with this text in the message, and that the plan is unchanged.
void check_refused(const Listing& listing, const std::string& message, Plan plan = plan_with()) {
    INFO(message);
    const std::size_t tasks = plan.tasks.size();
    const std::size_t fixtures = plan.fixtures.size();
    const pf::Status status = add_listing(plan, 0, listing);
    REQUIRE_FALSE(status.ok());
    CHECK(status.error().message.find(message) != std::string::npos);
    CHECK(plan.tasks.size() == tasks);
    CHECK(plan.fixtures.size() == fixtures);
    CHECK(plan.groups.size() == 2);
    CHECK(plan.groups[0].fixtures == std::vector<std::uint32_t>{0});
}

}  // namespace

TEST_CASE("a case becomes a task with the program's command and its own arguments") {
    Plan plan = plan_with();
    const Listing listing{
        "gtest",
        false,
        {},
        {{"S.a", "/a.cc", 3, {"fast"}, false, {"--f=a"}, "", ""}, {"S.b", "", 0, {}, true, {"--f=b"}, "", "cannot"}}};
    REQUIRE(add_listing(plan, 0, listing).ok());
    REQUIRE(plan.tasks.size() == 3);
    const pf::Task& task = plan.tasks[1];
    CHECK(plan.task_id(1) == "g.S.a");
    CHECK(task.command == Texts{"/emu", "/p", "--x", "--f=a"});
    CHECK(task.test.empty());
    CHECK(plan.source(1) == "/a.cc:3");
    CHECK(plan.labels(1) == Texts{"fast", "g", "parallel"});
    CHECK(plan.tasks[2].options().disabled);
    CHECK(plan.tasks[2].options().listing_error == "cannot");
    CHECK(plan.groups[0].program.framework == "gtest");
    CHECK(plan.groups[0].fixtures == std::vector<std::uint32_t>{0});
    CHECK(plan.groups[0].pool == kNone);
}

TEST_CASE("properties are set for cases that match: the later value wins, lists add up") {
    Plan plan = plan_with();
    plan.matchings = {{0, "^S", {{"timeout", "3"}, {"label", "x"}, {"run_serial", "ON"}, {"disabled", "OFF"}}},
                      {1, "S", {{"timeout", "9"}}},
                      {0, "a$", {{"timeout", "4"}, {"label", "y"}, {"label", "z"}, {"run_serial", "OFF"}}},
                      {0, "", {{"timeout", "8"}}}};
    Listing listing{"gtest", false, {}, {listed("S.a"), listed("S.b"), listed("T.b")}};
    listing.cases[1].disabled = true;
    REQUIRE(add_listing(plan, 0, listing).ok());
    CHECK(plan.tasks[1].options().timeout == 4);
    CHECK(plan.tasks[1].options().labels == Texts{"x", "y", "z"});
    CHECK_FALSE(plan.tasks[1].options().run_serial);
    CHECK(plan.tasks[2].options().timeout == 3);
    CHECK(plan.tasks[2].options().run_serial);
    CHECK(plan.tasks[2].options().disabled);
    CHECK(plan.tasks[3].options() == pf::TaskOptions());
}

TEST_CASE("two tasks of one id are one that fails, and the other cases are not affected") {
    Plan plan = plan_with();
    REQUIRE(add_listing(plan, 0, {"gtest", false, {}, {listed("a"), listed("other.taken"), listed("b")}}).ok());
    REQUIRE(plan.tasks.size() == 3);
    const std::string reason(plan.tasks[0].options().listing_error);
    INFO(reason);
    CHECK(reason.find("two tasks have the id \"g.other.taken\", one of the group \"g.other\" and one of \"g\"") == 0);
    CHECK(plan.task_id(1) == "g.a");
    CHECK(plan.task_id(2) == "g.b");
    CHECK(plan.tasks[2].options().listing_error.empty());
}

TEST_CASE("a case whose id is that of a test of a fixture or group is numbered") {
    Plan plan = plan_with();
    plan.groups[0].names.prefix = "";
    REQUIRE(add_listing(plan, 0,
                        {"catch2",
                         false,
                         {},
                         {listed("below.setup"), listed("below.setup #2"), listed("g.teardown"), listed("x.setup"),
                          listed("g.DISCOVERY_FAILED")}})
                .ok());
    std::vector<std::string> ids;
    for (pf::TaskId id = 1; id < plan.tasks.size(); ++id) {
        ids.push_back(plan.task_id(id));
    }
    CHECK(ids == std::vector<std::string>{"below.setup #3", "below.setup #2", "g.teardown #2", "x.setup",
                                          "g.DISCOVERY_FAILED #2"});
}

TEST_CASE("a prefix takes the place of the group's name in ids, and a suffix follows the name") {
    Plan plan = plan_with();
    plan.groups[0].names = {pf::NamedBy::discover_tests, "p.", ".s", true, true, true};
    REQUIRE(add_listing(plan, 0, linked({}, {listed("a")})).ok());
    CHECK(plan.task_id(1) == "p.a.s");
    CHECK(plan.tasks[1].test == "a");
    CHECK(plan.labels(1) == Texts{"parallel"});
    CHECK(plan.find("p.a.s") == 1);
    pf::add_listing_error(plan, 0, "it crashed");
    CHECK(plan.find("g.DISCOVERY_FAILED") == 2);
}

TEST_CASE("patterns that are none are refused") {
    Plan plan = plan_with();
    plan.matchings = {{0, "(", {{"timeout", "3"}}}};
    check_refused({"gtest", false, {}, {listed("a")}},
                  "set_parallel_fixture_tests_properties(g): MATCHING: ", std::move(plan));
}

TEST_CASE("a linked program is a fixture of the group's name, and its cases have no command") {
    Plan plan = plan_with(FixtureScope::worker);
    REQUIRE(add_listing(plan, 0, linked({}, {listed("a"), listed("b")})).ok());
    REQUIRE(plan.fixtures.size() == 2);
    const pf::PlannedFixture& root = plan.fixtures[1];
    CHECK(root.name == "g");
    CHECK(root.kind == pf::FixtureKind::linked);
    CHECK(root.parents == std::vector<std::uint32_t>{0});
    CHECK(root.scope == FixtureScope::worker);
    CHECK(root.program == 0);
    CHECK(root.linked_name.empty());
    CHECK(plan.groups[0].fixtures == std::vector<std::uint32_t>{1});
    CHECK(plan.groups[0].pool == kNone);
    CHECK(plan.groups[0].program.linked);
    CHECK(plan.tasks[1].command.empty());
    CHECK(plan.tasks[1].test == "a");
}

TEST_CASE("the program's fixture has another name where the group's own call declared one") {
    Plan plan = plan_with();
    plan.fixtures[0].name = "g";
    REQUIRE(add_listing(plan, 0, linked({}, {listed("a")})).ok());
    CHECK(plan.fixtures[1].name == "g/program");
}

TEST_CASE("cases on several fixtures stand in groups of one pool") {
    Plan plan = plan_with();
    const Listing listing =
        linked({{"inner", "outer", FixtureScope::task, "f.cc", 9}, {"outer", "", FixtureScope::worker, "", 0}},
               {listed("a", "outer"), listed("b"), listed("c", "inner"), listed("d", "outer")});
    REQUIRE(add_listing(plan, 0, listing).ok());
    REQUIRE(plan.fixtures.size() == 4);
    CHECK(plan.fixtures[2].name == "g/outer");
    CHECK(plan.fixtures[2].parents == std::vector<std::uint32_t>{1});
    CHECK(plan.fixtures[2].linked_name == "outer");
    CHECK(plan.fixtures[3].name == "g/inner");
    CHECK(plan.fixtures[3].parents == std::vector<std::uint32_t>{2});
    CHECK(plan.fixtures[3].scope == FixtureScope::task);
    CHECK(plan.fixtures[3].source == "f.cc:9");
    REQUIRE(plan.groups.size() == 4);
    CHECK(plan.groups[0].fixtures == std::vector<std::uint32_t>{2});
    CHECK(plan.groups[2].fixtures == std::vector<std::uint32_t>{3});
    CHECK(plan.groups[3].fixtures == std::vector<std::uint32_t>{1});
    for (const pf::GroupId id : {0U, 2U, 3U}) {
        CHECK(plan.groups[id].name == "g");
        CHECK(plan.groups[id].pool == 0);
        CHECK(plan.groups[id].workers == 3);
    }
    CHECK(plan.tasks[1].group == 0);
    CHECK(plan.tasks[2].group == 3);
    CHECK(plan.tasks[3].group == 2);
    CHECK(plan.tasks[4].group == 0);
}

TEST_CASE("cases on several fixtures of one of several programs stay in the pool of all programs") {
    Plan plan = plan_with();
    plan.groups[0].shared_name = plan.groups[1].shared_name = "all";
    plan.groups[0].pool = plan.groups[1].pool = 1;
    REQUIRE(
        add_listing(plan, 0, linked({{"outer", "", FixtureScope::worker, "", 0}}, {listed("a", "outer"), listed("b")}))
            .ok());
    REQUIRE(plan.groups.size() == 3);
    for (const pf::Group& group : plan.groups) {
        CHECK(group.pool == 1);
    }
    CHECK(plan.groups[2].shared_name == "all");
}

TEST_CASE("fixtures of a linked program that contradict themselves are refused by name") {
    const std::vector<ListedCase> one{listed("a")};
    check_refused(linked({{"f", "nowhere", FixtureScope::run, "", 0}}, one),
                  "the parent \"nowhere\" of its fixture \"f\"");
    check_refused(linked({{"f", "h", FixtureScope::run, "", 0}, {"h", "f", FixtureScope::run, "", 0}}, one),
                  "or requires it itself");
    check_refused(linked({{"f", "f", FixtureScope::run, "", 0}}, one), "or requires it itself");
    check_refused(linked({{"f", "", FixtureScope::run, "", 0}, {"f", "", FixtureScope::run, "", 0}}, one),
                  "two fixtures of one name");
    check_refused(linked({{"f", "", FixtureScope::task, "", 0}, {"h", "f", FixtureScope::run, "", 0}}, one),
                  "than that of its parent f");
    check_refused(linked({{"f", "", FixtureScope::run, "", 0}}, one), "than that of the group's FIXTURE",
                  plan_with(FixtureScope::worker));
    check_refused(linked({{"", "", FixtureScope::run, "", 0}}, one), "whose name is empty");
    check_refused(linked({}, {listed("a", "f")}), "requires the fixture \"f\", which it does not have");
    Plan plan = plan_with();
    plan.fixtures[0].name = "g/f";
    check_refused(linked({{"f", "", FixtureScope::run, "", 0}}, one), "there is a fixture \"g/f\" already",
                  std::move(plan));
}

TEST_CASE("what a linked program answers is a listing") {
    parallel_fixtures::Fixture fixture;
    fixture.name = "f";
    fixture.scope = parallel_fixtures::Scope::worker;
    parallel_fixtures::Test test;
    test.name = "t";
    test.fixture = "f";
    test.file = "a.cc";
    test.line = 3;
    test.labels = {"x"};
    test.disabled = "why";
    const Listing listing = pf::linked_listing({fixture}, {test});
    CHECK(listing == linked({{"f", "", FixtureScope::worker, "", 0}}, {{"t", "a.cc", 3, {"x"}, true, {}, "f", ""}}));
}

TEST_CASE("a listing that failed is one task with the reason, on no fixture") {
    Plan plan = plan_with();
    pf::add_listing_error(plan, 0, "it crashed");
    REQUIRE(plan.tasks.size() == 2);
    CHECK(plan.task_id(1) == "g.DISCOVERY_FAILED");
    CHECK(plan.tasks[1].options().listing_error == "it crashed");
    CHECK(plan.retries(1) == 0);
    CHECK(plan.groups[0].fixtures.empty());
}

TEST_CASE("cases of one name, or of none, have numbers that do not depend on a filter") {
    Listing all{"doctest", false, {}, {listed("a"), listed("a"), listed(""), listed("a #2"), listed("")}};
    for (std::size_t i = 0; i < all.cases.size(); ++i) {
        all.cases[i].line = static_cast<int>(i);
    }
    const Listing kept = keep_cases(all, {"doctest", false, {}, {all.cases[1], all.cases[3], all.cases[4]}});
    REQUIRE(kept.cases.size() == 3);
    CHECK(kept.cases[0].name == "a #2");
    CHECK(kept.cases[1].name == "a #2 #2");
    CHECK(kept.cases[2].name == "unnamed #2");
    number_cases(all);
    CHECK(all.cases[0].name == "a");
    CHECK(all.cases[2].name == "unnamed");
}

TEST_CASE("of a listing those cases are kept that another has, as they are in the first") {
    Listing all{"gtest", false, {}, {listed("a"), listed("b"), listed("c")}};
    all.cases[2].arguments = {"whole"};
    const Listing kept = keep_cases(all, {"gtest", false, {}, {listed("c"), listed("a"), listed("z")}});
    REQUIRE(kept.cases.size() == 2);
    CHECK(kept.cases[0].name == "a");
    CHECK(kept.cases[1].arguments == std::vector<std::string>{"whole"});
}

TEST_CASE("listings have cases, not too many, with names of their own and no control characters") {
    CHECK(check_listing({"gtest", false, {}, {listed("a, \"b\" [c] é ::/ \\ '"), listed("a")}}).ok());
    CHECK_FALSE(check_listing({"gtest", false, {}, {}}).ok());
    CHECK(check_listing({"gtest", false, {}, {listed("a"), listed("a")}})
              .error()
              .message.find("two tests of one name, \"a\"") != std::string::npos);
    CHECK_FALSE(check_listing({"gtest", false, {}, {listed("")}}).ok());
    for (const char* name : {"a\nb", "\x1b[0m", "\x7f", "a\tb"}) {
        CHECK(check_listing({"gtest", false, {}, {listed(name)}}).error().message.find("control character") !=
              std::string::npos);
    }
    CHECK(check_listing({"gtest", false, {}, std::vector<ListedCase>(pf::kMaxCases + 1)})
              .error()
              .message.find("more than 1000000") != std::string::npos);
}

TEST_CASE(
    "what stands on one fixture is together, so that a unit sets each up once and tears the last one down first") {
    Plan plan = plan_with();
    REQUIRE(add_listing(plan, 0,
                        linked({{"x", "", FixtureScope::run, "", 0},
                                {"y", "x", FixtureScope::run, "", 0},
                                {"w", "", FixtureScope::run, "", 0}},
                               {listed("on y", "y"), listed("on w", "w"), listed("on x", "x"), listed("w again", "w"),
                                listed("plain")}))
                .ok());
    std::vector<std::string> order;
    for (const pf::Group& group : plan.groups) {
        if (group.name == "g") {
            order.emplace_back(plan.fixtures[group.fixtures.front()].name);
        }
    }
    CHECK(order == std::vector<std::string>{"g/y", "g/x", "g/w", "g"});
}

TEST_CASE("names that a listing is refused for are told in one line") {
    const auto check = [](const pf::Status& status) {
        REQUIRE_FALSE(status.ok());
        INFO(status.error().message);
        CHECK(status.error().message.find("\\x1b") != std::string::npos);
        CHECK(status.error().message.find_first_of("\x1b\n\t") == std::string::npos);
    };
    check(pf::check_listing(linked({}, {listed("a\n\t\x1b")})));
    Plan plan = plan_with();
    check(add_listing(plan, 0, linked({}, {listed("a", "f\n\x1b")})));
    check(add_listing(plan, 0, linked({{"f", "p\n\x1b", FixtureScope::run, "", 0, false}}, {listed("a")})));
}

TEST_CASE("a program has the tests for its set-up and teardown that its listing calls for") {
    const auto decided = [](Listing listing, bool shared_setup, bool is_fixture = true) {
        Plan plan = plan_with();
        plan.groups[0].tests.fixtures = is_fixture ? Texts{"own", "g"} : Texts();
        listing.shared_setup = shared_setup;
        REQUIRE(add_listing(plan, 0, listing).ok());
        return std::pair(plan.groups[0].tests.has_setup, plan.groups[0].tests.has_teardown);
    };
    const Listing bare = linked({}, {listed("a")});
    const Listing with_suite = linked({{"s", "", FixtureScope::run, "", 0}}, {listed("a", "s")});
    CHECK(decided(bare, true) == std::pair(true, true));
    CHECK(decided(bare, false) == std::pair(false, false));
    CHECK(decided(with_suite, true) == std::pair(true, true));
    CHECK(decided(with_suite, false) == std::pair(false, true));
    CHECK(decided(with_suite, true, false) == std::pair(false, false));
    CHECK(decided({"gtest", false, {}, {listed("a")}}, true) == std::pair(false, false));
}
