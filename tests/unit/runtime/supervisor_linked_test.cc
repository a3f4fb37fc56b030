// A supervisor that was forked from a linked program: forks in place of commands, and processes that are used again.
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <sstream>

#include "runtime/process_tree.h"
#include "tests/unit/runtime/supervision.h"

using namespace pf;
using pf::test::alive;
using pf::test::Supervision;
using pf::test::wait_until;

namespace {

// Tests that print the number of their process and do what they are called: pass, exit (3), pause, leave.
class Work : public LinkedWork {
public:
    void prepare() override {}
    void prepare_test(const RunTest& /*test*/) override {}
    void run_test(const RunTest& test, int requests) override {
        RunTest current = test;
        FrameReader<ToSupervisor> reader;
        while (true) {
            say_pid();
            TestOrder order;
            static_cast<void>(decode_order(current.order, order));
            obey(order.test);
            std::array<char, 1024> buffer{};
            if (!current.reuse || send(requests, "", 1, MSG_NOSIGNAL) != 1) {
                _exit(0);
            }
            const ssize_t got = recv(requests, buffer.data(), buffer.size(), 0);
            if (got <= 0) {
                _exit(0);
            }
            reader.append(buffer.data(), static_cast<std::size_t>(got));
            current = std::get<RunTest>(reader.next().value().value());
        }
    }
    void run_fixture(const RunFixture& fixture, int /*data*/) override {
        say_pid();
        obey(fixture.fixture);
        _exit(0);
    }
    void take_report(std::string& report) override { report = "reported"; }

private:
    static void say_pid() {
        const std::string text = std::to_string(getpid()) + "\n";
        static_cast<void>(!write(STDOUT_FILENO, text.data(), text.size()));
    }
    static void obey(const std::string& word) {
        if (word == "exit") {
            _exit(3);
        }
        if (word == "leave" && fork() == 0) {
            while (true) {  // It prints nothing.
                pause();
            }
        }
        while (word == "pause") {
            pause();
        }
    }
};

class LinkedSupervision {
public:
    // Unless `reports_started`, no test takes long, however busy the machine is.
    explicit LinkedSupervision(bool reports_started = true) {
        SupervisorSetup setup;
        setup.report_started_ms = reports_started ? setup.report_started_ms : 60'000;
        setup.work = &work_;
        supervision_.emplace(setup);
    }
    Supervision* operator->() { return &*supervision_; }

    static RunTest test(const std::string& name, bool reuse) {
        TestOrder order;
        order.test = name;
        RunTest test;
        test.order = encode_order(order);
        test.reuse = reuse;
        return test;
    }
    // The process in which it passed.
    pid_t passes(bool reuse) {
        supervision_->send(test("pass", reuse));
        CHECK(supervision_->ended().exit_code == 0);
        return said_pid();
    }
    pid_t said_pid() {
        pid_t pid = 0;
        std::istringstream(supervision_->output()) >> pid;
        REQUIRE(pid > 1);
        return pid;
    }

private:
    Work work_;
    std::optional<Supervision> supervision_;
};

}  // namespace

TEST_CASE("a test is run in a fork, and another in another", "[S1][S2][S3]") {
    LinkedSupervision supervision;
    const pid_t first = supervision.passes(false);
    CHECK_FALSE(alive(first));
    CHECK(supervision.passes(false) != first);
    supervision->send(LinkedSupervision::test("exit", false));
    const Ended ended = supervision->ended();
    CHECK(ended.exit_code == 3);
    CHECK(ended.report == "reported");
}

TEST_CASE("what a nested fixture is set up in is not swept up for", "[S1][S7]") {
    LinkedSupervision supervision;
    supervision->send(RunFixture{"exit", {}, ""});
    const Ended ended = supervision->ended();
    CHECK(ended.exit_code == 3);
    CHECK(ended.leaked.empty());
    supervision->send(RunFixture{"leave", {}, ""});
    CHECK(supervision->ended().leaked.empty());
    CHECK(descendants_of(supervision->pid()).size() == 1);
}

TEST_CASE("a process that is used again rests between its tests", "[S8][S9]") {
    LinkedSupervision supervision;
    const pid_t process = supervision.passes(true);
    CHECK(alive(process));
    SECTION("and has the next one") {
        CHECK(supervision.passes(true) == process);
        CHECK(supervision.passes(false) == process);
        CHECK_FALSE(alive(process));
        CHECK(supervision.passes(true) != process);
    }
    SECTION("unless it ends") {
        supervision->send(LinkedSupervision::test("exit", true));
        CHECK(supervision->ended().exit_code == 3);
        CHECK(supervision.said_pid() == process);
        CHECK(supervision.passes(true) != process);
    }
    SECTION("unless it has gone, also where that is seen at the same moment") {
        kill(supervision->pid(), SIGSTOP);
        kill(process, SIGKILL);
        REQUIRE(wait_until([&] { return !alive(process); }));
        supervision->send(LinkedSupervision::test("pass", true));
        kill(supervision->pid(), SIGCONT);
        CHECK(supervision->ended().exit_code == 0);
        CHECK(supervision.said_pid() != process);
    }
}

TEST_CASE("a process that ends while it rests is reaped, and the next test has another", "[S10]") {
    LinkedSupervision supervision;
    const pid_t process = supervision.passes(true);
    kill(process, SIGKILL);
    CHECK(wait_until([&] { return kill(process, 0) != 0; }));
    CHECK(supervision.passes(true) != process);
}

TEST_CASE("a kill that comes while a process rests is not for the next test", "[S10][S12]") {
    LinkedSupervision supervision;
    const pid_t process = supervision.passes(true);
    supervision->send(KillAll{});
    CHECK(wait_until([&] { return kill(process, 0) != 0; }));
    supervision->send(LinkedSupervision::test("pause", true));
    supervision->expect<Started>();
    supervision->send(KillAll{});
    CHECK(supervision->ended().signal == SIGKILL);
}

TEST_CASE("a supervisor that leaves lets a process that rests end by itself", "[S13]") {
    LinkedSupervision supervision;
    const pid_t process = supervision.passes(true);
    supervision->send(Leave{});
    CHECK(supervision->expect<Swept>().leaked.empty());
    CHECK_FALSE(alive(process));
    CHECK(supervision->gone() == 0);
}

TEST_CASE("when the session has gone, a process that rests is killed", "[S14]") {
    LinkedSupervision supervision;
    const pid_t process = supervision.passes(true);
    supervision->close_socket();
    CHECK(wait_until([&] { return !alive(process); }, 1));
    CHECK(supervision->gone() == 1);
}

namespace {

RunTest numbered(const std::string& name, std::uint32_t number, bool next) {
    RunTest test = LinkedSupervision::test(name, false);
    test.number = number;
    test.next = next;
    return test;
}

}  // namespace

// The supervisor is stopped while both tests are sent, so the next one is there before the first has ended.
TEST_CASE("the next test begins when the one before it has ended well, and says so", "[S15][S16]") {
    LinkedSupervision supervision(false);
    kill(supervision->pid(), SIGSTOP);
    supervision->send(numbered("pass", 1, false));
    supervision->send(numbered("pass", 2, true));
    kill(supervision->pid(), SIGCONT);
    const Ended first = supervision->ended();
    CHECK(first.next == NextState::begins);
    CHECK(first.next_at > 0);
    const Ended second = supervision->ended();
    CHECK(second.next == NextState::none);
    CHECK(second.next_at == 0);
    CHECK(second.exit_code == 0);
    const std::string output = supervision->output();
    CHECK(std::count(output.begin(), output.end(), '\n') == 2);
}

TEST_CASE("the next test is handed back when the one before it has not ended well", "[S17]") {
    LinkedSupervision supervision(false);
    const std::string how = GENERATE("exit", "leave");
    kill(supervision->pid(), SIGSTOP);
    supervision->send(numbered(how, 1, false));
    supervision->send(numbered("pass", 2, true));
    kill(supervision->pid(), SIGCONT);
    if (how == "leave") {
        CHECK(supervision->expect<Ended>().leaked.size() == 1);
    } else {
        const Ended ended = supervision->ended();
        CHECK(ended.exit_code == 3);
        CHECK(ended.next == NextState::handed_back);
    }
    supervision->send(numbered("pass", 3, false));  // Nothing else has begun meanwhile.
    CHECK(supervision->ended().next == NextState::none);
    const std::string output = supervision->output();
    CHECK(std::count(output.begin(), output.end(), '\n') == 2);
}

TEST_CASE("the next test is handed back when the one before it takes long", "[S18]") {
    LinkedSupervision supervision;
    supervision->send(numbered("pause", 1, false));
    supervision->send(numbered("pass", 2, true));
    supervision->expect<Started>();
    CHECK(supervision->expect<HandedBack>().number == 2);
    supervision->send(numbered("pass", 3, true));
    CHECK(supervision->expect<HandedBack>().number == 3);
    supervision->send(KillAll{2});  // It has not begun, so nothing is killed.
    supervision->send(SignalAll{SIGTERM, 3});
    supervision->send(TakeNextBack{});  // It is back already.
    supervision->send(KillAll{1});
    const Ended ended = supervision->ended();
    CHECK(ended.signal == SIGKILL);
    CHECK(ended.next == NextState::none);
}

TEST_CASE("the next test is handed back when it is asked for, and before a signal to the one before it", "[S18]") {
    LinkedSupervision supervision(false);
    kill(supervision->pid(), SIGSTOP);
    supervision->send(numbered("pause", 1, false));
    supervision->send(numbered("pass", 2, true));
    SECTION("asked for") { supervision->send(TakeNextBack{}); }
    SECTION("a signal") { supervision->send(SignalAll{SIGCONT, 1}); }
    SECTION("a pause") {
        supervision->send(Pause{true});
        supervision->send(Pause{false});
    }
    kill(supervision->pid(), SIGCONT);
    CHECK(supervision->expect<HandedBack>().number == 2);
    supervision->send(KillAll{1});
    CHECK(supervision->ended().signal == SIGKILL);
}

TEST_CASE("a next test that comes after the end begins if the last test has ended well", "[S19]") {
    LinkedSupervision supervision(false);
    SECTION("it has") {
        supervision->send(numbered("pass", 1, false));
        supervision->ended();
        supervision->send(numbered("pass", 2, true));
        const Began began = supervision->expect<Began>();
        CHECK(began.number == 2);
        CHECK(began.at > 0);
        CHECK(supervision->ended().exit_code == 0);
    }
    SECTION("it has not") {
        supervision->send(numbered("exit", 1, false));
        supervision->ended();
        supervision->send(numbered("pass", 2, true));
        CHECK(supervision->expect<HandedBack>().number == 2);
    }
    SECTION("there is none") {
        supervision->send(numbered("pass", 1, true));
        CHECK(supervision->expect<HandedBack>().number == 1);
    }
}
