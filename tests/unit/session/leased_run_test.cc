// Fixtures that the fixture daemon leases, with a test in the place of the fixture daemon.
#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include "runtime/session_message.h"
#include "tests/unit/session/world.h"

using namespace pf;
using pf::test::World;

namespace {

// The test is the fixture daemon.
class BorrowingWorld : public World {
public:
    BorrowingWorld() {
        fixture("db");
        context->leases.state = "state";
        context->leases.reach = [this](const std::function<void(pid_t)>& /*started*/) -> Result<Descriptor> {
            ++asked;
            if (!reachable) {
                return Error{"there is none"};
            }
            auto pair = make_socket_pair();
            REQUIRE(pair.ok());
            daemon = std::move(pair->second);
            if (leaving) {
                daemon.reset();
            }
            return std::move(pair->first);
        };
    }

    SessionRequest request() {
        FrameReader<ToSession> reader;
        std::array<char, 4096> buffer{};
        const ssize_t got = recv(daemon.get(), buffer.data(), buffer.size(), 0);
        REQUIRE(got > 0);
        reader.append(buffer.data(), static_cast<std::size_t>(got));
        const auto message = reader.next();
        REQUIRE((message.ok() && message->has_value()));
        return std::get<SessionRequest>(**message);
    }
    void answer(const FromSession& message) const {
        const std::string frame = encode(message);
        REQUIRE(send(daemon.get(), frame.data(), frame.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(frame.size()));
    }
    FixtureRun& up() {
        FixtureRun& run = set_up("db");
        LeaseAnswer leased;
        leased.variables = {{"URL", "x"}};
        answer(leased);
        CHECK(next() == "db is up");
        return run;
    }
    // The fixture daemon sees the end of the lease.
    bool given_back() const {
        return pf::test::wait_until([this] {
            char byte = 0;
            return recv(daemon.get(), &byte, 1, MSG_DONTWAIT) == 0;
        });
    }

    Descriptor daemon;
    int asked = 0;
    bool reachable = true;
    bool leaving = false;
};

}  // namespace

TEST_CASE("a fixture is leased, and given back", "[B1][B2][B7]") {
    BorrowingWorld world;
    FixtureRun& run = world.set_up("db");
    const SessionRequest request = world.request();
    CHECK(request.what == Asked::acquire);
    CHECK(request.name == "db");
    CHECK(request.state == "state");
    CHECK(run.state_text() == "setting up");
    LeaseAnswer leased;
    leased.daemon = "77";
    leased.kept = true;
    leased.microseconds = 2500000;
    leased.variables = {{"URL", "x"}};
    world.answer(leased);
    CHECK(world.next() == "db is up");
    CHECK(run.handed_down() == std::vector<std::string>{"URL=x"});
    CHECK(run.daemon() == "77");
    CHECK(run.kept_seconds() == 2.5);
    run.tear_down(true, false);
    CHECK(world.next() == "db is down");
    CHECK(world.given_back());
}

TEST_CASE("a fixture that the daemon could not set up", "[B2]") {
    BorrowingWorld world;
    world.set_up("db");
    static_cast<void>(world.request());
    LeaseAnswer leased;
    std::string said;
    SECTION("failed") {
        leased.outcome = LeaseAnswer::Outcome::failed;
        said = "failed";
    }
    SECTION("skipped") {
        leased.outcome = LeaseAnswer::Outcome::skipped;
        said = "skipped";
    }
    SECTION("timeout") {
        leased.outcome = LeaseAnswer::Outcome::timeout;
        said = "timeout";
    }
    leased.reason = "why";
    leased.warning = "it was late";
    world.answer(leased);
    CHECK(world.next() == "db warns: it was late");
    CHECK(world.next() == "db " + said + ": why");
    CHECK(world.given_back());
}

TEST_CASE("what is not leased is said", "[B3]") {
    BorrowingWorld world;
    SECTION("refused") {
        world.set_up("db");
        static_cast<void>(world.request());
        world.answer(Refused{"it is of another state"});
        CHECK(world.next() == "db is not leased: it is of another state");
        CHECK(world.given_back());
    }
    SECTION("there is no daemon") {
        world.reachable = false;
        world.set_up("db");
        CHECK(world.next() == "db is not leased: there is none");
    }
}

TEST_CASE("when a daemon leaves, the next one is asked, but not for ever", "[B4]") {
    BorrowingWorld world;
    SECTION("the second stays") {
        world.set_up("db");
        static_cast<void>(world.request());
        world.daemon.reset();
        world.turn_until([&] { return world.asked == 2; });
        static_cast<void>(world.request());
        world.answer(LeaseAnswer{});
        CHECK(world.next() == "db is up");
    }
    SECTION("none stays") {
        world.leaving = true;
        world.set_up("db");
        CHECK(world.next() == "db is not leased: the fixture daemon ends again and again");
        CHECK(world.asked == 20);
    }
}

TEST_CASE("a lease that is not waited for any more has failed", "[B5]") {
    BorrowingWorld world;
    FixtureRun& run = world.set_up("db");
    static_cast<void>(world.request());
    run.end(GENERATE(false, true));
    CHECK(world.next() == "db failed: it was not waited for");
    CHECK(world.given_back());
}

TEST_CASE("a leased fixture dies with its daemon, or before", "[B6]") {
    BorrowingWorld world;
    FixtureRun& run = world.up();
    SECTION("its service died") {
        world.answer(LeaseEnded{"exit code 1", "last words"});
        CHECK(world.next() == "db died: exit code 1");
        CHECK(run.take_output().text == "last words");
    }
    SECTION("the daemon") {
        world.daemon.reset();
        CHECK(world.next() == "db died: the fixture daemon has gone");
    }
    run.tear_down(true, false);
    CHECK(world.next() == "db is down");
}
