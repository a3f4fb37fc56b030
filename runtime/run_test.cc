#include "runtime/run_test.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "runtime/exit_checks.h"
#include "runtime/linked_message.h"
#include "runtime/platform.h"
#include "runtime/report.h"
#include "runtime/test_process.h"

namespace pf {

using parallel_fixtures::Report;
using parallel_fixtures::Verdict;

namespace {

void check_between_tests(Report& report) {
    if (const ExitChecks* const checks = exit_checks(); checks != nullptr) {
        fail_for(report, checks->failed_between_tests(), checks->failure);
    }
}

Report cannot_enter(const std::string& directory, int error_number) {
    return failed_report("cannot enter its directory " + directory + ": " + std::strerror(error_number));
}

}  // namespace

void fail_for(Report& report, bool failed, const char* reason) {
    if (failed && report.verdict != Verdict::failed) {
        report.verdict = Verdict::failed;
        report.reason = reason;
    }
}

std::vector<std::function<void(const parallel_fixtures::Worker&)>>& fork_hooks() {
    static std::vector<std::function<void(const parallel_fixtures::Worker&)>> hooks;
    return hooks;
}

TestRunner::TestRunner(parallel_fixtures::Program& program, Mailbox* mailbox)
    : program_(program), mailbox_(mailbox), owner_(platform::kept_pid()) {}

NextTest::NextTest() : passed_(encode(FromProgram(TestEnded{}))) {}

void NextTest::prepare(const std::string& order, const std::string& home) {
    decoded_ = decode_order(order, order_);
    environment_.set(order_.environment);
    entered_ = order_.directory == home && chdir(home.c_str()) == 0;
}

void TestRunner::run(const NextTest& test, bool reuse, int requests) {
    Report report =
        test.decoded().ok() ? run_once(test.order(), test.entered()) : failed_report(test.decoded().error().message);
    if (reuse && requests >= 0) {
        check_between_tests(report);
        conclude(report, test.passed());
        run_others(requests, test.passed());
    }
    conclude_at_exit(std::move(report), test.passed());
}

void TestRunner::run_others(int requests, const std::string& passed) {
    FrameReader<ToSupervisor> reader;
    RunTest request;
    const char done = 0;
    while (send(requests, &done, 1, MSG_NOSIGNAL) == 1 && next_request(requests, reader, request)) {
        Report report = run_once(request);
        if (!request.reuse) {
            conclude_at_exit(std::move(report), passed);
        }
        check_between_tests(report);
        conclude(report, passed);
    }
    end_test_process(0);
}

// Reports the result only after exit handlers have run: they may print, crash, or free memory that had seemed leaked.
void TestRunner::conclude_at_exit(Report report, const std::string& passed) {
    if (platform::kept_pid() != owner_) {
        end_test_process(0);  // The test forked, and this is its child, which must not run its exit handlers.
    }
    report_ = std::move(report);
    passed_ = &passed;
    exit_test_process(final_step, this);
}

int TestRunner::final_step(void* self) {
    auto& runner = *static_cast<TestRunner*>(self);
    if (const ExitChecks* const checks = exit_checks(); checks != nullptr) {
        fail_for(runner.report_, checks->failed_at_end(), checks->failure);
    }
    runner.conclude(runner.report_, *runner.passed_);
    return runner.report_.verdict == Verdict::failed ? 1 : 0;
}

void TestRunner::end_if_forked_by_test() const {
    if (getpid() != owner_) {
        end_test_process(0);  // The test forked, and this is its child, which must not report.
    }
}

// Most tests pass and report nothing else; for them the frame is encoded in advance.
void TestRunner::conclude(Report& report, const std::string& passed) const {
    end_if_forked_by_test();
    flush_output();
    fail_for(report, found_leaks(), kLeaksFound);
    if (report.verdict == Verdict::passed && report.reason.empty() && report.failures.empty() &&
        report.properties.empty()) {
        write_result(passed);
    } else {
        write_report(report);
    }
}

// Not inlined, because it is large and would enlarge the code that each test process touches.
[[gnu::noinline]] void TestRunner::write_report(const Report& report) const { write_result(encode(TestEnded{report})); }

void TestRunner::write_result(const std::string& frame) const {
    if (!mailbox_->put(frame)) {
        static_cast<void>(mailbox_->put(encode(FromProgram(TestEnded{failed_report(
            "it failed with a report of " + std::to_string(frame.size()) + " bytes, which is too long to be sent")}))));
    }
}

Report TestRunner::run_once(const RunTest& request) {
    TestOrder order;
    const Status decoded = decode_order(request.order, order);
    if (!decoded.ok()) {
        return failed_report(decoded.error().message);
    }
    change_environment(std::move(order.environment));
    return run_once(order, false);
}

Report TestRunner::run_once(const TestOrder& order, bool entered) {
    if (!entered && !order.directory.empty() && chdir(order.directory.c_str()) != 0) {
        return cannot_enter(order.directory, errno);
    }
    try {
        if (hooks_ran_ < fork_hooks().size()) {
            run_hooks(order);
        }
        return program_.run(order.test);
    } catch (...) {
        return report_of_exception();
    }
}

// Runs each hook once in a process. A set-up in this process may have added hooks after an earlier test.
void TestRunner::run_hooks(const TestOrder& order) {
    while (hooks_ran_ < fork_hooks().size()) {
        const auto hook = fork_hooks()[hooks_ran_++];
        hook({order.worker, order.attempt, order.id, order.seed});
    }
}

// Reads the next request. Returns false if there is none.
bool TestRunner::next_request(int requests, FrameReader<ToSupervisor>& reader, RunTest& request) {
    auto message = reader.receive(requests);
    auto* const next = message.ok() && *message ? std::get_if<RunTest>(&**message) : nullptr;
    if (next != nullptr) {
        request = std::move(*next);
    }
    return next != nullptr;
}

}  // namespace pf
