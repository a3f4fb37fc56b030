// A session of ctest in a process of its own, and the tests of that ctest, which are played here.
#ifndef PARALLEL_FIXTURES_TESTS_UNIT_SERVE_SERVING_H
#define PARALLEL_FIXTURES_TESTS_UNIT_SERVE_SERVING_H

#include <sys/resource.h>
#include <sys/types.h>

#include <string>
#include <vector>

#include "runtime/session_message.h"
#include "tests/support/catch.h"
#include "tests/unit/support/folder.h"
#include "tool/serve/server.h"

namespace pf::test {

class Serving {
public:
    // A client is waited for longer than a test takes: what closes a connection is not that it has waited.
    Serving() { options.arrival = options.last_word = 1000; }
    // ctest ends. The session must end well then, and leave nothing.
    ~Serving();
    Serving(const Serving&) = delete;
    Serving& operator=(const Serving&) = delete;

    // The plan: one group, "g", and what its tasks and fixtures do (words of pf_runtime_child).
    PlannedFixture& fixture(const std::string& name, const std::vector<std::string>& setup,
                            const std::vector<std::string>& teardown = {}, FixtureScope scope = FixtureScope::run);
    void task(const std::string& name, const std::vector<std::string>& words, const TaskOptions& task_options = {});

    void start();
    // Of the session's process: as many descriptors as it has, and no more; as before.
    void leave_no_descriptor();
    void give_descriptors_back();

    // Returns when it has seen all that clients have done so far: they came before the one that it refuses now.
    void catch_up() const;
    void end_ctest() { ctest_.reset(); }
    // Waits until it has gone; -1: it does not.
    int exit_code();

    // What it has noted so far, in order: "db is up", "db is not up", "db is down", "g.a started", "g.a passed",
    // "stopping: ctest has ended".
    [[nodiscard]] std::vector<std::string> notes() const;
    // Waits for it; false: it does not come.
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

// A request as its bytes.
std::string frame_of(Asked what, const std::string& name, std::uint32_t protocol = kSessionProtocol);

// A test of ctest.
class TestClient {
public:
    explicit TestClient(const Serving& serving);

    void ask(Asked what, const std::string& name, std::uint32_t protocol = kSessionProtocol);
    void send_bytes(const std::string& bytes);
    void close() { socket_.reset(); }
    // It still listens.
    void say_no_more();

    // The next message; fails the test when there is none in time.
    FromSession next();
    template <typename Message>
    Message expect() {
        const FromSession message = next();
        INFO("message number " << message.index());
        REQUIRE(std::holds_alternative<Message>(message));
        return std::get<Message>(message);
    }
    // Waits, without reading, until the session has closed its end; false: it does not.
    [[nodiscard]] bool left() const;
    // Reads to the end, or to how its task ended, which it confirms, and says whether that came; what was said until
    // then is not looked at.
    bool closed();
    // As a test that ends as it was told.
    void end_as_told();
    // How many bytes that was.
    [[nodiscard]] std::size_t bytes() const { return bytes_; }

private:
    bool receive();

    Descriptor socket_;
    FrameReader<FromSession> reader_;
    std::size_t bytes_ = 0;
};

void make_file(const std::string& path);

// A task, "g.a", that nothing but SIGKILL ends.
void endless_task(Serving& serving);

// The client has it under way.
void begin_endless(const Serving& serving, TestClient& client);

}  // namespace pf::test

#endif
