// Readers of the terminal that are slow or go away, and the memory that the terminal needs.
#include <malloc.h>

#include <array>
#include <string>

#include "runtime/descriptor.h"
#include "tests/support/catch.h"
#include "tests/unit/terminal/stream.h"
#include "tool/terminal/terminal.h"

namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("memory does not grow with tasks that pass") {
    std::size_t bytes = 0;
    pf::Terminal terminal([&bytes](std::string_view text) { bytes += text.size(); }, pf::TerminalStyle{});
    terminal.handle(pf::test::run_started());
    const auto run_to = [&](int first, int last) {
        for (int i = first; i < last; ++i) {
            const std::string id = "g.task" + std::to_string(i);
            terminal.handle(pf::test::task(id));
            terminal.handle(pf::test::started(id, i));
            terminal.handle(pf::test::ended(id, i, 0.001));
            terminal.tick(i);
        }
    };
    run_to(0, 1000);
    const std::size_t before = mallinfo2().uordblks;
    run_to(1000, 31'000);
    CHECK(mallinfo2().uordblks < before + 5'000);
    CHECK(bytes > 100'000);
}

TEST_CASE("a reader that went away disturbs nothing") {
    auto pipe = pf::make_pipe();
    REQUIRE(pipe.ok());
    pf::Terminal terminal(pipe->write.get(), pf::TerminalStyle{});
    pipe->read.reset();
    for (const pf::Event& event : pf::test::eventful_run()) {
        terminal.handle(event);
        terminal.tick(pf::test::time_of(event));
    }
    terminal.finish();
    CHECK(terminal.error() == "writing to the terminal: Broken pipe");
}

TEST_CASE("a reader that does not keep up misses lines, is told so, and gets the summary") {
    auto pipe = pf::make_pipe();
    REQUIRE(pipe.ok());
    REQUIRE(pf::set_nonblocking(pipe->read.get()).ok());
    pf::Terminal terminal(pipe->write.get(), pf::TerminalStyle{});
    for (const pf::Event& event : pf::test::declared(3)) {
        terminal.handle(event);
    }
    std::string text;
    const auto read_all = [&] {
        std::array<char, 65536> buffer{};
        for (ssize_t got = 1; got > 0;) {
            got = ::read(pipe->read.get(), buffer.data(), buffer.size());
            text.append(buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
        }
    };
    const std::string megabyte(1'000'000, 'x');
    for (int i = 0; i < 9; ++i) {
        terminal.handle(pf::test::failed("g.task0", i, 1, megabyte));
        terminal.tick(i);
    }
    CHECK(terminal.tick(10) < 1);
    for (int i = 0; i < 1000 && terminal.tick(10) < 1; ++i) {
        read_all();
    }
    terminal.handle(pf::test::ended("g.task1", 11, 1));
    terminal.handle(pf::RunEnded{12, 1, 0, 0});
    terminal.tick(12);
    read_all();
    CHECK(text.size() < 7'000'000);
    CHECK(has(text, "lines are missing here because they were not read fast enough"));
    CHECK(has(text, " Summary ["));
    CHECK(terminal.error().empty());
}
