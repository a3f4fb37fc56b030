#include "tool/process/program_channel.h"

#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/support/catch.h"

using namespace pf;

namespace {

struct Heard : ProgramListener {
    std::vector<std::string> frameworks;
    int garbled = 0;

    void on_program(const FromProgram& message) override {
        if (const auto* hello = std::get_if<Hello>(&message)) {
            frameworks.push_back(hello->framework);
        }
    }
    void on_garbled() override { ++garbled; }
};

struct Ends {
    Loop loop;
    Heard heard;
    Descriptor theirs;
    ProgramChannel channel;

    explicit Ends(std::pair<Descriptor, Descriptor> pair = make_socket_pair().value())
        : theirs(std::move(pair.second)), channel(loop, heard, std::move(pair.first)) {}

    void say(const std::string& bytes) const {
        REQUIRE(write(theirs.get(), bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
    }
};

}  // namespace

TEST_CASE("a channel puts a program's messages together, however they arrive") {
    Ends ends;
    const std::string both = encode(FromProgram(Hello{1, "one"})) + encode(FromProgram(Hello{1, "two"}));
    for (const char byte : both) {
        ends.say(std::string(1, byte));
        ends.channel.read();
    }
    CHECK(ends.heard.frameworks == std::vector<std::string>{"one", "two"});
    CHECK(ends.heard.garbled == 0);
}

TEST_CASE("garbage is said once, and nothing after it is read") {
    Ends ends;
    ends.say(std::string(64, '\xff'));
    ends.channel.read();
    CHECK(ends.heard.garbled == 1);
    ends.channel.read();
    ends.channel.send(TearDownFixture{});
    CHECK(ends.heard.garbled == 1);
}

TEST_CASE("descriptors travel with their message") {
    Ends ends;
    auto pipe = make_pipe();
    REQUIRE(pipe.ok());
    std::vector<Descriptor> given;
    given.push_back(std::move(pipe->write));
    ends.channel.send(ForkSupervisor{7, true}, std::move(given));
    char bytes[256];
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))];
    iovec where{bytes, sizeof bytes};
    msghdr header{};
    header.msg_iov = &where;
    header.msg_iovlen = 1;
    header.msg_control = control;
    header.msg_controllen = sizeof control;
    const ssize_t got = recvmsg(ends.theirs.get(), &header, 0);
    CHECK(std::string(bytes, static_cast<std::size_t>(got)) == encode(ToProgram(ForkSupervisor{7, true})));
    CHECK(CMSG_FIRSTHDR(&header) != nullptr);
}

TEST_CASE("what cannot be sent is let go, so that who waits for an answer hears that there is none") {
    Ends ends;
    auto pair = make_socket_pair();
    REQUIRE(pair.ok());
    ends.theirs.reset();
    std::vector<Descriptor> given;
    given.push_back(std::move(pair->second));
    ends.channel.send(ForkSupervisor{1, true}, std::move(given));
    char byte = 0;
    CHECK(recv(pair->first.get(), &byte, 1, MSG_DONTWAIT) == 0);
}
