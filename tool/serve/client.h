// The server's side of one connection. A client is a test of ctest that asks its session for a fixture or a task, or a
// run that asks the fixture daemon for a lease.
#ifndef PARALLEL_FIXTURES_TOOL_SERVE_CLIENT_H
#define PARALLEL_FIXTURES_TOOL_SERVE_CLIENT_H

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
        receiving,      // The request is not complete, or nobody has taken it.
        served,         // The request has been taken and the last message has not been sent.
        flushing,       // The last message waits in the outbox.
        awaiting_exit,  // The client has received TaskOver and has not ended yet.
        closed,         // Either side has closed the connection.
    };

    // Watches `socket` in `loop`, which must outlive the client.
    Client(Loop& loop, Descriptor socket);
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;
    ~Client() { close(); }

    // Returns the complete request, once. Bytes that are not of the protocol are answered with Refused.
    std::optional<SessionRequest> take_request();

    // Returns the complete request without taking it; null while it is incomplete and after it has been taken.
    [[nodiscard]] const SessionRequest* request() const {
        return request_ && state_ == State::receiving ? &*request_ : nullptr;
    }

    // Queues a message. It is dropped once send_last() has been called.
    void send(const FromSession& message);
    // Queues the last message. The connection is closed when it has been sent, unless `to_confirm` has a value: then
    // the client keeps the connection open until it exits.
    void send_last(const FromSession& message);
    void close();

    [[nodiscard]] State state() const { return state_; }
    // True if the client said that a signal ends it. ctest may have received the same signal.
    [[nodiscard]] bool interrupted() const { return interrupted_; }
    // True if the client said that it exits as TaskOver told it to.
    [[nodiscard]] bool confirmed() const { return confirmed_; }
    // Reads everything that the client has sent so far, without waiting for the loop.
    void read_pending();
    // Returns for how many seconds the client has been in its state, counted from the first call in that state.
    double age(double now);
    [[nodiscard]] std::size_t unsent_bytes() const { return outbox_.size(); }

    // The owner of the client keeps what it knows of the request in these.
    std::optional<Asked> asked;  // Set once the name in the request is known to exist.
    FixtureId fixture = kNone;
    std::string group;       // The name in the request.
    std::set<TaskId> tasks;  // The requested tasks that have not ended.
    double started = -1;     // The time when the first of them started; -1: none has.
    bool output_paused = false;
    std::string waited_for;         // The earlier run that delayed the request, for people; "": none.
    bool batch = false;             // The request is for several tasks, or for a generator: each result is reported.
    Text unit;                      // Of a batch: the unit whose fixtures must be down before the test ends; "": none.
    std::set<TaskId> taken;         // Of a batch: all tasks so far.
    std::map<Outcome, int> ended;   // Of a batch: the number of tasks with each outcome.
    std::optional<TaskEnded> last;  // Of a batch: the task that ended last.
    // The last message, which waits until the linked program `ending` has ended, because the test reports its problems.
    std::optional<TaskOver> over;
    FixtureId ending = kNone;
    bool ended_program = false;
    // The task that passed or was skipped last. ctest shows the same outcome only if the client confirms it.
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
    State state_ = State::receiving;
    bool interrupted_ = false;
    bool confirmed_ = false;
    State timed_state_ = State::receiving;
    double timed_since_ = -1;
};

}  // namespace pf

#endif
