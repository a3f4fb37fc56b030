// Tests of the requests of clients and the answers to them.
#include <algorithm>
#include <filesystem>

#include "tests/unit/runtime/supervision.h"
#include "tests/unit/serve/test_server.h"

namespace fs = std::filesystem;
using namespace pf;
using namespace pf::test;
using Notes = std::vector<std::string>;

TEST_CASE("a fixture is set up and torn down on request", "[G1][G2][G5][G6]") {
    TestServer serving;
    serving.fixture("db", {"write", "creating"}, {"touch", serving.folder / "torn-down"});
    serving.task("a", {"exit", "0"});
    serving.start();
    TestClient set_up(serving);
    set_up.ask(Asked::set_up, "db");
    const auto up = set_up.expect<FixtureAnswer>();
    CHECK(up.passed);
    CHECK(set_up.closed());
    TestClient tear_down(serving);
    tear_down.ask(Asked::tear_down, "db");
    const auto down = tear_down.expect<FixtureAnswer>();
    CHECK(down.passed);
    CHECK(fs::exists(serving.folder / "torn-down"));
    CHECK(serving.notes() == Notes{"db is up", "db is down"});
    CHECK(tear_down.closed());
}

TEST_CASE("a request that needs a fixture waits for an earlier run to end, others do not", "[G24]") {
    TestServer serving;
    const std::string ended = serving.folder / "ended";
    serving.options.waits_for = [ended](double /*now*/) {
        return fs::exists(ended) ? std::string() : std::string("the run of before");
    };
    serving.task("a", {"exit", "0"});
    serving.fixture("db", {"exit", "0"});  // No task requires it.
    serving.start();
    TestClient set_up(serving), task(serving);
    set_up.ask(Asked::set_up, "db");
    task.ask(Asked::run_task, "g.a");
    CHECK(task.closed());
    CHECK(serving.notes() == Notes{"g.a started", "g.a passed"});
    make_file(ended);
    const auto answer = set_up.expect<FixtureAnswer>();
    CHECK(answer.passed);
    CHECK(answer.text.find("waited until the run of before had torn down") != std::string::npos);
}

TEST_CASE("each set-up request is answered when its own fixture is ready", "[G5]") {
    TestServer serving;
    const std::string go = serving.folder / "go";
    serving.fixture("slow", {"wait-file", go});
    serving.fixture("fast", {"exit", "0"});
    serving.task("a", {"exit", "0"});
    serving.start();
    TestClient slow(serving), fast(serving);
    slow.ask(Asked::set_up, "slow");
    fast.ask(Asked::set_up, "fast");
    CHECK(fast.expect<FixtureAnswer>().text.find("fast is up") != std::string::npos);
    make_file(go);
    CHECK(slow.expect<FixtureAnswer>().text.find("slow is up") != std::string::npos);
}

TEST_CASE("a client that uses a fixture gets its variables, and the fixture is set up once", "[G1][G5]") {
    TestServer serving;
    serving.fixture("db", {"exit", "0"});
    serving.fixture("broken", {"exit", "3"});
    serving.plan.fixtures[0].environment = {"LEVEL=db"};
    serving.task("a", {"exit", "0"});
    serving.start();
    for (int i = 0; i < 2; ++i) {
        TestClient client(serving);
        client.ask(Asked::use, "db");
        const auto answer = client.expect<FixtureAnswer>();
        CHECK(answer.passed);
        CHECK(std::count(answer.environment.begin(), answer.environment.end(), "LEVEL=db") == 1);
        CHECK(client.closed());
    }
    TestClient client(serving);
    client.ask(Asked::use, "broken");
    CHECK_FALSE(client.expect<FixtureAnswer>().passed);
}

TEST_CASE("a request may arrive in pieces", "[G1]") {
    TestServer serving;
    serving.task("a", {"exit", "0"});
    serving.start();
    TestClient client(serving);
    const std::string frame = frame_of(Asked::run_task, "g.a");
    client.send_bytes(frame.substr(0, 10));
    serving.catch_up();
    client.send_bytes(frame.substr(10));
    CHECK(client.expect<TaskOver>().exit_code == 0);
}

TEST_CASE("a failed set-up is reported to its client", "[G5]") {
    TestServer serving;
    serving.fixture("db", {"exit", "3"});
    serving.task("a", {"exit", "0"});
    serving.start();
    TestClient client(serving);
    client.ask(Asked::set_up, "db");
    const auto answer = client.expect<FixtureAnswer>();
    CHECK_FALSE(answer.passed);
    CHECK(answer.text.find("exit code 3") != std::string::npos);
}

TEST_CASE("a teardown request is answered when the journal is complete or cannot be written", "[G6]") {
    TestServer serving;
    const bool good = GENERATE(true, false);
    serving.journal_problem = good ? "" : "the disk is full";
    serving.fixture("dir", {"exit", "0"}, {}, FixtureScope::worker);
    serving.task("a", {"exit", "0"});
    serving.start();
    TestClient task(serving);
    task.ask(Asked::run_task, "g.a");
    CHECK(task.expect<TaskOver>().exit_code == 0);
    task.end_as_told();
    TestClient end(serving);
    end.ask(Asked::end_group, "g");
    const auto answer = end.expect<FixtureAnswer>();
    CHECK(answer.passed == good);
    CHECK((answer.text.find("results are not complete: the disk is full") == std::string::npos) == good);
}

TEST_CASE("a test without a teardown test after it fails if the journal cannot be written", "[G9]") {
    TestServer serving;
    serving.journal_problem = "the disk is full";
    serving.task("a", {"exit", "0"});
    serving.start();
    TestClient task(serving);
    task.ask(Asked::run_task, "g.a");
    const auto over = task.expect<TaskOver>();
    CHECK(over.exit_code == -1);
    CHECK(over.signal == 0);
    CHECK(over.reason == "results are not complete: the disk is full");
}

TEST_CASE("the end of a group waits for the fixtures of its workers", "[G6]") {
    TestServer serving;
    serving.fixture("dir", {"exit", "0"}, {"exit", "0"}, FixtureScope::worker);
    serving.task("a", {"exit", "0"});
    serving.start();
    TestClient task(serving);
    task.ask(Asked::run_task, "g.a");
    CHECK(task.closed());
    TestClient end(serving);
    end.ask(Asked::end_group, "g");
    CHECK(end.expect<FixtureAnswer>().passed);
    CHECK(serving.notes() == Notes{"dir[g worker 0] is up", "g.a started", "g.a passed", "dir[g worker 0] is down"});
}

TEST_CASE("unknown names and other protocols are refused", "[G2][G3]") {
    TestServer serving;
    endless_task(serving);
    serving.start();
    TestClient first(serving);
    begin_endless(serving, first);
    TestClient client(serving);
    std::string why;
    SECTION("another language") {
        client.send_bytes("GET / HTTP/1.1\r\n");
        why = "not a request of this protocol";
    }
    SECTION("more than one request") {
        SessionRequest request;
        client.send_bytes(encode(ToSession(request)) + "x");
        why = "not a request of this protocol";
    }
    SECTION("another version") {
        client.ask(Asked::run_task, "g.a", kSessionProtocol + 1);
        why = "another version";
    }
    SECTION("no such task") {
        client.ask(Asked::run_task, "g.b");
        why = "there is no task \"g.b\"";
    }
    SECTION("no such fixture") {
        client.ask(Asked::set_up, "db");
        why = "there is no fixture";
    }
    SECTION("no such group") {
        client.ask(Asked::end_group, "h");
        why = "there is no group";
    }
    SECTION("a task that is running") {
        client.ask(Asked::run_task, "g.a");
        why = "already running for another test";
    }
    CHECK(client.expect<Refused>().reason.find(why) != std::string::npos);
    CHECK(client.closed());
}

TEST_CASE("a client that sends no request is disconnected", "[G4]") {
    TestServer serving;
    serving.options.request_timeout = 0.3;
    serving.start();
    TestClient client(serving);
    SECTION("nothing") {}
    SECTION("half of it") { client.send_bytes(encode(ToSession(SessionRequest{})).substr(0, 10)); }
    CHECK(client.closed());
    CHECK(client.bytes() == 0);
}

TEST_CASE("a client may disconnect before it has sent anything", "[G4]") {
    TestServer serving;
    serving.task("a", {"exit", "0"});
    serving.start();
    TestClient first(serving);
    first.send_bytes("1");
    first.close();
    TestClient client(serving);
    client.ask(Asked::run_task, "g.a");
    CHECK(client.expect<TaskOver>().exit_code == 0);
}

TEST_CASE("a client that never completes its request is disconnected", "[G4]") {
    TestServer serving;
    serving.start();
    TestClient client(serving);
    client.send_bytes("1");
    client.shut_down_sending();
    CHECK(client.closed());
}

TEST_CASE("a set-up continues when its client disconnects", "[G7]") {
    TestServer serving;
    const std::string go = serving.folder / "go";
    serving.fixture("db", {"touch", serving.folder / "begun", "wait-file", go});
    serving.task("a", {"exit", "0"});
    serving.start();
    TestClient client(serving);
    client.ask(Asked::set_up, "db");
    REQUIRE(wait_until([&] { return fs::exists(serving.folder / "begun"); }));
    SECTION("its set-up") {
        client.close();
        make_file(go);
        CHECK(serving.noted("db is up"));
        TestClient task(serving);
        task.ask(Asked::run_task, "g.a");
        CHECK(task.expect<TaskOver>().exit_code == 0);
        CHECK(serving.notes() == Notes{"db is up", "g.a started", "g.a passed"});
    }
    SECTION("its teardown") {
        TestClient end(serving);
        end.ask(Asked::tear_down, "db");
        end.close();
        make_file(go);
        CHECK(serving.noted("db is down"));
    }
}

TEST_CASE("a client gets the output and the result of its task", "[G1][G2][G8][G9]") {
    TestServer serving;
    serving.task("a", {"write", "hello", "exit", "3"});
    serving.start();
    TestClient client(serving);
    client.ask(Asked::run_task, "g.a");
    CHECK(client.expect<TaskPrinted>().bytes == "hello");
    CHECK(client.expect<TaskOver>().exit_code == 3);
    CHECK(client.closed());
}

TEST_CASE("a client that runs several tasks gets the result of each and then of all", "[G10]") {
    TestServer serving;
    SECTION("a group") {
        serving.task("a", {"exit", "0"});
        serving.task("b", {"exit", "3"});
    }
    SECTION("a generator") {
        TaskOptions generator;
        generator.generator = true;
        serving.task("a", {"write", "{\"name\": \"b\", \"command\": [\"" PF_RUNTIME_CHILD "\", \"exit\", \"3\"]}\n"},
                     generator);
    }
    serving.start();
    TestClient client(serving);
    const bool generates = serving.plan.tasks.size() == 1;
    client.ask(generates ? Asked::run_task : Asked::run_group, generates ? "g.a" : "g");
    const std::string text = client.expect<TaskPrinted>().bytes + client.expect<TaskPrinted>().bytes;
    CHECK(text.find("passed") != std::string::npos);
    CHECK(text.find("g.b: exit code 3") != std::string::npos);
    CHECK(client.expect<TaskOver>().exit_code == 1);
    CHECK(client.closed());
}

TEST_CASE("a client that runs a unit gets the problems of its fixtures", "[G14]") {
    TestServer serving;
    serving.fixture("g", {"exit", "0"}, {"write", "it is dirty", "exit", "4"}).program = 0;
    serving.task("a", {"exit", "0"});
    serving.plan.groups[0].dispatch = Dispatch::unit;
    serving.start();
    for (int time = 0; time < 2; ++time) {  // With ctest --repeat, problems of the first time are not reported again.
        TestClient client(serving);
        client.ask(Asked::run_group, "g");
        CHECK(client.expect<TaskPrinted>().bytes.find("passed") != std::string::npos);
        const std::string problems = client.expect<TaskPrinted>().bytes;
        CHECK(problems.find("it is dirty") == problems.rfind("it is dirty"));
        CHECK(problems.find("the teardown of g failed: exit code 4") != std::string::npos);
        CHECK(client.expect<TaskOver>().exit_code == 1);
        CHECK(client.closed());
    }
    TestClient end(serving);
    end.ask(Asked::end_group, "g");
    CHECK(end.expect<FixtureAnswer>().passed);
}

TEST_CASE("clients are refused only while no descriptor is left", "[G3]") {
    TestServer serving;
    serving.task("a", {"exit", "0"});
    serving.start();
    TestClient first(serving);
    first.ask(Asked::run_task, "g.a");
    CHECK(first.closed());
    serving.catch_up();
    serving.leave_no_descriptor();
    for (int i = 0; i < 3; ++i) {
        TestClient client(serving);
        CHECK(client.expect<Refused>().reason ==
              "the session has reached its limit of open files; raise it with `ulimit -n`");
        CHECK(client.closed());
    }
    serving.give_descriptors_back();
    TestClient later(serving);
    later.ask(Asked::run_task, "g.a");
    CHECK(later.expect<TaskOver>().exit_code == 0);
}
