// What a test's process costs in pages. How many there are depends on the machine and on what else runs there, so the
// counts are figures, which "unit_runtime [figures]" prints, and not asserted.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "parallel_fixtures/program.h"
#include "runtime/mailbox.h"
#include "runtime/platform.h"
#include "runtime/run_test.h"
#include "runtime/test_process.h"
#include "tests/support/catch.h"
#include "tests/unit/runtime/in_child.h"
#include "tests/unit/runtime/supervision.h"
#include "tests/unit/support/folder.h"

using namespace pf;
using pf::test::Folder;
using pf::test::in_child;
using pf::test::Supervision;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kInstrumented = true;
#else
constexpr bool kInstrumented = false;
#endif

namespace {

class Nothing : public LinkedWork {
    void prepare() override {}
    void prepare_test(const RunTest& /*test*/) override {}
    void run_test(const RunTest& /*test*/, int /*requests*/) override { _exit(0); }
    void run_fixture(const RunFixture& /*fixture*/, int /*data*/) override { _exit(0); }
    void take_report(std::string& /*report*/) override {}
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

class Passing : public parallel_fixtures::Program {
    std::string framework() override { return "none"; }
    std::vector<parallel_fixtures::Fixture> fixtures() override { return {}; }
    std::vector<parallel_fixtures::Test> tests() override { return {}; }
    parallel_fixtures::Report hold(const std::string& /*fixture*/, parallel_fixtures::Stand& stand) override {
        stand.wait({});
        return {};
    }
    parallel_fixtures::Report run(const std::string& /*test*/) override { return {}; }
};

// Of a fork that runs `body`, which does not return.
template <typename Body>
long faults_of_child(Body body) {
    const pid_t pid = fork();
    if (pid == 0) {
        body();
        _exit(1);
    }
    int status = 0;
    rusage usage{};
    wait4(pid, &status, 0, &usage);
    return usage.ru_minflt;
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

// KiB that this process alone has, from which its relatives do not profit.
long private_kib() {
    std::ifstream file("/proc/self/smaps_rollup");
    long sum = 0;
    for (std::string line; std::getline(file, line);) {
        if (line.compare(0, 8, "Private_") == 0) {
            sum += std::strtol(line.c_str() + line.find(':') + 1, nullptr, 10);
        }
    }
    return sum;
}

}  // namespace

TEST_CASE("pages that a worker writes to for each test", "[.][figures]") {
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
    WARN(faults << " faults a test, " << faults_of_forking() << " for forking alone; 6.5 more are expected at most");
    supervision.send(Leave{});  // It holds a copy of our end of its socket, as of everything else.
    supervision.expect<Swept>();
}

TEST_CASE("pages of what is made ready for each test", "[.][figures]") {
    if (kInstrumented) {
        return;
    }
    TestOrder order{"Suite.A", "group.Suite.A", {}, "/", 1, 1, 1};
    for (int i = 0; i < 20; ++i) {
        order.environment.push_back("PF_VARIABLE_" + std::to_string(i) + "=" + std::string(50, 'x'));
    }
    const std::string bytes = encode_order(order);
    const int tenths = in_child([&] {
        NextTest next;
        constexpr int kTests = 50;
        long before = 0;
        for (int i = -kTests; i < kTests; ++i) {
            before = i == 0 ? own_faults() : before;
            next.prepare(bytes, "");
            in_child([] { return 0; });
        }
        const double faults = static_cast<double>(own_faults() - before) / kTests;
        return static_cast<int>((faults - faults_of_forking()) * 10);
    });
    WARN(tenths / 10.0 << " faults a test; 5 are expected, and 12 with strings that are made for each test");
}

TEST_CASE("faults that a test which passes and says nothing adds to its fork", "[.][figures]") {
    if (kInstrumented) {
        return;
    }
    Passing program;
    Mailbox mailbox;
    const int added = in_child([&] {
        prepare_test_processes();
        const TestRunner in_parent(program);  // As the process of a fixture has one.
        NextTest next;
        next.prepare(encode_order({"Suite.A", "group.Suite.A", {"PF_VARIABLE=1"}, "/", 1, 1, 1}), "/");
        const auto test = [&] { TestRunner(program, &mailbox).run(next, false, -1); };
        faults_of_child(test);
        const long alone = faults_of_child([] { _exit(0); });
        return static_cast<int>(faults_of_child(test) - alone);
    });
    WARN(added << " faults; 6 to 8 pages are written to, and the others are code that the child is the first to use");
}

TEST_CASE("memory that was freed can be given back") {
    if (kInstrumented) {
        return;
    }
    CHECK(in_child([] {
              constexpr int kTexts = 100000;
              constexpr std::size_t kLength = 100;
              std::vector<std::string> texts(kTexts, std::string(kLength, 'x'));
              const std::string above(kLength, 'x');  // What is free below it the C library keeps.
              const long full = private_kib();
              texts.clear();
              platform::give_memory_back();
              return (full - private_kib()) * 1024 > kTexts * static_cast<long>(kLength) && !above.empty() ? 0 : 1;
          }) == 0);
}
