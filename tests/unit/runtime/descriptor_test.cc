#include "runtime/descriptor.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <string>

#include "runtime/fnv1a.h"
#include "tests/support/catch.h"

using namespace pf;

TEST_CASE("write_all waits while a non-blocking pipe is full") {
    auto pipe = make_pipe();
    REQUIRE(pipe.ok());
    REQUIRE(set_nonblocking(pipe->write.get()).ok());
    const std::string text(1 << 20, 'x');  // More than a pipe holds.
    const pid_t child = fork();
    if (child == 0) {
        pipe->read.reset();
        _exit(write_all(pipe->write.get(), text) == text.size() ? 0 : 1);
    }
    pipe->write.reset();
    CHECK(read_all(pipe->read.get()) == text);
    int status = 0;
    CHECK((waitpid(child, &status, 0) == child && status == 0));
}

TEST_CASE("send_all to a closed socket fails without a signal") {
    auto pair = make_socket_pair();
    REQUIRE(pair.ok());
    pair->second.reset();
    CHECK_FALSE(send_all(pair->first.get(), "x"));
}

TEST_CASE("a descriptor that is replaced has another identity") {
    auto pipe = make_pipe();
    auto other = make_pipe();
    REQUIRE((pipe.ok() && other.ok()));
    const FileIdentity before = identity_of_file(pipe->read.get());
    CHECK(identity_of_file(pipe->read.get()) == before);
    REQUIRE(dup2(other->read.get(), pipe->read.get()) >= 0);
    CHECK_FALSE(identity_of_file(pipe->read.get()) == before);
}

TEST_CASE("FNV-1a gives the published results") {
    CHECK(fnv1a("") == 0xcbf29ce484222325U);
    CHECK(fnv1a("a") == 0xaf63dc4c8601ec8cU);
    CHECK(fnv1a("foobar") == 0x85944171f73967e8U);
}
