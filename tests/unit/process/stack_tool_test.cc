#include "tool/process/stack_tool.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/support/catch.h"

TEST_CASE("of what gdb says, the backtraces are kept, and all of it if there are none") {
    const std::string backtraces =
        "Thread 2 (LWP 7):\n"
        "#0  pause () at pause.c:3\n"
        "#1  f (text=\"a\",\n"
        "    more=2) at f.c:4\n"
        "Thread 1 (LWP 6):\n"
        "#0  main () at main.c:1\n";
    CHECK(pf::only_backtraces("warning: no symbols\n[New LWP 7]\n  indented\n" + backtraces +
                              "[Inferior 1 detached]\n") == backtraces);
    CHECK(pf::only_backtraces("ptrace: Operation not permitted.\n") == "ptrace: Operation not permitted.\n");
}

TEST_CASE("a program with a sanitizer is told by its libraries and by what its own code reads") {
    const std::string path =
        (std::filesystem::temp_directory_path() / ("pf-stack-" + std::to_string(getpid()))).string();
    std::ofstream(path) << "\x7f"
                           "ELF ... libasan.so.8";
    CHECK(pf::has_sanitizer(path));
    std::ofstream(path) << "\x7f"
                           "ELF ... __tsan_init __asan_init";
    CHECK_FALSE(pf::has_sanitizer(path));
    std::ofstream(path, std::ios::trunc).close();
    CHECK_FALSE(pf::has_sanitizer(path));
    std::filesystem::remove(path);
    CHECK_FALSE(pf::has_sanitizer(path));
}

TEST_CASE("the stacks of a process are asked of the tool, and what it says is bounded by its end") {
    const std::string path =
        (std::filesystem::temp_directory_path() / ("pf-tool-" + std::to_string(getpid()))).string();
    std::ofstream(path) << "#!/bin/sh\necho \"for $*\"\necho problem >&2\n";
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    const std::string said = pf::stacks_of(77, path);
    CHECK(said.find("-p 77") != std::string::npos);
    CHECK(said.find("problem") != std::string::npos);
    std::filesystem::remove(path);
}
