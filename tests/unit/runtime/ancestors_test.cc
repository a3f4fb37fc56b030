// What a process knows of those above it.
#include <sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <thread>

#include "runtime/platform.h"
#include "tests/support/catch.h"
#include "tests/unit/support/folder.h"

using namespace pf;
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

TEST_CASE("the nearest ancestor of a name, and a barrier before it") {
    const std::string own = std::filesystem::path(platform::own_executable()).filename();
    CHECK(own == "unit_runtime");
    CHECK(platform::nearest_ancestor("no such program", "").pid == 0);
    // A child of this program is the same program: its nearest ancestor of that name is this process.
    const pid_t self = getpid();
    CHECK(in_child([&] { return platform::nearest_ancestor(own, "").pid == self ? 0 : 1; }) == 0);
    CHECK(in_child([&] { return platform::nearest_ancestor(own, own).pid == 0 ? 0 : 1; }) == 0);
    CHECK(in_child([&] {
              const platform::ProcessIdentity it = platform::nearest_ancestor(own, "");
              const double now = static_cast<double>(time(nullptr));
              return it.start_ticks > 0 && pf::platform::start_time(it) > now - 3600 &&
                             pf::platform::start_time(it) <= now + 2
                         ? 0
                         : 1;
          }) == 0);
}
