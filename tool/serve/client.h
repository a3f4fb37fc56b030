// One test of ctest at the session's end of its connection.
#ifndef PARALLEL_FIXTURES_TOOL_SERVE_GUEST_H
#define PARALLEL_FIXTURES_TOOL_SERVE_GUEST_H

#include <map>
#include <optional>
#include <set>
#include <string>

#include "runtime/descriptor.h"
#include "runtime/session_message.h"
#include "tool/event/event.h"
#include "tool/plan/plan.h"
#include "tool/process/loop.h"

namespace pf {

class Client {
public:
    enum class State {
        arriving,  // Its request is not complete.
        served,
        leaving,  // Its last word waits to be sent.
        told,     // It has its last word, TaskOver, and has not ended yet.
        gone,     // Closed, by either side.
    };

    // `loop` must outlive it.
    Client(Loop& loop, Descriptor socket);
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;
    ~Client() { close(); }

    // Its request, once; what is not of the protocol closes the connection.
    std::optional<SessionRequest> take_request();

    // The same, as long as it was not taken; null: it is not complete.
    [[nodiscard]] const SessionRequest* request() const {
        return request_ && state_ == State::arriving ? &*request_ : nullptr;
    }

    void say(const FromSession& message);
    // And nothing after it. A test that is told how its task ended then keeps the connection until it ends itself.
    void say_last(const FromSession& message);
    void close();

    [[nodiscard]] State state() const { return state_; }
    // It has gone because of a signal that is for ctest too.
    [[nodiscard]] bool interrupted() const { return interrupted_; }
    // It said that it ends as it was told.
    [[nodiscard]] bool confirmed() const { return confirmed_; }
    // Reads what it has said by now, without waiting for the loop.
    void catch_up();
    // For how long it has been in its state, as far as this was called. Seconds.
    double age(double now);
    [[nodiscard]] std::size_t waiting() const { return outbox_.size(); }

    // What it asked for, once that is known to be there.
    std::optional<Asked> asked;
    FixtureId fixture = kNone;
    GroupId group = kNone;
    std::set<TaskId> tasks;  // Of its request, under way.
    double started = -1;     // When the first of them was.
    bool output_paused = false;
    std::string waited_for;         // What its request was held back for, for people; "": nothing.
    bool batch = false;             // It asked for several tasks, or for one that makes more: it is told of each.
    Text unit;                      // Of a batch: the unit that it is, whose fixtures end before it does. "": none.
    std::set<TaskId> taken;         // Of a batch: all so far.
    std::map<Outcome, int> ended;   // Of a batch.
    std::optional<TaskEnded> last;  // Of a batch: the task that ended last.
    // The task that passed, or was skipped, last: not so for ctest unless the test ends as it was told.
    std::optional<TaskEnded> to_confirm;

private:
    void watch();
    void on_ready(short events);
    void receive();
    void flush();

    Loop& loop_;
    Descriptor socket_;
    FrameReader<ToSession> reader_;
    std::optional<SessionRequest> request_;
    std::string outbox_;
    short watched_ = 0;
    State state_ = State::arriving;
    bool interrupted_ = false;
    bool confirmed_ = false;
    State seen_ = State::arriving;
    double since_ = -1;
};

}  // namespace pf

#endif
