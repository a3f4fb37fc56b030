// Tests of tasks that run ahead of ctest.
#include <algorithm>

#include "tests/unit/runtime/supervision.h"
#include "tests/unit/serve/test_server.h"

using namespace pf;
using namespace pf::test;
using Notes = std::vector<std::string>;

namespace {

// A session whose ctest immediately lists the tasks "a", "b" and "c" of the group "g". Two tasks may run at a time.
struct Ahead {
    Ahead() {
        serving.plan.build_dir = serving.plan.folder = serving.folder.path();
        serving.options.max_parallel = 2;
        serving.options.ask_ctest = [this](Session&, const CtestListing::Answer& answer) {
            answer(tests);
            return nullptr;
        };
    }

    void task(const std::string& name, const std::vector<std::string>& words) {
        serving.task(name, words);
        ListedTest& test = tests.emplace_back();
        test.name = "g." + name;
        test.command = {"client", serving.plan.folder, test.name, "--"};
    }

    [[nodiscard]] bool has_noted(const std::string& note) const {
        const Notes notes = serving.notes();
        return std::find(notes.begin(), notes.end(), note) != notes.end();
    }

    TestServer serving;
    std::vector<ListedTest> tests;
};

}  // namespace

TEST_CASE("tasks that ctest will run later run ahead after the first one of their group", "[A1][A4][A5]") {
    Ahead ahead;
    const std::string b = ahead.serving.folder / "b-ran";
    ahead.task("a", {"wait-file", b});
    ahead.task("b", {"touch", b, "write", "said by b", "exit", "0"});
    ahead.task("c", {"exit", "3"});
    ahead.serving.start();
    TestClient first(ahead.serving);
    first.ask(Asked::run_task, "g.a");
    CHECK(first.expect<TaskOver>().exit_code == 0);
    REQUIRE(ahead.serving.noted("g.b passed"));
    REQUIRE(ahead.serving.noted("g.c failed (completed)"));
    TestClient second(ahead.serving), third(ahead.serving);
    second.ask(Asked::run_task, "g.b");
    CHECK(second.expect<TaskPrinted>().bytes == "said by b");
    CHECK(second.expect<TaskOver>().exit_code == 0);
    third.ask(Asked::run_task, "g.c");
    CHECK(third.expect<TaskOver>().exit_code == 3);
    const Notes notes = ahead.serving.notes();
    CHECK(std::count(notes.begin(), notes.end(), "g.b started") == 1);
}

TEST_CASE("a task that runs ahead belongs to its test once the test has connected", "[A3]") {
    Ahead ahead;
    const std::string go = ahead.serving.folder / "go";
    ahead.task("a", {"exit", "0"});
    ahead.task("b", {"wait-file", go, "exit", "4"});
    ahead.serving.start();
    TestClient first(ahead.serving);
    first.ask(Asked::run_task, "g.a");
    REQUIRE(ahead.serving.noted("g.b started"));
    TestClient second(ahead.serving);
    second.ask(Asked::run_task, "g.b");
    ahead.serving.catch_up();
    make_file(go);
    CHECK(second.expect<TaskOver>().exit_code == 4);
}

TEST_CASE("the number of tasks that run ahead is limited, and requested tasks do not wait for them", "[A2]") {
    Ahead ahead;
    const std::string go = ahead.serving.folder / "go";
    ahead.task("a", {"wait-file", go});
    ahead.task("b", {"wait-file", go});
    ahead.task("c", {"wait-file", go});
    ahead.serving.start();
    TestClient first(ahead.serving), third(ahead.serving);
    first.ask(Asked::run_task, "g.a");
    REQUIRE(ahead.serving.noted("g.b started"));
    ahead.serving.catch_up();
    CHECK_FALSE(ahead.has_noted("g.c started"));
    third.ask(Asked::run_task, "g.c");
    REQUIRE(ahead.serving.noted("g.c started"));
    make_file(go);
    CHECK(third.expect<TaskOver>().exit_code == 0);
}

TEST_CASE("a task that ran ahead with other variables than those of its test runs again", "[A6]") {
    Ahead ahead;
    const std::string go = ahead.serving.folder / "go";
    const bool ended = GENERATE(true, false);
    ahead.task("a", {"exit", "0"});
    ahead.task("b", {"wait-file", go});
    ahead.serving.start();
    TestClient first(ahead.serving);
    first.ask(Asked::run_task, "g.a");
    if (ended) {
        make_file(go);
    }
    REQUIRE(ahead.serving.noted(ended ? "g.b passed" : "g.b started"));
    TestClient second(ahead.serving);
    SessionRequest request;
    request.name = "g.b";
    request.environment = {"OTHER=1"};
    second.send_bytes(encode(ToSession(request)));
    ahead.serving.catch_up();
    make_file(go);
    const auto over = second.expect<TaskOver>();
    INFO(over.reason << " signal " << over.signal);
    CHECK(over.exit_code == 0);
    const Notes notes = ahead.serving.notes();
    CHECK(std::count(notes.begin(), notes.end(), "g.b started") == 2);
}

TEST_CASE("a task that runs ahead has the limit that ctest would give it", "[A1]") {
    Ahead ahead;
    ahead.serving.options.limit = 0.3;
    ahead.task("a", {"exit", "0"});
    ahead.task("b", {"pause"});
    ahead.serving.start();
    TestClient first(ahead.serving);
    first.ask(Asked::run_task, "g.a");
    CHECK(ahead.serving.noted("g.b timeout (timeout)"));
}

TEST_CASE("without a list of ctest's tests no task runs ahead", "[A7]") {
    Ahead ahead;
    const bool refused = GENERATE(true, false);
    ahead.serving.options.ask_ctest = [refused](Session&, const CtestListing::Answer& answer) {
        if (refused) {
            answer(std::nullopt);
        }
        return nullptr;
    };
    ahead.task("a", {"exit", "0"});
    ahead.task("b", {"exit", "0"});
    ahead.serving.start();
    TestClient first(ahead.serving);
    first.ask(Asked::run_task, "g.a");
    CHECK(first.closed());
    ahead.serving.catch_up();
    CHECK_FALSE(ahead.has_noted("g.b started"));
}
