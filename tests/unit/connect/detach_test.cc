#include "tool/connect/detach.h"

#include <poll.h>
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>

#include "tests/support/catch.h"

using namespace pf;

namespace {

// What a detached shell says of itself at its descriptor 3, to its end.
std::string said_by(const std::string& script) {
    auto ends = make_socket_pair();
    REQUIRE(ends.ok());
    REQUIRE(start_detached("/bin/sh", {"sh", "-c", "exec >&3; " + script}, std::move(ends->second)).ok());
    std::string said;
    char buffer[4096];
    for (ssize_t got = 1; got > 0;) {
        pollfd ready{ends->first.get(), POLLIN, 0};
        REQUIRE(poll(&ready, 1, 10000) == 1);
        got = recv(ends->first.get(), buffer, sizeof buffer, 0);
        said.append(buffer, got > 0 ? static_cast<std::size_t>(got) : 0);
    }
    return said;
}

}  // namespace

TEST_CASE("a detached process has a session, a directory and descriptors of its own") {
    CHECK(said_by("pwd -P") == "/\n");
    CHECK(said_by("cd /proc/self && readlink fd/0 fd/2") == "/dev/null\n/dev/null\n");
    CHECK(said_by("cut -d' ' -f6 /proc/self/stat") != std::to_string(getsid(0)) + "\n");
    const Descriptor other(dup2(STDOUT_FILENO, 100));  // Not close-on-exec.
    CHECK(said_by("[ -e /proc/self/fd/100 ] || echo closed") == "closed\n");
}

TEST_CASE("a detached process has default signals and every CPU") {
    cpu_set_t before;
    REQUIRE(sched_getaffinity(0, sizeof before, &before) == 0);
    cpu_set_t one;
    CPU_ZERO(&one);
    int first = 0;
    while (!CPU_ISSET(first, &before)) {
        ++first;
    }
    CPU_SET(first, &one);
    REQUIRE(sched_setaffinity(0, sizeof one, &one) == 0);
    static_cast<void>(std::signal(SIGINT, SIG_IGN));
    const std::string ignored = said_by("grep SigIgn /proc/self/status");
    const std::string cpus = said_by("nproc --all; nproc");
    static_cast<void>(std::signal(SIGINT, SIG_DFL));
    sched_setaffinity(0, sizeof before, &before);
    CHECK(ignored == "SigIgn:\t0000000000000000\n");
    CHECK((CPU_COUNT(&before) == 1 || cpus != std::to_string(sysconf(_SC_NPROCESSORS_CONF)) + "\n1\n"));
}

TEST_CASE("of a program that is not there a closed descriptor tells") {
    auto ends = make_socket_pair();
    REQUIRE(ends.ok());
    CHECK(start_detached("/nonexistent/program", {"program"}, std::move(ends->second)).ok());
    pollfd ready{ends->first.get(), POLLIN, 0};
    REQUIRE(poll(&ready, 1, 10000) == 1);
    char byte = 0;
    CHECK(recv(ends->first.get(), &byte, 1, 0) == 0);
}
