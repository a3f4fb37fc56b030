// What a test's process costs in pages: counted, for times say nothing on a busy machine.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>

#include "runtime/platform.h"
#include "runtime/test_process.h"
#include "tests/support/catch.h"
#include "tests/unit/runtime/supervision.h"
#include "tests/unit/support/folder.h"

using namespace pf;
using pf::test::Folder;
using pf::test::Supervision;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kInstrumented = true;
#else
constexpr bool kInstrumented = false;
#endif

namespace {

class Nothing : public LinkedWork {
    void prepare() override {}
    void run_test(const RunTest& /*test*/, int /*data*/, int /*requests*/) override { _exit(0); }
    void run_fixture(const RunFixture& /*fixture*/, int /*data*/) override { _exit(0); }
};

long own_faults() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_minflt;
}

// Field 10.
long faults_of(pid_t pid) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
    std::string line;
    std::getline(file, line);
    std::istringstream fields(line.substr(line.rfind(')') + 1));
    std::string skip;
    for (int i = 3; i < 10; ++i) {
        fields >> skip;
    }
    long faults = -1;
    fields >> faults;
    return faults;
}

// In a child, so that nothing of it stays; its exit code.
int in_child(const std::function<int()>& body) {
    const pid_t pid = fork();
    if (pid == 0) {
        _exit(body());
    }
    int status = 0;
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// Of a process that forks, for each fork.
double faults_of_forking() {
    constexpr int kForks = 50;
    const long before = own_faults();
    for (int i = 0; i < kForks; ++i) {
        in_child([] { return 0; });
    }
    return static_cast<double>(own_faults() - before) / kForks;
}

}  // namespace

TEST_CASE("a worker writes to few pages of its own for each test") {
    if (kInstrumented) {
        return;
    }
    Nothing work;
    SupervisorSetup setup;
    setup.work = &work;
    Supervision supervision(setup);
    const Folder folder;
    RunTest test;
    test.order = std::string(500, 'x');
    test.private_dir = folder / "private";
    constexpr int kTests = 50;
    long before = 0;
    for (int i = -kTests; i < kTests; ++i) {
        before = i == 0 ? faults_of(supervision.pid()) : before;
        supervision.send(test);
        REQUIRE(supervision.ended().exit_code == 0);
    }
    const double faults = static_cast<double>(faults_of(supervision.pid()) - before) / kTests;
    INFO(faults << " faults a test, " << faults_of_forking() << " for forking alone");
    CHECK(faults < faults_of_forking() + 8.5);
    supervision.send(Leave{});  // It holds a copy of our end of its socket, as of everything else.
    supervision.expect<Swept>();
}

TEST_CASE("an environment that was changed is one for the C library too") {
    CHECK(in_child([] {
              setenv("PF_KEPT", "kept", 1);
              setenv("PF_GONE", "here", 1);
              setenv("PF_CHANGED", "before", 1);
              setenv("PF_CHANGED_NOT", "same", 1);
              change_environment({"PF_GONE", "PF_NEVER", "PF_CHANGED=after=all", "PF_NEW=1", "PF_NEW=2", "PF_EMPTY="});
              change_environment({"PF_LATER=later"});
              const auto is = [](const char* name, const std::string& value) {
                  const char* found = getenv(name);
                  return found != nullptr && found == value;
              };
              bool right = is("PF_KEPT", "kept") && getenv("PF_GONE") == nullptr && is("PF_CHANGED", "after=all") &&
                           is("PF_CHANGED_NOT", "same") && is("PF_NEW", "2") && is("PF_EMPTY", "") &&
                           is("PF_LATER", "later");
              setenv("PF_NEW", "3", 1);
              unsetenv("PF_KEPT");
              change_environment({"PF_LATER"});
              right = right && is("PF_NEW", "3") && getenv("PF_KEPT") == nullptr && getenv("PF_LATER") == nullptr;
              return right ? 0 : 1;
          }) == 0);
}
