#include <dirent.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "tests/acceptance/child/child.h"

namespace pf::child {
namespace {

void print(const std::string& text) { write_all(STDOUT_FILENO, text); }
void print_line(const std::string& text) { print(text + "\n"); }

void print_bytes(Args args) {
    std::string chunk(std::size_t{1} << 20U, 'x');
    for (std::size_t i = 63; i < chunk.size(); i += 64) {
        chunk[i] = '\n';
    }
    std::size_t left = std::strtoull(args[0].c_str(), nullptr, 10);
    while (left > 0) {
        const std::size_t part = std::min(left, chunk.size());
        if (!write_all(STDOUT_FILENO, std::string_view(chunk).substr(0, part))) {
            fail(kExpectation, "stdout was closed under print-bytes");
        }
        left -= part;
    }
}

void print_hex(Args args) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < args[0].size(); i += 2) {
        bytes += static_cast<char>(std::strtol(args[0].substr(i, 2).c_str(), nullptr, 16));
    }
    print(bytes);
}

void print_env(Args args) {
    const char* value = std::getenv(args[0].c_str());
    print_line(value == nullptr ? args[0] + " unset" : args[0] + "=" + value);
}

// "signals default", or a line for each signal that is not.
void print_signals(Args) {
    sigset_t blocked;
    ::sigprocmask(SIG_BLOCK, nullptr, &blocked);
    bool all_default = true;
    for (int number = 1; number < SIGRTMAX; ++number) {
        struct sigaction action {};
        if (::sigaction(number, nullptr, &action) != 0) {
            continue;  // glibc keeps 32 and 33 to itself.
        }
        const bool ignored = action.sa_handler == SIG_IGN;
        const bool masked = ::sigismember(&blocked, number) == 1;
        if (ignored || masked) {
            all_default = false;
            print_line("signal " + std::to_string(number) + (ignored ? " ignored" : "") + (masked ? " blocked" : ""));
        }
    }
    if (all_default) {
        print_line("signals default");
    }
}

// "fds 0 1 2", and a line for each other one.
void print_descriptors(Args) {
    const std::unique_ptr<DIR, int (*)(DIR*)> directory(::opendir("/proc/self/fd"), ::closedir);
    if (directory == nullptr) {
        fail(kExpectation, "cannot read /proc/self/fd");
    }
    std::string standard = "fds";
    std::string others;
    while (const dirent* entry = ::readdir(directory.get())) {
        const std::string name(static_cast<const char*>(entry->d_name));
        if (name[0] == '.' || to_int(name) == ::dirfd(directory.get())) {
            continue;
        }
        if (to_int(name) <= 2) {
            standard += " " + name;
        } else {
            std::error_code error;
            others +=
                "fd " + name + " -> " + std::filesystem::read_symlink("/proc/self/fd/" + name, error).string() + "\n";
        }
    }
    print(standard + "\n" + others);
}

void print_stdin(Args) {
    std::error_code error;
    std::size_t bytes = 0;
    std::array<char, 256> buffer{};
    for (ssize_t got = 0; (got = ::read(STDIN_FILENO, buffer.data(), buffer.size())) > 0;) {
        bytes += static_cast<std::size_t>(got);
    }
    print_line("stdin " + std::filesystem::read_symlink("/proc/self/fd/0", error).string() + " " +
               std::to_string(bytes) + " bytes");
}

// Byte by byte: what follows is for who reads next.
void read_line(Args args) {
    std::string line;
    for (char c = 0; ::read(STDIN_FILENO, &c, 1) == 1 && c != '\n';) {
        line += c;
    }
    print_line("read " + line);
    if (line != args[0]) {
        fail(kExpectation, "that is not " + args[0]);
    }
}

void expect_foreground(Args) {
    if (::tcgetpgrp(STDIN_FILENO) != ::getpgrp()) {
        fail(kExpectation, "stdin is no terminal that is ours");
    }
}

constexpr std::array kWords{
    Word{"print", 1, [](Args args) { print(args[0]); }},
    Word{"print-line", 1, [](Args args) { print_line(args[0]); }},
    Word{"err", 1, [](Args args) { write_all(STDERR_FILENO, args[0]); }},
    Word{"print-bytes", 1, print_bytes},
    Word{"print-hex", 1, print_hex},
    Word{"close-stdout", 0,
         [](Args) {
             ::close(STDOUT_FILENO);
             ::close(STDERR_FILENO);
         }},
    Word{"env", 1, print_env},
    Word{"cwd", 0, [](Args) { print_line(std::filesystem::current_path().string()); }},
    Word{"signals", 0, print_signals},
    Word{"fds", 0, print_descriptors},
    Word{"stdin", 0, print_stdin},
    Word{"read-line", 1, read_line},
    Word{"expect-foreground", 0, expect_foreground},
};

}  // namespace

std::span<const Word> output_words() { return kWords; }

}  // namespace pf::child
