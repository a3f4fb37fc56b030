// Fixtures that are borrowed: what the lender says, and what becomes of it.
#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include "runtime/session_message.h"
#include "tests/unit/session/world.h"

using namespace pf;
using pf::test::World;

namespace {

// The test is the lender.
class BorrowingWorld : public World {
public:
    BorrowingWorld() {
        fixture("db");
        context->lending.state = "state";
        context->lending.reach = [this](const std::function<void(pid_t)>& /*started*/) -> Result<Descriptor> {
            ++asked;
            if (!reachable) {
                return Error{"there is none"};
            }
            auto pair = make_socket_pair();
            REQUIRE(pair.ok());
            lender = std::move(pair->second);
            if (leaving) {
                lender.reset();
            }
            return std::move(pair->first);
        };
    }

    SessionRequest request() {
        FrameReader<ToSession> reader;
        std::array<char, 4096> buffer{};
        const ssize_t got = recv(lender.get(), buffer.data(), buffer.size(), 0);
        REQUIRE(got > 0);
        reader.append(buffer.data(), static_cast<std::size_t>(got));
        const auto message = reader.next();
        REQUIRE((message.ok() && message->has_value()));
        return std::get<SessionRequest>(**message);
    }
    void answer(const FromSession& message) const {
        const std::string frame = encode(message);
        REQUIRE(send(lender.get(), frame.data(), frame.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(frame.size()));
    }
    FixtureRun& up() {
        FixtureRun& run = set_up("db");
        Lent lent;
        lent.variables = {{"URL", "x"}};
        answer(lent);
        CHECK(next() == "db is up");
        return run;
    }
    // The lender sees that it is given back.
    bool given_back() const {
        return pf::test::wait_until([this] {
            char byte = 0;
            return recv(lender.get(), &byte, 1, MSG_DONTWAIT) == 0;
        });
    }

    Descriptor lender;
    int asked = 0;
    bool reachable = true;
    bool leaving = false;
};

}  // namespace

TEST_CASE("a fixture is borrowed, and given back", "[B1][B2][B7]") {
    BorrowingWorld world;
    FixtureRun& run = world.set_up("db");
    const SessionRequest request = world.request();
    CHECK(request.what == Asked::borrow);
    CHECK(request.name == "db");
    CHECK(request.state == "state");
    CHECK(run.state_text() == "setting up");
    Lent lent;
    lent.lender = "77";
    lent.kept = true;
    lent.microseconds = 2500000;
    lent.variables = {{"URL", "x"}};
    world.answer(lent);
    CHECK(world.next() == "db is up");
    CHECK(run.handed_down() == std::vector<std::string>{"URL=x"});
    CHECK(run.lender() == "77");
    CHECK(run.kept_seconds() == 2.5);
    run.tear_down(true, false);
    CHECK(world.next() == "db is down");
    CHECK(world.given_back());
}

TEST_CASE("a fixture that the lender could not set up", "[B2]") {
    BorrowingWorld world;
    world.set_up("db");
    static_cast<void>(world.request());
    Lent lent;
    std::string said;
    SECTION("failed") {
        lent.outcome = Lent::Outcome::failed;
        said = "failed";
    }
    SECTION("skipped") {
        lent.outcome = Lent::Outcome::skipped;
        said = "skipped";
    }
    SECTION("timeout") {
        lent.outcome = Lent::Outcome::timeout;
        said = "timeout";
    }
    lent.reason = "why";
    lent.warning = "it was late";
    world.answer(lent);
    CHECK(world.next() == "db warns: it was late");
    CHECK(world.next() == "db " + said + ": why");
    CHECK(world.given_back());
}

TEST_CASE("what is not lent is said", "[B3]") {
    BorrowingWorld world;
    SECTION("refused") {
        world.set_up("db");
        static_cast<void>(world.request());
        world.answer(Refused{"it is of another state"});
        CHECK(world.next() == "db is not lent: it is of another state");
        CHECK(world.given_back());
    }
    SECTION("there is no lender") {
        world.reachable = false;
        world.set_up("db");
        CHECK(world.next() == "db is not lent: there is none");
    }
}

TEST_CASE("when a lender leaves, the next one is asked, but not for ever", "[B4]") {
    BorrowingWorld world;
    SECTION("the second stays") {
        world.set_up("db");
        static_cast<void>(world.request());
        world.lender.reset();
        world.turn_until([&] { return world.asked == 2; });
        static_cast<void>(world.request());
        world.answer(Lent{});
        CHECK(world.next() == "db is up");
    }
    SECTION("none stays") {
        world.leaving = true;
        world.set_up("db");
        CHECK(world.next() == "db is not lent: who lends it ends again and again");
        CHECK(world.asked == 20);
    }
}

TEST_CASE("a loan that is not waited for any more has failed", "[B5]") {
    BorrowingWorld world;
    FixtureRun& run = world.set_up("db");
    static_cast<void>(world.request());
    run.end(GENERATE(false, true));
    CHECK(world.next() == "db failed: it was not waited for");
    CHECK(world.given_back());
}

TEST_CASE("a borrowed fixture dies with its lender, or before", "[B6]") {
    BorrowingWorld world;
    FixtureRun& run = world.up();
    SECTION("its service died") {
        world.answer(LoanOver{"exit code 1", "last words"});
        CHECK(world.next() == "db died: exit code 1");
        CHECK(run.take_output().text == "last words");
    }
    SECTION("the lender") {
        world.lender.reset();
        CHECK(world.next() == "db died: the process that lends it has gone");
    }
    run.tear_down(true, false);
    CHECK(world.next() == "db is down");
}
