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

TEST_CASE("a backtrace ends where the runtime calls the test, whichever framework the test is of") {
    for (const std::string caller :
         {"#2  0x12 in parallel_fixtures::gtest_access::run (test=...) at runtime/adapters/gtest_access.h:75",
          "#2  parallel_fixtures::gtest_access::run (test=...) at runtime/adapters/gtest_access.h:75",
          "#2  0x12 in parallel_fixtures::(anonymous namespace)::GTestProgram::run(std::string const&) ()",
          "#2  0x12 pf::Catch2Program::run(std::string const&)", "#2  0x12 pf::DoctestProgram::run(std::string const&)",
          "#2  0x12 pf::TestRunner::run_once(pf::TestOrder const&, bool)"}) {
        for (const std::string thread : {"TID 6:", "Thread 1 (LWP 6):"}) {
            // The test calls the runtime, and what it calls is not where the runtime calls it.
            const std::string kept = "PID 6 - process\n" + thread + "\n#0  0x12 pause\n    pause.c:3\n" +
                                     "#1  0x12 in parallel_fixtures::worker () at parallel_fixtures.h:3\n" + caller +
                                     "\n";
            const std::string other = "TID 7:\n#0  0x12 poll\n#1  0x12 clone\n";
            CHECK(pf::above_runtime(kept + "    run.cc:4\n#3  0x12 std::visit\n    variant:9\n" + "a complaint\n" +
                                    other) == kept + other);
        }
    }
    CHECK(pf::above_runtime("") == "");
    CHECK(pf::above_runtime("#0  0x12 main\n#") == "#0  0x12 main\n#\n");
    CHECK(pf::above_runtime("ptrace: pf::TestRunner::run\nno\n") == "ptrace: pf::TestRunner::run\nno\n");
}

TEST_CASE("a long line of a backtrace keeps its function and its place, and no half characters") {
    const std::string place = " at /home/me/queue.cc:14";
    const std::string fits = "#0  f" + std::string(195 - place.size(), 'x') + place + "\n";
    CHECK(pf::above_runtime(fits) == fits);
    for (std::size_t more = 0; more < 4; ++more) {
        std::string line = "#0  f<" + std::string(more, 'x');
        while (line.size() < 1000) {
            line += "\xc3\xa4";
        }
        const std::string shown = pf::above_runtime(line + place);
        CHECK(shown.size() <= 203);
        CHECK(shown.rfind("#0  f<", 0) == 0);
        CHECK(shown.find(place + "\n") != std::string::npos);
        const std::size_t gap = shown.find("...");
        REQUIRE(gap != std::string::npos);
        CHECK(shown[gap - 1] == '\xa4');
        CHECK(shown[gap + 3] == '\xc3');
    }
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
