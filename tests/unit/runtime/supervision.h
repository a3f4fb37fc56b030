// A real supervisor at the other end of a socket, for tests.
#ifndef PARALLEL_FIXTURES_TESTS_UNIT_RUNTIME_SUPERVISION_H
#define PARALLEL_FIXTURES_TESTS_UNIT_RUNTIME_SUPERVISION_H

#include <sys/types.h>

#include <csignal>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "runtime/message.h"
#include "runtime/supervisor.h"
#include "tests/support/catch.h"

namespace pf::test {

// Longer than anything takes that goes well.
inline constexpr double kLong = 20;

// As a word for a child.
inline const std::string kTerm = std::to_string(SIGTERM);

// Looks every millisecond; false: `seconds` have passed and it still does not hold.
bool wait_until(const std::function<bool()>& condition, double seconds = kLong);

// Alive: there and not a zombie.
bool alive(pid_t pid);

// The pid that the child's `say-pid` wrote; waits for it.
pid_t pid_in(const std::string& path);

// A command of pf_runtime_child.
RunCommand child(std::vector<std::string> words);

// Forks a process that runs supervise(), after `before` in it. Whatever escapes from it becomes a child of this
// process, so the destructor can tell: nothing may be left.
class Supervision {
public:
    explicit Supervision(SupervisorSetup setup = {}, const std::function<void()>& before = {});
    ~Supervision();
    Supervision(const Supervision&) = delete;
    Supervision& operator=(const Supervision&) = delete;

    void send(const ToSupervisor& message);
    void send_bytes(const std::string& bytes);
    void close_socket() { control_.reset(); }

    // The next message; fails the test when there is none in time. What commands print meanwhile is collected.
    FromSupervisor next();
    template <typename Message>
    Message expect() {
        const FromSupervisor message = next();
        INFO("message number " << message.index());
        REQUIRE(std::holds_alternative<Message>(message));
        return std::get<Message>(message);
    }
    // Past a Started, which only slow commands send.
    Ended ended();
    Ended run(const RunCommand& command);

    // What commands have printed since this was last asked.
    std::string output();
    std::string data();

    [[nodiscard]] pid_t pid() const { return pid_; }
    // Waits until it has gone; -1: it does not. Otherwise its exit code, 128+n for signal n.
    int gone();

private:
    pid_t pid_ = -1;
    Descriptor control_;
    Descriptor output_;
    Descriptor data_;
    FrameReader<FromSupervisor> reader_;
    std::string collected_;
};

}  // namespace pf::test

#endif
