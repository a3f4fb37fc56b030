// A test of ctest that is killed after its task has ended well is red for ctest, and so it is for us.
#include <algorithm>

#include "tests/unit/serve/serving.h"

using namespace pf;
using namespace pf::test;
using Notes = std::vector<std::string>;

namespace {

bool has_passed(const Serving& serving) {
    const Notes notes = serving.notes();
    return std::count(notes.begin(), notes.end(), "g.a passed") == 1 &&
           std::count(notes.begin(), notes.end(), "g.a crashed (test_killed)") == 0;
}

void hear_the_end(TestClient& client) {
    client.ask(Asked::run_task, "g.a");
    CHECK(client.expect<TaskOver>().exit_code == 0);
}

}  // namespace

TEST_CASE("a test that ends as it was told has passed", "[G21][G22]") {
    Serving serving;
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

TEST_CASE("a test that is killed before it has ended as it was told has not passed", "[G23][T36]") {
    Serving serving;
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

TEST_CASE("a test that was killed is judged before its task runs again", "[G23][T36]") {
    Serving serving;
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

TEST_CASE("Ctrl-C between a task's end and its test's takes nothing back", "[G22]") {
    Serving serving;
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
