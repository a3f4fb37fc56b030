// What a process knows of those above it.
#include <poll.h>
#include <sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <optional>
#include <thread>

#include "runtime/platform.h"
#include "tests/support/catch.h"
#include "tests/unit/support/folder.h"

using namespace pf;
using pf::test::Folder;
using pf::test::in_child;

namespace {

// The same to who looks as one whose memory has gone and whose children still have it as their parent: its main thread
// has ended, another has not.
[[noreturn]] void end_main_thread_above_child() {
    const pid_t parent = getpid();
    const pid_t child = fork();
    if (child == 0) {
        const time_t deadline = time(nullptr) + 10;
        while (!platform::parent_is_ending() && time(nullptr) < deadline) {
            sched_yield();
        }
        _exit(platform::parent_is_ending() && getppid() == parent ? 0 : 1);
    }
    std::thread([child] {
        int status = 0;
        waitpid(child, &status, 0);
        _exit(WEXITSTATUS(status));
    }).detach();
    syscall(SYS_exit, 0);  // This thread's end alone; pthread_exit would unwind the test.
    std::abort();
}

}  // namespace

TEST_CASE("a parent that is ending is told from one that is not") {
    CHECK_FALSE(platform::parent_is_ending());
    CHECK(in_child([] { return platform::parent_is_ending() ? 1 : 0; }) == 0);
    CHECK(in_child([]() -> int { end_main_thread_above_child(); }) == 0);
}

TEST_CASE("a ctest is known by the log that it has open, whatever its name is") {
    const Folder folder;
    std::filesystem::create_directories(folder / "Testing/Temporary");
    // In a process without the log of the ctest that runs this test.
    const auto is_taken_for_ctest = [&](const std::string& log) {
        return in_child([&] {
            platform::close_descriptors_from(3);
            const std::ofstream file(log);
            const pid_t self = getpid();
            const auto found = [&] { return platform::ctest_above().pid == self ? 0 : 1; };
            const int below = in_child(found);
            const int below_a_test = in_child([&] { return in_child(found); });  // Which has the log from it.
            const bool checks = platform::checks_memory(platform::identity_of(self), folder.path());
            return below == below_a_test ? 2 * below + (checks ? 1 : 0) : -1;
        });
    };
    CHECK(is_taken_for_ctest(folder / "Testing/Temporary/LastTest.log.tmp") == 0);
    CHECK(is_taken_for_ctest(folder / "Testing/Temporary/LastDynamicAnalysis_20260101-0000.log.tmp") == 1);
    CHECK(is_taken_for_ctest(folder / "Testing/Temporary/LastTest.log") == 2);
    CHECK(is_taken_for_ctest(folder / "LastTest.log.tmp") == 2);
}

TEST_CASE("how a process that is no child has ended is known while it is a zombie") {
    const pid_t child = fork();
    if (child == 0) {
        _exit(7);
    }
    const platform::ProcessIdentity identity = platform::identity_of(child);
    const auto handle = platform::watch_process(identity);
    siginfo_t info{};
    REQUIRE(waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOWAIT) == 0);
    const std::optional<int> status = platform::end_status(identity, handle.ok() ? handle->get() : -1);
    REQUIRE(status);
    CHECK(WIFEXITED(*status));
    CHECK(WEXITSTATUS(*status) == 7);
    CHECK(platform::end_status(platform::identity_of(getpid()), -1) == std::nullopt);
    CHECK(waitpid(child, nullptr, 0) == child);
}

TEST_CASE("how a process has ended is known while its parent reaps it") {
    // In a process of its own, because the threads would leave address space reserved.
    CHECK(in_child([] {
              constexpr int kProcesses = 500;  // The moment is short.
              int lost = 0;
              bool known_afterwards = false;  // Since Linux 6.15.
              for (int i = 0; i < kProcesses; ++i) {
                  const pid_t child = fork();
                  if (child == 0) {
                      usleep(1000);
                      _exit(7);
                  }
                  const platform::ProcessIdentity identity = platform::identity_of(child);
                  const auto handle = platform::watch_process(identity);
                  if (!handle.ok()) {
                      return -1;
                  }
                  std::thread parent([child] { waitpid(child, nullptr, 0); });
                  pollfd ended{handle->get(), POLLIN, 0};
                  while (poll(&ended, 1, -1) < 0 && errno == EINTR) {
                  }
                  const std::optional<int> status = platform::end_status(identity, handle->get());
                  parent.join();
                  known_afterwards = platform::end_status(identity, handle->get()).has_value();
                  lost += status && WEXITSTATUS(*status) == 7 ? 0 : 1;
              }
              return known_afterwards ? std::min(lost, 100) : 0;
          }) == 0);
}

TEST_CASE("the start of a process is known in ticks and as a time") {
    const platform::ProcessIdentity self = platform::identity_of(getpid());
    const double now = static_cast<double>(time(nullptr));
    CHECK(self.start_ticks > 0);
    CHECK(platform::start_time(self) > now - 3600);
    CHECK(platform::start_time(self) <= now + 2);
}
