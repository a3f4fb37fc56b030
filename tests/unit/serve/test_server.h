// Runs the session of a ctest in a process of its own. The unit test acts as ctest and as its tests.
#ifndef PARALLEL_FIXTURES_TESTS_UNIT_SERVE_TEST_SERVER_H
#define PARALLEL_FIXTURES_TESTS_UNIT_SERVE_TEST_SERVER_H

#include <sys/resource.h>
#include <sys/types.h>

#include <string>
#include <vector>

#include "runtime/session_message.h"
#include "tests/support/catch.h"
#include "tests/unit/support/folder.h"
#include "tool/serve/server.h"

namespace pf::test {

class TestServer {
public:
    // The limits are longer than a test takes, so that connections are not closed because of them.
    TestServer() { options.request_timeout = options.send_timeout = 1000; }
    // Ends ctest, and checks that the session then exits with 0 and leaves no processes.
    ~TestServer();
    TestServer(const TestServer&) = delete;
    TestServer& operator=(const TestServer&) = delete;

    // Add a fixture, or a task of the group "g", to the plan. The words are arguments of pf_runtime_child.
    PlannedFixture& fixture(const std::string& name, const std::vector<std::string>& setup,
                            const std::vector<std::string>& teardown = {}, FixtureScope scope = FixtureScope::run);
    void task(const std::string& name, const std::vector<std::string>& words, const TaskOptions& task_options = {});

    void start();
    // Lowers the limit of open files of the session to those that are open, and restores it.
    void leave_no_descriptor();
    void give_descriptors_back();

    // Returns when the session has handled everything that clients have sent so far: a new client has been refused.
    void catch_up() const;
    void end_ctest() { ctest_.reset(); }
    // Waits until the session has exited. Returns -1 if it does not.
    int exit_code();

    // Returns what the session has noted so far, in order: "db is up", "db is not up", "db is down", "g.a started",
    // "g.a passed", "stopping: ctest has ended".
    [[nodiscard]] std::vector<std::string> notes() const;
    // Waits for the note. Returns false if it does not appear.
    [[nodiscard]] bool noted(const std::string& note) const;

    Folder folder;
    Plan plan;
    ServerOptions options;
    std::string journal_problem;
    double grace = 5;

private:
    Texts words_of(const std::vector<std::string>& words);
    int serve(Descriptor listener, Descriptor ctest);

    pid_t pid_ = -1;
    rlimit descriptors_{};
    Descriptor ctest_;
};

// Encodes a request.
std::string frame_of(Asked what, const std::string& name, std::uint32_t protocol = kSessionProtocol);

// A test of ctest.
class TestClient {
public:
    explicit TestClient(const TestServer& serving);

    void ask(Asked what, const std::string& name, std::uint32_t protocol = kSessionProtocol);
    void send_bytes(const std::string& bytes);
    void close() { socket_.reset(); }
    // Closes the sending direction of the connection.
    void shut_down_sending();

    // Returns the next message. The unit test fails if there is none in time.
    FromSession next();
    template <typename Message>
    Message expect() {
        const FromSession message = next();
        INFO("message number " << message.index());
        REQUIRE(std::holds_alternative<Message>(message));
        return std::get<Message>(message);
    }
    // Waits, without reading, until the session has closed the connection. Returns false if it does not.
    [[nodiscard]] bool left() const;
    // Reads and ignores messages until the connection is closed, or until TaskOver, which it confirms. Returns false if
    // neither happens.
    bool closed();
    // Confirms TaskOver and disconnects.
    void end_as_told();
    // Returns the number of bytes received so far.
    [[nodiscard]] std::size_t bytes() const { return bytes_; }

private:
    bool receive();

    Descriptor socket_;
    FrameReader<FromSession> reader_;
    std::size_t bytes_ = 0;
};

void make_file(const std::string& path);

// Adds the task "g.a", which only SIGKILL ends.
void endless_task(TestServer& serving);

// Requests that task and waits until it is running.
void begin_endless(const TestServer& serving, TestClient& client);

}  // namespace pf::test

#endif
