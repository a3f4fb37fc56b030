// Tests of what happens to tasks and fixtures when their clients disconnect or ctest ends.
#include <algorithm>
#include <filesystem>

#include "tests/unit/runtime/supervision.h"
#include "tests/unit/serve/test_server.h"

namespace fs = std::filesystem;
using namespace pf;
using namespace pf::test;
using Notes = std::vector<std::string>;

TEST_CASE("a task whose test disconnects is killed as timed out", "[G11]") {
    TestServer serving;
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

TEST_CASE("the tasks of a group whose test disconnects are killed as timed out", "[G11]") {
    TestServer serving;
    endless_task(serving);
    serving.start();
    TestClient client(serving);
    client.ask(Asked::run_group, "g");
    REQUIRE(wait_until([&] { return fs::exists(serving.folder / "endless"); }));
    client.close();
    CHECK(serving.noted("g.a timeout (timeout)"));
}

TEST_CASE("a task whose test disconnects before it started does not run", "[G11]") {
    TestServer serving;
    const std::string go = serving.folder / "go";
    serving.options.disconnect_delay = 0;
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

TEST_CASE("a task that is requested again just after its test disconnected runs again", "[G11]") {
    TestServer serving;
    endless_task(serving);
    serving.start();
    TestClient first(serving);
    begin_endless(serving, first);
    first.send_bytes("x");
    first.close();
    TestClient second(serving);
    second.ask(Asked::run_task, "g.a");
    CHECK(wait_until([&] { return serving.notes() == Notes{"g.a started", "g.a timeout (timeout)", "g.a started"}; }));
}

TEST_CASE("a task whose test and ctest have ended is killed as interrupted", "[G12][C1]") {
    TestServer serving;
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

TEST_CASE("a task whose test had used up its limit has timed out even if ctest has ended since", "[G12]") {
    TestServer serving;
    endless_task(serving);
    serving.plan.groups[0].timeout = 0.25;
    serving.start();
    TestClient client(serving);
    begin_endless(serving, client);
    client.close();
    serving.end_ctest();
    CHECK(serving.exit_code() == 0);
    const std::vector<std::string> notes = serving.notes();
    CHECK(std::count(notes.begin(), notes.end(), "g.a timeout (timeout)") == 1);
}

TEST_CASE("a client that does not read its last message is disconnected", "[G13]") {
    TestServer serving;
    serving.options.send_timeout = 0.3;
    constexpr std::size_t kMuch = 900000;  // More bytes than a socket buffers, fewer than pause the task.
    serving.task("a", {"bytes", std::to_string(kMuch)});
    serving.start();
    TestClient client(serving);
    client.ask(Asked::run_task, "g.a");
    REQUIRE(serving.noted("g.a passed"));
    CHECK(client.left());
    CHECK(client.closed());
    CHECK(client.bytes() < kMuch);
}

TEST_CASE("a client may disconnect without reading its last message", "[G13]") {
    TestServer serving;
    constexpr std::size_t kMuch = 900000;
    serving.task("a", {"bytes", std::to_string(kMuch)});
    serving.start();
    TestClient client(serving);
    client.ask(Asked::run_task, "g.a");
    REQUIRE(serving.noted("g.a passed"));
    client.shut_down_sending();
    CHECK(client.left());
    CHECK(client.closed());
    CHECK(client.bytes() < kMuch);
}

TEST_CASE("when ctest ends, tasks are killed and fixtures are torn down", "[C1]") {
    TestServer serving;
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

TEST_CASE("when ctest ends and nothing is running, its session ends", "[C2]") {
    TestServer serving;
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
