#include "tests/unit/serve/test_server.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "runtime/platform.h"
#include "runtime/process_tree.h"
#include "tests/unit/runtime/supervision.h"

namespace pf::test {
namespace {

sockaddr_un address_in(const Folder& folder) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    (folder / "socket").copy(address.sun_path, sizeof address.sun_path - 1);
    return address;
}

// Writes the events of the session as lines for TestServer::notes().
class Notes : public EventSink {
public:
    Notes(Server& server, const std::string& path) : server_(server), file_(path, std::ios::app) {}

    void handle(const Event& event) override {
        if (const auto* setup = std::get_if<SetupEnded>(&event)) {
            note(setup->instance + (setup->outcome == SetupOutcome::passed ? " is up" : " is not up"));
        } else if (const auto* teardown = std::get_if<TeardownEnded>(&event)) {
            note(teardown->instance + " is down");
        } else if (const auto* started = std::get_if<TaskStarted>(&event)) {
            note(started->id + " started");
        } else if (const auto* ended = std::get_if<TaskEnded>(&event)) {
            note(ended->id + " " + to_text(ended->outcome) +
                 (ended->reason.empty() ? "" : std::string(" (") + to_text(ended->cause) + ")"));
        } else if (const auto* stopping = std::get_if<Stopping>(&event)) {
            note("stopping: " + stopping->reason);
        }
        server_.handle(event);  // A client that gets an answer may read the notes, so they are written first.
    }
    void note(const std::string& text) { file_ << text << std::endl; }

private:
    Server& server_;
    std::ofstream file_;
};

}  // namespace

Texts TestServer::words_of(const std::vector<std::string>& words) {
    Texts command;
    if (!words.empty()) {
        command.push_back(plan.keep(PF_RUNTIME_CHILD));
    }
    for (const std::string& word : words) {
        command.push_back(plan.keep(word));
    }
    return command;
}

PlannedFixture& TestServer::fixture(const std::string& name, const std::vector<std::string>& setup,
                                    const std::vector<std::string>& teardown, FixtureScope scope) {
    PlannedFixture& made = plan.fixtures.emplace_back();
    made.name = plan.keep(name);
    made.scope = scope;
    made.setup = words_of(setup);
    made.teardown = words_of(teardown);
    made.binary_dir = plan.keep(folder.path());
    return made;
}

void TestServer::task(const std::string& name, const std::vector<std::string>& words, const TaskOptions& task_options) {
    if (plan.groups.empty()) {
        Group& group = plan.groups.emplace_back();
        group.name = "g";
        if (!plan.fixtures.empty()) {
            group.fixtures = {static_cast<FixtureId>(plan.fixtures.size() - 1)};
        }
        group.binary_dir = plan.keep(folder.path());
        group.tests.session = true;
    }
    Task& made = plan.tasks.emplace_back();
    made.group = 0;
    made.name = plan.keep(name);
    made.command = words_of(words);
    made.own_options = std::make_shared<const TaskOptions>(task_options);
}

void TestServer::start() {
    REQUIRE(platform::become_subreaper());
    Descriptor listener(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const sockaddr_un address = address_in(folder);
    REQUIRE(bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    REQUIRE(listen(listener.get(), 10) == 0);
    auto ctest = make_pipe();
    REQUIRE(ctest.ok());
    pid_ = fork();
    REQUIRE(pid_ >= 0);
    if (pid_ == 0) {
        ctest->write.reset();
        _exit(serve(std::move(listener), std::move(ctest->read)));
    }
    ctest_ = std::move(ctest->write);
}

int TestServer::serve(Descriptor listener, Descriptor ctest) {
    options.flush = [this] { return journal_problem; };
    options.before_waiting = [](double /*now*/, bool /*idle*/) { return kNever; };
    Server server(plan, options);
    Notes sink(server, folder / "notes");
    SessionOptions session_options;
    constexpr int kSlots = 8;
    session_options.schedule.slots = kSlots;
    session_options.schedule.grace = grace;
    auto session = Session::make(plan, session_options, server, sink);
    if (!session.ok()) {
        return 1;
    }
    server.start(**session, std::move(listener), std::move(ctest));
    (*session)->run({}, {});
    server.close_connections();
    return 0;
}

// Sets the limit to the lowest free descriptor number.
void TestServer::leave_no_descriptor() {
    REQUIRE(prlimit(pid_, RLIMIT_NOFILE, nullptr, &descriptors_) == 0);
    rlimit limit = descriptors_;
    limit.rlim_cur = 0;
    while (std::filesystem::exists(
        std::filesystem::symlink_status("/proc/" + std::to_string(pid_) + "/fd/" + std::to_string(limit.rlim_cur)))) {
        ++limit.rlim_cur;
    }
    REQUIRE(prlimit(pid_, RLIMIT_NOFILE, &limit, nullptr) == 0);
}

void TestServer::give_descriptors_back() { REQUIRE(prlimit(pid_, RLIMIT_NOFILE, &descriptors_, nullptr) == 0); }

void TestServer::catch_up() const {
    TestClient last(*this);
    last.ask(Asked::run_task, "", kSessionProtocol + 1);
    last.expect<Refused>();
    REQUIRE(last.closed());
}

int TestServer::exit_code() {
    int status = 0;
    if (pid_ > 0 && !wait_until([&] { return waitpid(pid_, &status, WNOHANG) == pid_; })) {
        return -1;
    }
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

TestServer::~TestServer() {
    end_ctest();
    CHECK(exit_code() == 0);
    const std::vector<std::string> left = names_of(descendants_of(getpid()));
    sweep(10000);
    CHECK(left == std::vector<std::string>{});
}

std::vector<std::string> TestServer::notes() const {
    std::vector<std::string> lines;
    std::ifstream file(folder / "notes");
    for (std::string line; std::getline(file, line);) {
        lines.push_back(line);
    }
    return lines;
}

bool TestServer::noted(const std::string& note) const {
    return wait_until([&] {
        const std::vector<std::string> all = notes();
        return std::find(all.begin(), all.end(), note) != all.end();
    });
}

TestClient::TestClient(const TestServer& serving) : socket_(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const sockaddr_un address = address_in(serving.folder);
    REQUIRE(connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
}

std::string frame_of(Asked what, const std::string& name, std::uint32_t protocol) {
    SessionRequest request;
    request.protocol = protocol;
    request.what = what;
    request.name = name;
    return encode(ToSession(request));
}

void TestClient::ask(Asked what, const std::string& name, std::uint32_t protocol) {
    send_bytes(frame_of(what, name, protocol));
}

void TestClient::send_bytes(const std::string& bytes) {
    REQUIRE(send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size()));
}

void TestClient::shut_down_sending() { REQUIRE(shutdown(socket_.get(), SHUT_WR) == 0); }

// Returns false if the connection is closed.
bool TestClient::receive() {
    std::array<char, 65536> buffer;
    const ssize_t got = recv(socket_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got > 0) {
        reader_.append(buffer.data(), static_cast<std::size_t>(got));
        bytes_ += static_cast<std::size_t>(got);
    }
    return got > 0 || (got < 0 && errno == EAGAIN);
}

FromSession TestClient::next() {
    std::optional<FromSession> message;
    REQUIRE(wait_until([&] {
        auto next = reader_.next();
        message = next.ok() ? *next : std::nullopt;
        return message.has_value() || !receive();
    }));
    REQUIRE(message.has_value());
    return *message;
}

bool TestClient::left() const {
    return wait_until([this] {
        pollfd socket{socket_.get(), 0, 0};
        return poll(&socket, 1, 0) == 1 && (socket.revents & POLLHUP) != 0;
    });
}

bool TestClient::closed() {
    bool over = false;
    const bool ended = wait_until([&] {
        for (auto next = reader_.next(); next.ok() && *next; next = reader_.next()) {
            over = over || std::holds_alternative<TaskOver>(**next);
        }
        return over || !receive();
    });
    if (over) {
        end_as_told();
    }
    return ended;
}

void TestClient::end_as_told() {
    send_bytes({kEndsAsTold});
    close();
}

void make_file(const std::string& path) { std::ofstream(path) << ""; }

void endless_task(TestServer& serving) {
    serving.task("a", {"ignore", std::to_string(SIGTERM), "touch", serving.folder / "endless", "pause"});
}

void begin_endless(const TestServer& serving, TestClient& client) {
    client.ask(Asked::run_task, "g.a");
    REQUIRE(wait_until([&] { return access((serving.folder / "endless").c_str(), F_OK) == 0; }));
}

}  // namespace pf::test
