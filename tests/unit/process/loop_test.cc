#include "tool/process/loop.h"

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <limits>
#include <vector>

#include "runtime/descriptor.h"
#include "tests/support/catch.h"

using namespace pf;

namespace {

constexpr double kNoLimit = std::numeric_limits<double>::infinity();

Pipe pipe_with(const char* text) {
    Pipe pipe = make_pipe().value();
    REQUIRE(write(pipe.write.get(), text, 1) == 1);
    return pipe;
}

}  // namespace

TEST_CASE("only what is ready is called back, again and again until it is read") {
    Loop loop;
    Pipe ready = pipe_with("x");
    const Pipe silent = make_pipe().value();
    int called = 0;
    loop.watch(ready.read.get(), POLLIN, [&](short events) {
        CHECK((events & POLLIN) != 0);
        ++called;
    });
    loop.watch(silent.read.get(), POLLIN, [](short) { FAIL("nothing is there"); });
    loop.turn(kNoLimit);
    loop.turn(kNoLimit);
    CHECK(called == 2);
    char byte = 0;
    REQUIRE(read(ready.read.get(), &byte, 1) == 1);
    loop.turn(0);
    CHECK(called == 2);
}

TEST_CASE("a turn ends at its limit") {
    Loop loop;
    const Pipe silent = make_pipe().value();
    loop.watch(silent.read.get(), POLLIN, [](short) { FAIL("nothing is there"); });
    const auto begun = std::chrono::steady_clock::now();
    loop.turn(-1);
    loop.turn(0);
    loop.turn(0.03);
    CHECK(std::chrono::steady_clock::now() - begun >= std::chrono::milliseconds(30));
}

TEST_CASE("the end of the other side is called back") {
    Loop loop;
    Pipe pipe = make_pipe().value();
    short seen = 0;
    loop.watch(pipe.read.get(), POLLIN, [&](short events) { seen = events; });
    pipe.write.reset();
    loop.turn(kNoLimit);
    CHECK((seen & POLLHUP) != 0);
}

TEST_CASE("a callback may remove its own watch") {
    Loop loop;
    const Pipe pipe = pipe_with("x");
    int called = 0;
    const std::string captured(100, 'c');  // It is too long for the small storage of the callback.
    loop.watch(pipe.read.get(), POLLIN, [&loop, &pipe, &called, captured](short) {
        loop.unwatch(pipe.read.get());
        called += captured == std::string(100, 'c') ? 1 : 100;
    });
    loop.turn(kNoLimit);
    loop.turn(0);
    CHECK(called == 1);
}

TEST_CASE("what was removed in a turn is not called back in it") {
    Loop loop;
    const Pipe one = pipe_with("x");
    const Pipe two = pipe_with("x");
    int called = 0;
    for (const Pipe* pipe : {&one, &two}) {
        const Pipe* other = pipe == &one ? &two : &one;
        loop.watch(pipe->read.get(), POLLIN, [&loop, &called, other](short) {
            loop.unwatch(other->read.get());
            ++called;
        });
    }
    loop.turn(kNoLimit);
    CHECK(called == 1);
}

TEST_CASE("a new descriptor with an old number does not inherit what was ready") {
    Loop loop;
    Pipe one = pipe_with("x");
    Pipe two = pipe_with("x");
    Pipe fresh;
    std::string heard;
    const auto replace = [&](const Pipe& own, Pipe& other) {
        loop.unwatch(own.read.get());
        const int number = other.read.get();
        loop.unwatch(number);
        other.read.reset();
        fresh = make_pipe().value();
        REQUIRE(fresh.read.get() == number);
        loop.watch(number, POLLIN, [&](short) { heard += "fresh"; });
    };
    // The callback that is called first replaces the other one.
    loop.watch(one.read.get(), POLLIN, [&](short) { replace(one, two); });
    loop.watch(two.read.get(), POLLIN, [&](short) { replace(two, one); });
    loop.turn(kNoLimit);
    CHECK(heard.empty());
    REQUIRE(write(fresh.write.get(), "x", 1) == 1);
    loop.turn(kNoLimit);
    CHECK(heard == "fresh");
}

TEST_CASE("what was added in a turn is served in the next") {
    Loop loop;
    const Pipe one = pipe_with("x");
    const Pipe two = pipe_with("x");
    int added = 0;
    loop.watch(one.read.get(), POLLIN, [&](short) {
        loop.unwatch(one.read.get());
        loop.watch(two.read.get(), POLLIN, [&](short) { ++added; });
    });
    loop.turn(kNoLimit);
    CHECK(added == 0);
    loop.turn(kNoLimit);
    CHECK(added == 1);
}

TEST_CASE("a later watch replaces the earlier one of the same descriptor") {
    Loop loop;
    const Pipe pipe = pipe_with("x");
    std::string heard;
    loop.watch(pipe.read.get(), POLLIN, [&](short) { heard += "first"; });
    loop.watch(pipe.read.get(), POLLIN, [&](short) { heard += "second"; });
    loop.turn(kNoLimit);
    CHECK(heard == "second");
}

TEST_CASE("a regular file is always ready") {
    Loop loop;
    std::FILE* file = std::tmpfile();
    REQUIRE(file != nullptr);
    int called = 0;
    loop.watch(fileno(file), POLLOUT, [&](short events) {
        CHECK(events == POLLOUT);
        ++called;
    });
    loop.turn(kNoLimit);
    loop.turn(kNoLimit);
    CHECK(called == 2);
    loop.unwatch(fileno(file));
    loop.turn(0);
    CHECK(called == 2);
    std::fclose(file);
}

TEST_CASE("a descriptor that another process still has is silent once it is not watched") {
    Loop loop;
    Pipe pipe = pipe_with("x");
    const Descriptor other(dup(pipe.read.get()));  // As a process that was forked has it.
    int called = 0;
    loop.watch(pipe.read.get(), POLLIN, [&](short) { ++called; });
    loop.turn(kNoLimit);
    loop.unwatch(pipe.read.get());
    pipe.read.reset();
    loop.turn(0);
    CHECK(called == 1);
}

TEST_CASE("a loop works where the process has no descriptor left") {
    rlimit limit{};
    REQUIRE(getrlimit(RLIMIT_NOFILE, &limit) == 0);
    Loop loop;
    const Pipe ready = pipe_with("x");
    const Pipe silent = make_pipe().value();
    int called = 0;
    loop.watch(ready.read.get(), POLLIN, [&](short) { ++called; });
    loop.watch(silent.read.get(), POLLIN, [](short) { FAIL("nothing is there"); });
    const rlimit none{static_cast<rlim_t>(silent.write.get()) + 1, limit.rlim_max};
    REQUIRE(setrlimit(RLIMIT_NOFILE, &none) == 0);
    std::vector<Descriptor> gaps;
    for (int gap = dup(0); gap >= 0; gap = dup(0)) {
        gaps.emplace_back(gap);
    }
    loop.turn(0);
    REQUIRE(setrlimit(RLIMIT_NOFILE, &limit) == 0);
    CHECK(called == 1);
    loop.turn(kNoLimit);
    CHECK(called == 2);
}
