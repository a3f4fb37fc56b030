// What a process that is forked for a test begins with, and what it leaves.
#include "runtime/test_process.h"
#include "runtime/environment.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <string>

#include "runtime/descriptor.h"
#include "runtime/platform.h"
#include "runtime/run_test.h"
#include "tests/support/catch.h"
#include "tests/unit/runtime/in_child.h"

using namespace pf;
using pf::test::in_child;

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to the program.

namespace {

bool is(const char* name, const std::string& value) {
    const char* found = getenv(name);
    return found != nullptr && found == value;
}

std::string order_with(const std::vector<std::string>& environment) {
    TestOrder order;
    order.environment = environment;
    return encode_order(order);
}

// What has been written when a test's process has ended after `body`.
std::string printed_by(const std::function<void()>& body) {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    Descriptor mine(ends[0]);
    Descriptor its(ends[1]);
    CHECK(in_child([&] {
              dup2(its.get(), STDOUT_FILENO);
              body();
              end_test_process(0);
              return 1;
          }) == 0);
    its.reset();
    std::string text(100, '\0');
    const ssize_t got = read(mine.get(), text.data(), text.size());
    text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return text;
}

}  // namespace

TEST_CASE("a process that was forked knows its id without a system call") {
    CHECK(platform::kept_pid() == getpid());
    CHECK(in_child([] { return platform::kept_pid() == getpid() && platform::kept_pid() != getppid() ? 0 : 1; }) == 0);
}

TEST_CASE("an environment that was changed is one for the C library too") {
    CHECK(in_child([] {
              setenv("PF_KEPT", "kept", 1);
              setenv("PF_GONE", "here", 1);
              setenv("PF_CHANGED", "before", 1);
              setenv("PF_CHANGED_NOT", "same", 1);
              change_environment({"PF_GONE", "PF_NEVER", "PF_CHANGED=after=all", "PF_NEW=1", "PF_NEW=2", "PF_EMPTY="});
              change_environment({"PF_LATER=later"});
              bool right = is("PF_KEPT", "kept") && getenv("PF_GONE") == nullptr && is("PF_CHANGED", "after=all") &&
                           is("PF_CHANGED_NOT", "same") && is("PF_NEW", "2") && is("PF_EMPTY", "") &&
                           is("PF_LATER", "later");
              setenv("PF_NEW", "3", 1);
              unsetenv("PF_KEPT");
              change_environment({"PF_LATER"});
              right = right && is("PF_NEW", "3") && getenv("PF_KEPT") == nullptr && getenv("PF_LATER") == nullptr;
              unsetenv("PF_CHANGED");
              change_environment({"PF_LAST=1"});
              right = right && is("PF_LAST", "1") && is("PF_EMPTY", "") && getenv("PF_CHANGED") == nullptr;
              clearenv();
              change_environment({"PF_ALONE=1"});
              return right && is("PF_ALONE", "1") && environ[1] == nullptr ? 0 : 1;
          }) == 0);
}

TEST_CASE("a test's environment has nothing of the test before") {
    CHECK(in_child([] {
              setenv("PF_BASE", "base", 1);
              setenv("PF_OTHER", "other", 1);
              NextTest next;
              next.prepare(order_with({"PF_BASE=mine", "PF_OTHER", "PF_ONE=1"}), "");
              bool right =
                  next.decoded().ok() && is("PF_BASE", "mine") && getenv("PF_OTHER") == nullptr && is("PF_ONE", "1");
              next.prepare(order_with({"PF_TWO=2"}), "");
              right = right && is("PF_BASE", "base") && is("PF_OTHER", "other") && getenv("PF_ONE") == nullptr &&
                      is("PF_TWO", "2");
              next.prepare("no order", "");
              return right && !next.decoded().ok() && is("PF_BASE", "base") ? 0 : 1;
          }) == 0);
}

TEST_CASE("a test's process that changes its environment further begins with what it was given") {
    CHECK(in_child([] {
              NextTest next;
              next.prepare(order_with({"PF_ONE=1", "PF_BOTH=first"}), "");
              setenv("PF_SET", "by the test", 1);
              change_environment({"PF_BOTH=second"});
              return is("PF_ONE", "1") && is("PF_BOTH", "second") && is("PF_SET", "by the test") ? 0 : 1;
          }) == 0);
}

TEST_CASE("what stands in buffers at the end of a test is written") {
    CHECK(printed_by([] {
              prepare_test_processes();
              std::cout << "cout ";
              static_cast<void>(std::fputs("stdio", stdout));
          }) == "cout stdio");
    CHECK(printed_by([] {
              prepare_test_processes();
              std::ios_base::sync_with_stdio(false);
              std::cout << "cout, buffered since";
          }) == "cout, buffered since");
    CHECK(printed_by([] {
              std::ios_base::sync_with_stdio(false);
              prepare_test_processes();
              std::cout << "cout, buffered before";
          }) == "cout, buffered before");
    CHECK(printed_by([] {
              static auto& own = *new std::filebuf;
              own.open("/dev/stdout", std::ios_base::out);
              std::clog.rdbuf(&own);
              prepare_test_processes();
              std::clog << "clog, of the program";
          }) == "clog, of the program");
}
