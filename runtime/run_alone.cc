#include "runtime/run_alone.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <utility>
#include <vector>

#include "runtime/descriptor.h"
#include "runtime/environment.h"
#include "runtime/linked_fixture.h"
#include "runtime/linked_message.h"
#include "runtime/platform.h"
#include "runtime/report.h"
#include "runtime/run_test.h"
#include "runtime/test_process.h"

namespace pf {
namespace {

using parallel_fixtures::Fixture;
using parallel_fixtures::Program;
using parallel_fixtures::Report;
using parallel_fixtures::Test;
using parallel_fixtures::Verdict;

constexpr int kExitCodeMask = 0xff;  // The bits of exit()'s argument that form the exit code.

AloneRequest take_request() {
    AloneRequest request;
    const char* text = std::getenv(kAloneVariable);
    if (text != nullptr) {
        std::istringstream lines(text);
        std::getline(lines, request.test);
        std::getline(lines, request.file);
        lines >> request.socket;
        if (request.socket >= 0) {
            fcntl(request.socket, F_SETFD, FD_CLOEXEC);
        }
        unsetenv(kAloneVariable);
    }
    return request;
}

// Removes the variable before main(), so that processes started by static constructors do not inherit it.
[[maybe_unused]] const bool taken_before_main = !alone_request().test.empty();

// Opens the file for the result. The descriptor stays open until the process ends. Returns -1 if there is no file.
int open_result(const std::string& path) { return open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600); }

// Sets the variables that a set-up has written for its dependents (PARALLEL_FIXTURES_ENV). Invalid lines are ignored
// here; in an ordinary run they fail the set-up.
void take_variables() {
    const char* path = std::getenv("PARALLEL_FIXTURES_ENV");
    std::ifstream file(path != nullptr ? path : "");
    for (std::string line; std::getline(file, line);) {
        if (is_variable(line)) {
            // Not change_environment(), whose memory a checker would report as reachable at exit.
            const std::string name(variable_name(line));
            setenv(name.c_str(), line.c_str() + name.size() + 1, 1);
        }
    }
}

class Alone {
public:
    Alone(Program& program, std::string test) : program_(program), test_(std::move(test)) {}

    Report run() {
        if (find_chain()) {
            hold(0);
        }
        return report_;
    }

private:
    // Determines the fixtures from the outermost to that of the test. Returns false, with a report, if there is no such
    // test.
    bool find_chain() {
        const std::vector<Fixture> fixtures = program_.fixtures();
        const std::vector<Test> tests = program_.tests();
        const auto test =
            std::find_if(tests.begin(), tests.end(), [this](const Test& one) { return one.name == test_; });
        if (test == tests.end()) {
            report_ = failed_report("there is no test \"" + test_ + "\"");
            return false;
        }
        for (std::string name = test->fixture; !name.empty();) {
            chain_.insert(chain_.begin(), name);
            const auto fixture =
                std::find_if(fixtures.begin(), fixtures.end(), [&](const Fixture& one) { return one.name == name; });
            name = fixture == fixtures.end() || chain_.size() > fixtures.size() ? "" : fixture->parent;
        }
        chain_.insert(chain_.begin(), "");
        return true;
    }

    // Continues with the nested fixture or the test inside wait(). A class instead of a std::function, because the
    // latter's frames would clutter the debugger's backtrace.
    class NestedWait : public parallel_fixtures::Stand {
    public:
        NestedWait(Alone& alone, std::size_t depth) : alone_(alone), depth_(depth) {}

        void wait(const Report& setup) override {
            waited_ = true;
            alone_.on_set_up(depth_, setup);
        }
        [[nodiscard]] bool waited() const { return waited_; }

    private:
        Alone& alone_;
        std::size_t depth_;
        bool waited_ = false;
    };

    void hold(std::size_t depth) {
        NestedWait nested(*this, depth);
        Report report;
        try {
            report = program_.hold(chain_[depth], nested);
        } catch (...) {
            report = report_of_exception();
        }
        if (nested.waited()) {
            note_teardown(depth, report);
        } else {
            on_set_up(depth, report.verdict == Verdict::passed
                                 ? failed_report("its hold() returned without calling wait(); call it once")
                                 : report);
        }
    }

    void on_set_up(std::size_t depth, const Report& setup) {
        if (setup.verdict != Verdict::passed) {
            report_ = setup;
            report_.reason = setup.reason.empty() ? "" : "the set-up of " + name_of(depth) + ": " + setup.reason;
            return;
        }
        take_variables();
        if (depth + 1 < chain_.size()) {
            hold(depth + 1);
        } else {
            run_test();
        }
    }

    void run_test() {
        try {
            report_ = program_.run(test_);
        } catch (...) {
            report_ = report_of_exception();
        }
        if (getpid() != owner_) {
            end_test_process(0);  // The test forked, and this is its child, which must not tear down.
        }
    }

    void note_teardown(std::size_t depth, const Report& teardown) {
        if (teardown.verdict != Verdict::failed) {
            return;
        }
        if (report_.verdict != Verdict::failed) {
            report_ = teardown;
            report_.reason =
                teardown.reason.empty() ? "" : "the teardown of " + name_of(depth) + ": " + teardown.reason;
        } else {
            report_.failures.insert(report_.failures.end(), teardown.failures.begin(), teardown.failures.end());
        }
    }

    [[nodiscard]] std::string name_of(std::size_t depth) const {
        return depth == 0 ? "the program" : "its fixture \"" + chain_[depth] + "\"";
    }

    Program& program_;
    std::string test_;
    pid_t owner_ = getpid();
    std::vector<std::string> chain_;
    Report report_;
};

}  // namespace

const AloneRequest& alone_request() {
    static const AloneRequest taken = take_request();
    return taken;
}

void report_exit_code() {
    if (std::getenv(kAloneVariable) != nullptr && alone_request().socket >= 0) {
        platform::at_exit(
            [](int status) { send_to_session(alone_request().socket, ProcessEnds{status & kExitCodeMask}); });
    }
}

int run_alone(Program& program) {
    const AloneRequest& request = alone_request();
    // Truncates the file, because a debugger may run the program again.
    int file = open_result(request.file);
    const FileIdentity at_first = identity_of_file(file);
    Report report = Alone(program, request.test).run();
    flush_output();
    if (!(identity_of_file(file) == at_first)) {
        // The test has closed the descriptor. Its number may now belong to another file, which must stay open.
        file = open_result(request.file);
    }
    if (file >= 0) {
        send_to_session(file, TestEnded{report});
    }
    if (request.socket >= 0) {
        send_to_session(request.socket, TestEnded{report});
    }
    return report.verdict == Verdict::failed ? 1 : 0;
}

}  // namespace pf
