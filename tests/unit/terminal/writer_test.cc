#include "tool/terminal/writer.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <string>
#include <utility>

#include "runtime/descriptor.h"
#include "tests/support/catch.h"

namespace {

pf::Pipe make_pipe() {
    auto pipe = pf::make_pipe();
    REQUIRE(pipe.ok());
    return std::move(pipe).value();
}

// Reads until `bytes` bytes have arrived.
std::string read_from(const pf::Pipe& pipe, std::size_t bytes) {
    std::string text;
    std::array<char, 4096> buffer{};
    while (text.size() < bytes) {
        const ssize_t got = ::read(pipe.read.get(), buffer.data(), buffer.size());
        REQUIRE(got > 0);
        text.append(buffer.data(), static_cast<std::size_t>(got));
    }
    return text;
}

}  // namespace

TEST_CASE("what is appended arrives with the next flush") {
    const pf::Pipe pipe = make_pipe();
    pf::Writer writer(pipe.write.get());
    writer.append("one ");
    writer.append("two");
    CHECK(writer.waiting() == 7);
    writer.flush();
    CHECK(writer.waiting() == 0);
    CHECK(read_from(pipe, 7) == "one two");
}

TEST_CASE("a reader that does not read holds nothing up, and gets everything when it does") {
    const pf::Pipe pipe = make_pipe();
    pf::Writer writer(pipe.write.get());
    std::string sent;
    for (int i = 0; i < 50'000; ++i) {
        sent += std::to_string(i) + "\n";
    }
    writer.append(sent);
    writer.flush();
    REQUIRE(writer.waiting() > 0);
    REQUIRE(writer.waiting() < sent.size());
    std::string got = read_from(pipe, sent.size() - writer.waiting());
    while (writer.waiting() > 0) {
        const std::size_t before = writer.waiting();
        writer.flush();
        got += read_from(pipe, before - writer.waiting());
    }
    CHECK(got == sent);
    CHECK(writer.error().empty());
}

TEST_CASE("the descriptor that others share stays blocking") {
    const pf::Pipe pipe = make_pipe();
    const pf::Writer writer(pipe.write.get());
    CHECK((::fcntl(pipe.write.get(), F_GETFL) & O_NONBLOCK) == 0);
}

TEST_CASE("a closed pipe kills nobody and is remembered") {
    pf::Pipe pipe = make_pipe();
    pf::Writer writer(pipe.write.get());
    pipe.read.reset();
    writer.append("into the void");
    writer.flush();
    CHECK(writer.error() == "writing to the terminal: Broken pipe");
    CHECK(writer.waiting() == 0);
    writer.append("more");
    writer.flush();
    writer.finish();
    CHECK(writer.waiting() == 0);
}

TEST_CASE("a pipe that was closed before, a descriptor that is none, a full disk") {
    pf::Pipe pipe = make_pipe();
    pipe.read.reset();
    pf::Writer closed(pipe.write.get());
    closed.append("x");
    closed.finish();
    CHECK(closed.error() == "writing to the terminal: Broken pipe");

    pf::Writer none(987);
    none.append("x");
    none.finish();
    CHECK(none.error() == "writing to the terminal: Bad file descriptor");

    const pf::Descriptor full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
    pf::Writer disk(full.get());
    disk.append("x");
    disk.finish();
    CHECK(disk.error() == "writing to the terminal: No space left on device");
}

TEST_CASE("a file is written on, not truncated") {
    std::string path = "/tmp/pf-writer-test-XXXXXX";
    const pf::Descriptor file(::mkstemp(path.data()));
    REQUIRE(file);
    REQUIRE(::write(file.get(), "before ", 7) == 7);
    pf::Writer writer(file.get());
    writer.append(std::string(100'000, 'x'));
    writer.finish();
    CHECK(::lseek(file.get(), 0, SEEK_END) == 100'007);
    ::unlink(path.c_str());
}

TEST_CASE("finish() waits until the reader has it all") {
    pf::Pipe pipe = make_pipe();
    const std::string sent(300'000, 'x');
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        pipe.read.reset();
        pf::Writer writer(pipe.write.get());
        writer.append(sent);
        writer.finish();
        ::_exit(0);
    }
    CHECK(read_from(pipe, sent.size()) == sent);
    int status = -1;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(status == 0);
}
