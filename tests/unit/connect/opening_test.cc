#include "tool/connect/opening.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

#include "runtime/directory.h"
#include "tests/support/catch.h"

using namespace pf;

namespace {

// XDG_RUNTIME_DIR is a fresh directory while this lives.
class RuntimeDirectory {
public:
    RuntimeDirectory() : directory_(TemporaryDirectory::make("pf-test-").value()) {
        setenv("XDG_RUNTIME_DIR", directory_.path().c_str(), 1);
    }
    ~RuntimeDirectory() { unsetenv("XDG_RUNTIME_DIR"); }
    RuntimeDirectory(const RuntimeDirectory&) = delete;
    RuntimeDirectory& operator=(const RuntimeDirectory&) = delete;

    [[nodiscard]] std::string own() const { return directory_.path() + "/pf-" + std::to_string(getuid()); }

private:
    TemporaryDirectory directory_;
};

constexpr platform::ProcessIdentity kCtest{42, 1000};

std::string socket_of(const std::string& build, const platform::ProcessIdentity& ctest) {
    const auto endpoint = find_endpoint(build, ctest);
    REQUIRE(endpoint.ok());
    return endpoint->socket;
}

mode_t mode_of(const std::string& path) {
    struct stat there {};
    REQUIRE(lstat(path.c_str(), &there) == 0);
    return there.st_mode & 0777U;
}

}  // namespace

TEST_CASE("a build tree and a ctest have one endpoint, others another") {
    const RuntimeDirectory runtime;
    const std::string socket = socket_of("/build", kCtest);
    CHECK(socket == socket_of("/build", kCtest));
    CHECK(socket.compare(0, runtime.own().size(), runtime.own()) == 0);
    CHECK(socket != socket_of("/build2", kCtest));
    CHECK(socket != socket_of("/build", {43, 1000}));
    CHECK(socket != socket_of("/build", {42, 1001}));
    CHECK(mode_of(runtime.own()) == 0700);
}

TEST_CASE("an endpoint fits into an address, however long its directory would be") {
    const RuntimeDirectory runtime;
    setenv("XDG_RUNTIME_DIR", ("/tmp/" + std::string(100, 'x')).c_str(), 1);
    CHECK(socket_of(std::string(4000, 'b'), kCtest).size() < sizeof(sockaddr_un::sun_path));
}

TEST_CASE("a directory that others may enter is not used") {
    const RuntimeDirectory runtime;
    REQUIRE(mkdir(runtime.own().c_str(), 0700) == 0);
    REQUIRE(chmod(runtime.own().c_str(), 0755) == 0);
    CHECK(socket_of("/build", kCtest).compare(0, 5, "/tmp/") == 0);
    CHECK(socket_of("/build", kCtest).find(runtime.own()) == std::string::npos);
}

TEST_CASE("the first who comes opens a session, the next one joins, and a removed one is opened again") {
    const RuntimeDirectory runtime;
    const Endpoint endpoint = *find_endpoint("/build", kCtest);
    Descriptor listener;
    int opened = 0;
    const SessionOpener open = [&](Descriptor made) {
        listener = std::move(made);
        ++opened;
        return ok_status();
    };
    CHECK(connect_to(endpoint)->presence == Presence::nobody);
    CHECK(connect_or_open(endpoint, open).ok());
    CHECK(connect_or_open(endpoint, open).ok());
    CHECK(opened == 1);
    CHECK(mode_of(endpoint.socket) == 0600);
    CHECK(connect_to(endpoint)->presence == Presence::connected);
    listener.reset();  // Killed.
    CHECK(connect_to(endpoint)->presence == Presence::gone);
    CHECK(connect_or_open(endpoint, open).ok());
    CHECK(opened == 2);
    remove_endpoint(endpoint);
    CHECK(connect_to(endpoint)->presence == Presence::nobody);
    CHECK(access(endpoint.lock.c_str(), F_OK) != 0);
}

TEST_CASE("why a session could not be opened is said, and nothing of it is left") {
    const RuntimeDirectory runtime;
    const Endpoint endpoint = *find_endpoint("/build", kCtest);
    const auto joined = connect_or_open(endpoint, [](Descriptor) { return Status(Error{"no processes left"}); });
    REQUIRE_FALSE(joined.ok());
    CHECK(joined.error().message == "no processes left");
    CHECK(access(endpoint.socket.c_str(), F_OK) != 0);
    CHECK(access(endpoint.lock.c_str(), F_OK) != 0);
}

TEST_CASE("Ctrl-C while a session is opened waits until it is, and leaves no socket of none") {
    const RuntimeDirectory runtime;
    const Endpoint endpoint = *find_endpoint("/build", kCtest);
    const pid_t child = fork();
    if (child == 0) {
        static_cast<void>(std::signal(SIGINT, SIG_DFL));
        static_cast<void>(connect_or_open(endpoint, [](Descriptor) {
            static_cast<void>(raise(SIGINT));
            return Status(Error{"no processes left"});
        }));
        _exit(0);
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    CHECK((WIFSIGNALED(status) && WTERMSIG(status) == SIGINT));
    CHECK(access(endpoint.socket.c_str(), F_OK) != 0);
}

namespace {

// An odd number: whatever else runs here has no directory of that user's.
constexpr uid_t kVictim = 54321;

// In a child that is that user, without XDG_RUNTIME_DIR: the error of looking for an endpoint, "none" where there is
// one.
std::string refusal_of_victim() {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    const pid_t child = fork();
    if (child == 0) {
        unsetenv("XDG_RUNTIME_DIR");
        const bool is_victim = setgid(kVictim) == 0 && setuid(kVictim) == 0;
        const auto endpoint = find_endpoint("/build", kCtest);
        const std::string said = !is_victim ? "not that user" : endpoint.ok() ? "none" : endpoint.error().message;
        _exit(write(ends[1], said.data(), said.size()) < 0 ? 1 : 0);
    }
    close(ends[1]);
    char said[1000];
    const ssize_t size = read(ends[0], said, sizeof said);
    close(ends[0]);
    REQUIRE(waitpid(child, nullptr, 0) == child);
    return {said, static_cast<std::size_t>(size)};
}

}  // namespace

TEST_CASE("what another user planted below /tmp is refused, and the error names it") {
    if (getuid() != 0) {
        SUCCEED("only root can be another user");
        return;
    }
    const std::string path = "/tmp/pf-" + std::to_string(kVictim);
    const std::string refused = path + " is not a directory for this user alone (0700); remove it";
    const TemporaryDirectory elsewhere = TemporaryDirectory::make("pf-test-").value();
    REQUIRE(chown(elsewhere.path().c_str(), kVictim, kVictim) == 0);
    REQUIRE(access(path.c_str(), F_OK) != 0);
    CHECK(refusal_of_victim() == "none");
    REQUIRE(rmdir(path.c_str()) == 0);
    SECTION("a directory of his own") {
        REQUIRE(mkdir(path.c_str(), 0700) == 0);
        CHECK(refusal_of_victim() == refused);
    }
    SECTION("a link to a directory that would do") {
        REQUIRE(symlink(elsewhere.path().c_str(), path.c_str()) == 0);
        CHECK(refusal_of_victim() == refused);
    }
    SECTION("a file") {
        REQUIRE(close(open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY, 0600)) == 0);
        CHECK(refusal_of_victim() == refused);
    }
    static_cast<void>(remove(path.c_str()));
}
