// Tests that a task counts as crashed if its test is killed after the task has passed, because ctest shows a failure.
#include <algorithm>

#include "tests/unit/serve/test_server.h"

using namespace pf;
using namespace pf::test;
using Notes = std::vector<std::string>;

namespace {

bool has_passed(const TestServer& serving) {
    const Notes notes = serving.notes();
    return std::count(notes.begin(), notes.end(), "g.a passed") == 1 &&
           std::count(notes.begin(), notes.end(), "g.a crashed (test_killed)") == 0;
}

void hear_the_end(TestClient& client) {
    client.ask(Asked::run_task, "g.a");
    CHECK(client.expect<TaskOver>().exit_code == 0);
}

}  // namespace

TEST_CASE("a task has passed if its test confirms the result", "[G21][G22]") {
    TestServer serving;
    serving.task("a", {"exit", "0"});
    serving.start();
    TestClient client(serving);
    hear_the_end(client);
    SECTION("and ctest goes on") {
        client.end_as_told();
        serving.catch_up();
    }
    SECTION("and ctest ends at once") {
        client.end_as_told();
        serving.end_ctest();
        CHECK(serving.exit_code() == 0);
    }
    SECTION("or ctest is killed before it") {
        serving.end_ctest();
        CHECK(serving.exit_code() == 0);
    }
    CHECK(has_passed(serving));
}

TEST_CASE("a task has crashed if its test is killed before it confirms the result", "[G23][T36]") {
    TestServer serving;
    serving.task("a", {"exit", "0"});
    serving.start();
    TestClient client(serving);
    SECTION("when it had heard how") {
        hear_the_end(client);
        client.close();
    }
    SECTION("when it had not") {
        client.ask(Asked::run_task, "g.a");
        CHECK(serving.noted("g.a passed"));
        client.close();
    }
    SECTION("and ctest ends at once") {
        hear_the_end(client);
        client.close();
        serving.end_ctest();
    }
    SECTION("by a signal that ctest did not get") {
        hear_the_end(client);
        client.send_bytes("x");
        client.close();
    }
    SECTION("after it had confirmed, by such a signal") {
        hear_the_end(client);
        client.send_bytes({kEndsAsTold, 'x'});
        client.close();
    }
    SECTION("as one of a group") {
        client.ask(Asked::run_group, "g");
        CHECK(serving.noted("g.a passed"));
        client.close();
    }
    CHECK(serving.noted("g.a crashed (test_killed)"));
}

TEST_CASE("the result of a killed test is corrected before its task runs again", "[G23][T36]") {
    TestServer serving;
    serving.task("a", {"exit", "0"});
    serving.start();
    TestClient first(serving);
    hear_the_end(first);
    first.close();
    TestClient second(serving);
    hear_the_end(second);
    second.end_as_told();
    serving.catch_up();
    CHECK(serving.notes() ==
          Notes{"g.a started", "g.a passed", "g.a crashed (test_killed)", "g.a started", "g.a passed"});
}

TEST_CASE("Ctrl-C between the end of a task and of its test corrects nothing", "[G22]") {
    TestServer serving;
    serving.task("a", {"exit", "0"});
    serving.start();
    TestClient client(serving);
    hear_the_end(client);
    client.send_bytes("x");
    client.close();
    serving.end_ctest();
    CHECK(serving.exit_code() == 0);
    CHECK(has_passed(serving));
}
