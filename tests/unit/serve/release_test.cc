// Tests of what ends before ctest ends.
#include <algorithm>

#include "tests/unit/serve/test_server.h"

using namespace pf;
using namespace pf::test;
using Notes = std::vector<std::string>;

namespace {

// A session whose group "g" is a linked program with the tests "pass", "skip" and "fail". ctest lists all of them at
// once if `lists`.
struct Programs {
    explicit Programs(bool lists) {
        Group& group = serving.plan.groups.emplace_back();
        group.name = "g";
        group.fixtures = {0};
        group.binary_dir = serving.plan.keep(serving.folder.path());
        group.tests.session = true;
        group.program.command = {PF_SESSION_PROGRAM};
        group.program.linked = true;
        PlannedFixture& program = serving.plan.fixtures.emplace_back();
        program.name = "g";
        program.kind = FixtureKind::linked;
        program.program = 0;
        program.binary_dir = group.binary_dir;
        for (const char* name : {"pass", "skip", "fail"}) {
            Task& task = serving.plan.tasks.emplace_back();
            task.name = task.test = name;
            task.group = 0;
            tests.emplace_back().name = std::string("g.") + name;
        }
        if (lists) {
            serving.options.ask_ctest = [this](Session&, const CtestListing::Answer& answer) {
                answer(tests);
                return nullptr;
            };
        }
    }

    // Runs the task as a test of ctest does.
    TaskOver run(const std::string& id) {
        TestClient client(serving);
        client.ask(Asked::run_task, id);
        printed.clear();
        while (true) {
            const FromSession message = client.next();
            if (const auto* text = std::get_if<TaskPrinted>(&message)) {
                printed += text->bytes;
                continue;
            }
            REQUIRE(std::holds_alternative<TaskOver>(message));
            auto over = std::get<TaskOver>(message);
            if (over.exit_code == 0) {
                client.end_as_told();
            }
            return over;
        }
    }

    [[nodiscard]] std::ptrdiff_t count(const std::string& note) const {
        const Notes notes = serving.notes();
        return std::count(notes.begin(), notes.end(), note);
    }

    TestServer serving;
    std::vector<ListedTest> tests;
    std::string printed;
};

}  // namespace

TEST_CASE("a program ends before the test of the last task that ctest has listed is answered", "[G25][G26]") {
    Programs programs(true);
    programs.tests[2].properties["DISABLED"] = {"true"};
    programs.serving.start();
    CHECK(programs.run("g.pass").exit_code == 0);
    CHECK(programs.count("g is down") == 0);
    CHECK(programs.run("g.skip").skipped);
    CHECK(programs.count("g is up") == 1);
    CHECK(programs.count("g is down") == 1);
}

TEST_CASE("while nobody knows what comes, every test may be the last of its program", "[G25][G26]") {
    Programs programs(false);
    programs.serving.start();
    CHECK(programs.run("g.pass").exit_code == 0);
    CHECK(programs.count("g is down") == 1);
    CHECK(programs.run("g.pass").exit_code == 0);
    CHECK(programs.count("g is down") == 2);
}

TEST_CASE("a program that does not end well fails the test of its last task", "[G26]") {
    const bool lists = GENERATE(true, false);
    Programs programs(lists);
    programs.tests.resize(2);
    programs.serving.plan.groups[0].environment = {"TEAR_DOWN=segv"};
    programs.serving.plan.fixtures[0].environment = {"TEAR_DOWN=segv"};
    programs.serving.start();
    if (lists) {
        CHECK(programs.run("g.pass").exit_code == 0);
    }
    const TaskOver over = programs.run("g.skip");
    CHECK_FALSE(over.skipped);
    CHECK(over.exit_code == -1);
    CHECK(over.reason == "its program did not end well after its last test");
    CHECK(programs.printed.find("the teardown of g failed: ") != std::string::npos);
    CHECK(programs.count("g.skip skipped (framework)") == 1);
}

TEST_CASE("a program with a teardown test stays until that test if nobody knows what comes") {
    Programs programs(false);
    programs.serving.plan.groups[0].tests.has_teardown = true;
    programs.serving.start();
    CHECK(programs.run("g.pass").exit_code == 0);
    CHECK(programs.run("g.fail").exit_code != 0);
    CHECK(programs.count("g is down") == 0);
    TestClient end(programs.serving);
    end.ask(Asked::tear_down, "g");
    CHECK(end.expect<FixtureAnswer>().passed);
    CHECK(programs.count("g is down") == 1);
}

TEST_CASE("a teardown test does not wait for tasks that have not come") {
    Programs programs(true);
    programs.serving.plan.groups[0].tests.has_teardown = true;
    programs.serving.start();
    CHECK(programs.run("g.pass").exit_code == 0);
    TestClient end(programs.serving);
    end.ask(Asked::tear_down, "g");
    CHECK(end.expect<FixtureAnswer>().passed);
    CHECK(programs.count("g is down") == 1);
}

TEST_CASE("the program that has been idle longest ends if too many groups are idle") {
    Programs programs(true);
    programs.serving.options.idle_groups = 1;
    Group& other = programs.serving.plan.groups.emplace_back();
    other.name = "other";
    other.binary_dir = programs.serving.plan.groups[0].binary_dir;
    other.tests.session = true;
    Task& task = programs.serving.plan.tasks.emplace_back();
    task.name = "a";
    task.group = 1;
    task.command = {"/bin/true"};
    programs.serving.start();
    CHECK(programs.run("g.pass").exit_code == 0);
    CHECK(programs.run("other.a").exit_code == 0);
    REQUIRE(programs.serving.noted("g is down"));
    CHECK(programs.run("g.skip").skipped);
    CHECK(programs.count("g is up") == 2);
}
