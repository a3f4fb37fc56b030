#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/acceptance/child/child.h"

namespace pf::child {
namespace {

bool exists(const std::string& path) { return ::access(path.c_str(), F_OK) == 0; }

int open_or_fail(const std::string& path, int flags) {
    const int fd = ::open(path.c_str(), flags | O_CLOEXEC, 0644);
    if (fd < 0) {
        fail(kExpectation, "cannot open " + path + ": " + std::strerror(errno));
    }
    return fd;
}

// One write with O_APPEND: lines of several processes do not mix.
void append_line(const std::string& path, const std::string& text) {
    const int fd = open_or_fail(path, O_WRONLY | O_CREAT | O_APPEND);
    write_all(fd, text + "\n");
    ::close(fd);
}

void touch(Args args) { ::close(open_or_fail(args[0], O_WRONLY | O_CREAT)); }

void write_env(Args args) {
    const char* file = std::getenv("PARALLEL_FIXTURES_ENV");
    if (file == nullptr) {
        fail(kExpectation, "PARALLEL_FIXTURES_ENV is not set");
    }
    append_line(file, args[0] + "=" + args[1]);
}

// No party leaves before all have come, so all were inside at one time.
void barrier(Args args) {
    ::mkdir(args[0].c_str(), 0755);
    const std::string ours = args[0] + "/" + std::to_string(::getpid());
    ::close(open_or_fail(ours, O_WRONLY | O_CREAT));
    const auto parties = static_cast<std::ptrdiff_t>(to_int(args[1]));
    wait_for("the others at " + args[0], to_seconds(args[2]),
             [&] { return std::distance(std::filesystem::directory_iterator(args[0]), {}) >= parties; });
}

void exclusive(Args args) {
    const int fd = ::open(args[0].c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (fd < 0) {
        fail(kExpectation, "not alone with " + args[0]);
    }
    sleep_for(to_seconds(args[1]));
    ::close(fd);
    ::unlink(args[0].c_str());
}

void expect(bool met, const std::string& what) {
    if (!met) {
        fail(kExpectation, what);
    }
}

void expect_text(Args args) {
    std::ifstream file(args[0]);
    std::stringstream text;
    text << file.rdbuf();
    expect(text.str().find(args[1]) != std::string::npos, args[0] + " lacks: " + args[1]);
}

void expect_env(Args args) {
    const char* value = std::getenv(args[0].c_str());
    expect(value != nullptr && args[1] == value, args[0] + " is " + (value == nullptr ? "unset" : value));
}

void fail_times(Args args) {
    append_line(args[0], "once");
    std::ifstream file(args[0]);
    int lines = 0;
    for (std::string line; std::getline(file, line);) {
        ++lines;
    }
    if (lines <= to_int(args[1])) {
        fail(1, "attempt " + std::to_string(lines) + " fails as told");
    }
}

constexpr std::array kWords{
    Word{"touch", 1, touch},
    Word{"append", 2, [](Args args) { append_line(args[0], args[1]); }},
    Word{"remove", 1, [](Args args) { ::unlink(args[0].c_str()); }},
    Word{"pids", 1, [](Args args) { append_line(args[0], std::to_string(::getpid())); }},
    Word{"write-env", 2, write_env},
    Word{"wait-file", 2, [](Args args) { wait_for(args[0], to_seconds(args[1]), [&] { return exists(args[0]); }); }},
    Word{"wait-gone", 2,
         [](Args args) { wait_for(args[0] + " to go", to_seconds(args[1]), [&] { return !exists(args[0]); }); }},
    Word{"barrier", 3, barrier},
    Word{"exclusive", 2, exclusive},
    Word{"expect-file", 1, [](Args args) { expect(exists(args[0]), args[0] + " is not there"); }},
    Word{"expect-no-file", 1, [](Args args) { expect(!exists(args[0]), args[0] + " is there"); }},
    Word{"expect-text", 2, expect_text},
    Word{"expect-env", 2, expect_env},
    Word{"fail-times", 2, fail_times},
};

}  // namespace

std::span<const Word> file_words() { return kWords; }

}  // namespace pf::child
