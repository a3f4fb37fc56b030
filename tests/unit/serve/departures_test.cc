// What becomes of tasks and fixtures when their clients go, or ctest itself.
#include <filesystem>

#include "tests/unit/runtime/supervision.h"
#include "tests/unit/serve/serving.h"

namespace fs = std::filesystem;
using namespace pf;
using namespace pf::test;
using Notes = std::vector<std::string>;

TEST_CASE("a task whose test has gone is killed, as a timeout", "[G11]") {
    Serving serving;
    endless_task(serving);
    serving.start();
    TestClient client(serving);
    begin_endless(serving, client);
    SECTION("it has gone") { client.close(); }
    SECTION("it said before that a signal ends it") {
        client.send_bytes("x");
        client.close();
    }
    CHECK(serving.noted("g.a timeout (timeout)"));
}

TEST_CASE("the tasks of a group whose test has gone are killed, as a timeout", "[G11]") {
    Serving serving;
    endless_task(serving);
    serving.start();
    TestClient client(serving);
    client.ask(Asked::run_group, "g");
    client.expect<TaskBegun>();
    REQUIRE(wait_until([&] { return fs::exists(serving.folder / "endless"); }));
    client.close();
    CHECK(serving.noted("g.a timeout (timeout)"));
}

TEST_CASE("a task whose test has gone before it started does not run", "[G11]") {
    Serving serving;
    const std::string go = serving.folder / "go";
    serving.options.who_went_first = 0;
    serving.fixture("dir", {"touch", serving.folder / "begun", "wait-file", go}, {}, FixtureScope::task);
    serving.task("a", {"exit", "0"});
    serving.start();
    TestClient client(serving);
    client.ask(Asked::run_task, "g.a");
    REQUIRE(wait_until([&] { return fs::exists(serving.folder / "begun"); }));
    client.close();
    serving.catch_up();
    make_file(go);
    CHECK(serving.noted("dir[a] is down"));
    CHECK(serving.notes() == Notes{"dir[a] is up", "g.a not_run (interrupted)", "dir[a] is down"});
}

TEST_CASE("a task that is asked for again, when its test has just gone, is run again", "[G11]") {
    Serving serving;
    endless_task(serving);
    serving.start();
    TestClient first(serving);
    begin_endless(serving, first);
    first.send_bytes("x");
    first.close();
    TestClient second(serving);
    second.ask(Asked::run_task, "g.a");
    second.expect<TaskBegun>();
    CHECK(serving.notes() == Notes{"g.a started", "g.a timeout (timeout)", "g.a started"});
}

TEST_CASE("a task whose test and ctest have gone is killed, as interrupted", "[G12][C1]") {
    Serving serving;
    constexpr double kFarAway = 1000;
    serving.grace = kFarAway;
    endless_task(serving);
    serving.start();
    TestClient client(serving);
    begin_endless(serving, client);
    client.send_bytes("x");
    client.close();
    SECTION("at once") {}
    SECTION("a little later") { serving.catch_up(); }
    serving.end_ctest();
    CHECK(serving.exit_code() == 0);
    CHECK(serving.notes() == Notes{"g.a started", "stopping: ctest has ended", "g.a not_run (interrupted)"});
}

TEST_CASE("a client that does not take its last word is not waited for", "[G13]") {
    Serving serving;
    serving.options.last_word = 0.3;
    constexpr std::size_t kMuch = 900000;  // More than a socket takes, less than what stops the task.
    serving.task("a", {"bytes", std::to_string(kMuch)});
    serving.start();
    TestClient client(serving);
    client.ask(Asked::run_task, "g.a");
    REQUIRE(serving.noted("g.a passed"));
    CHECK(client.left());
    CHECK(client.closed());
    CHECK(client.bytes() < kMuch);
}

TEST_CASE("a client that goes without its last word is gone", "[G13]") {
    Serving serving;
    constexpr std::size_t kMuch = 900000;
    serving.task("a", {"bytes", std::to_string(kMuch)});
    serving.start();
    TestClient client(serving);
    client.ask(Asked::run_task, "g.a");
    REQUIRE(serving.noted("g.a passed"));
    client.say_no_more();
    CHECK(client.left());
    CHECK(client.closed());
    CHECK(client.bytes() < kMuch);
}

TEST_CASE("when ctest ends, what runs is ended and everything is torn down", "[C1]") {
    Serving serving;
    serving.fixture("db", {"exit", "0"}, {"touch", serving.folder / "torn-down"});
    serving.task("a", {"touch", serving.folder / "endless", "pause"});
    serving.start();
    TestClient set_up(serving);
    set_up.ask(Asked::set_up, "db");
    CHECK(set_up.closed());
    TestClient client(serving);
    begin_endless(serving, client);
    serving.end_ctest();
    CHECK(client.expect<TaskOver>().exit_code == -1);
    CHECK(serving.exit_code() == 0);
    CHECK(serving.notes() ==
          Notes{"db is up", "g.a started", "stopping: ctest has ended", "g.a not_run (interrupted)", "db is down"});
    CHECK(fs::exists(serving.folder / "torn-down"));
}

TEST_CASE("when ctest ends and nothing is under way, its session ends", "[C2]") {
    Serving serving;
    serving.fixture("db", {"exit", "0"});
    serving.task("a", {"exit", "0"});
    serving.start();
    for (const Asked what : {Asked::set_up, Asked::tear_down}) {
        TestClient client(serving);
        client.ask(what, "db");
        CHECK(client.closed());
    }
    const Notes before = serving.notes();
    serving.end_ctest();
    CHECK(serving.exit_code() == 0);
    CHECK(serving.notes() == before);
}
