// Tests of tasks that ctest does not start, because a set-up has failed.
#include <algorithm>

#include "tests/unit/serve/test_server.h"

using namespace pf;
using namespace pf::test;
using Lines = std::vector<std::string>;

namespace {

// A fixture whose set-up fails, and tasks on it, all of which ctest lists when it is asked because of that.
struct Unstarted {
    Unstarted() {
        serving.fixture("bad", {"exit", "3"});
        serving.task("a", {"exit", "0"});
        serving.task("b", {"exit", "0"});
        TaskOptions off;
        off.disabled = true;
        serving.task("off", {"exit", "0"}, off);
        serving.options.ask_ctest_later = [this](Session&, const CtestListing::Answer& answer) {
            answer(tests);
            return nullptr;
        };
    }

    void fail_setup() {
        TestClient client(serving);
        client.ask(Asked::set_up, "bad");
        CHECK_FALSE(client.expect<FixtureAnswer>().passed);
        CHECK(client.closed());
    }

    // Returns the notes of tasks when the session has ended.
    Lines notes_at_end() {
        serving.end_ctest();
        CHECK(serving.exit_code() == 0);
        Lines notes = serving.notes();
        std::erase_if(notes, [](const std::string& note) { return !note.starts_with("g."); });
        return notes;
    }

    void list(const std::vector<std::string>& names) {
        for (const std::string& name : names) {
            tests.emplace_back().name = name;
        }
    }

    TestServer serving;
    std::vector<ListedTest> tests;
};

}  // namespace

TEST_CASE("tasks that ctest does not start after a failed set-up are not run when ctest has ended") {
    Unstarted run;
    run.list({"bad.setup", "g.a", "g.off", "other"});
    run.tests[2].properties["DISABLED"] = {"true"};
    run.serving.start();
    run.fail_setup();
    CHECK(run.notes_at_end() == Lines{"g.a not_run (fixture_failed)"});
}

TEST_CASE("a task that ctest does start after a failed set-up is concluded once") {
    Unstarted run;
    run.list({"g.a", "g.b"});
    run.serving.start();
    run.fail_setup();
    TestClient client(run.serving);
    client.ask(Asked::run_task, "g.a");
    while (!std::holds_alternative<TaskOver>(client.next())) {
    }
    client.close();
    const Lines notes = run.notes_at_end();
    CHECK(std::count(notes.begin(), notes.end(), "g.a not_run (fixture_failed)") == 1);
    CHECK(std::count(notes.begin(), notes.end(), "g.b not_run (fixture_failed)") == 1);
}

TEST_CASE("a test whose name another one has says nothing of a task that is not started") {
    Unstarted run;
    run.list({"g.a", "g.a", "g.b"});
    run.serving.start();
    run.fail_setup();
    CHECK(run.notes_at_end() == Lines{"g.b not_run (fixture_failed)"});
}
