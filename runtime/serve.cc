// Implements parallel_fixtures/program.h for a program that the helper has started.
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sstream>
#include <string>

#include "parallel_fixtures/program.h"
#include "runtime/descriptor.h"
#include "runtime/linked_fixture.h"
#include "runtime/linked_message.h"
#include "runtime/platform.h"
#include "runtime/report.h"
#include "runtime/run_alone.h"
#include "runtime/run_test.h"
#include "runtime/test_process.h"

namespace parallel_fixtures {
namespace {

struct Channel {
    int fd = -1;  // -1: the user has started the program.
    bool list = false;
    int protocol = 0;
    pf::LinkedFixture::Options options;
};

// Reads and removes the channel variable, so that no process started by this program sees it.
Channel take_channel() {
    Channel channel;
    const char* text = std::getenv(pf::kChannelVariable);
    if (text == nullptr) {
        return channel;
    }
    std::istringstream words(text);
    std::string mode;
    int fd = -1;
    words >> fd >> mode >> channel.protocol;
    unsetenv(pf::kChannelVariable);
    constexpr int kOutOfTheWay = 64;
    channel.fd = pf::duplicate_from(fd, kOutOfTheWay);
    if (channel.fd >= 0) {
        close(fd);
    }
    channel.list = mode == "list";
    for (std::string more; words >> more;) {
        channel.options.allow_threads = channel.options.allow_threads || more == "threads";
        channel.options.alone = channel.options.alone || more == "alone";
    }
    return channel;
}

const Channel& channel() {
    static const Channel taken = take_channel();
    return taken;
}

constexpr int kAmongTheFirst = 101;  // Lower priorities are reserved for the implementation.

// Static constructors of the program, which may start threads, have higher priorities.
[[gnu::constructor(kAmongTheFirst)]] void look_for_emulator() {
    if (std::getenv(pf::kChannelVariable) != nullptr) {
        pf::platform::note_threads_of_emulator();
    }
}

// Removes the variable before main(), so that processes started by static constructors do not inherit it.
[[maybe_unused]] const bool taken_before_main = is_served();

void list_all(Program& program, pf::ListEnded& end) {
    for (Fixture& fixture : program.fixtures()) {
        pf::send_to_session(channel().fd, pf::FixtureListed{std::move(fixture)});
        ++end.fixtures;
    }
    for (Test& test : program.tests()) {
        pf::send_to_session(channel().fd, pf::TestListed{std::move(test)});
        ++end.tests;
    }
    end.shared_setup = program.has_shared_setup();
}

int list(Program& program) {
    pf::ListEnded end;
    try {
        list_all(program, end);
    } catch (...) {
        end.problem = pf::current_exception_text();
    }
    pf::send_to_session(channel().fd, end);
    return end.problem.empty() ? 0 : 1;
}

}  // namespace

bool is_served() { return channel().fd >= 0 || !pf::alone_request().test.empty(); }

const std::string& only_test() { return pf::alone_request().test; }

int serve(Program& program) {
    if (channel().fd < 0) {
        return pf::run_alone(program);
    }
    pf::send_to_session(channel().fd, pf::Hello{pf::kLinkedProtocol, program.framework()});
    if (channel().protocol != pf::kLinkedProtocol) {
        static_cast<void>(std::fprintf(
            stderr,
            "this program was linked with another version of ParallelFixtures than the helper that started it "
            "(protocol %d, the helper has %d): build it again\n",
            static_cast<int>(pf::kLinkedProtocol), channel().protocol));
        return 2;
    }
    if (channel().list) {
        return list(program);
    }
    pf::LinkedFixture fixture(program, channel().fd, channel().options);
    return fixture.hold({}).verdict == Verdict::failed ? 1 : 0;
}

void after_fork(std::function<void(const Worker& worker)> hook) { pf::fork_hooks().push_back(std::move(hook)); }

}  // namespace parallel_fixtures
