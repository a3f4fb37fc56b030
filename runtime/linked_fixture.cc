#include "runtime/linked_fixture.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstring>
#include <exception>

#include "runtime/environment.h"
#include "runtime/exit_checks.h"
#include "runtime/process_tree.h"
#include "runtime/report.h"
#include "runtime/run_test.h"
#include "runtime/signals.h"

namespace pf {
namespace {

using parallel_fixtures::Report;
using parallel_fixtures::Verdict;

constexpr int kDescriptors = 3;  // Number of descriptors that come with a ForkSupervisor at most.

// Returns "" if the directory has no name any more.
std::string current_directory() {
    char path[PATH_MAX];
    return getcwd(path, sizeof path) != nullptr ? path : "";
}

std::string quoted_list(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) {
        text += (text.empty() ? "\"" : ", \"") + name + "\"";
    }
    return text;
}

}  // namespace

void send_to_session(int channel, const FromProgram& message) {
    const std::string frame = encode(message);
    // Not send_all(): a listing goes through a pipe. SIGPIPE may end the process; it ends in that case anyway.
    if (write_all(channel, frame) != frame.size()) {
        _exit(1);
    }
}

LinkedFixture::LinkedFixture(parallel_fixtures::Program& program, int channel, Options options)
    : program_(program),
      channel_(channel),
      options_(options),
      owner_(getpid()),
      runner_(program),
      files_before_(platform::open_files()) {}

Report LinkedFixture::hold(const RunFixture& fixture) {
    waited_ = false;
    Report report = set_up_and_tear_down(fixture);
    if (!waited_) {
        wait(report);  // The set-up did not complete, so there is nothing to tear down.
        report = {};
    }
    flush_output();
    send_to_session(channel_, TornDown{report});
    return report;
}

Report LinkedFixture::set_up_and_tear_down(const RunFixture& fixture) {
    change_environment(fixture.environment);
    if (!fixture.directory.empty() && chdir(fixture.directory.c_str()) != 0) {
        return failed_report("cannot enter its working directory " + fixture.directory + ": " + std::strerror(errno) +
                             "; it must be there before the set-up begins");
    }
    try {
        return program_.hold(fixture.fixture, *this);
    } catch (...) {
        return report_of_exception();
    }
}

void LinkedFixture::wait(const Report& setup) {
    if (getpid() != owner_) {
        _exit(1);  // The set-up forked, and this is its child.
    }
    waited_ = true;
    FixtureReady ready{setup, {}};
    if (setup.verdict == Verdict::passed && !options_.alone) {
        check_threads(ready);
        check_exit_checks(ready);
        warn_of_shared_offsets(ready);
    }
    fail_for(ready.report, report_leaks_once(), kLeaksFound);
    flush_output();
    if (!options_.alone) {
        signals_ = SignalState::current();
        platform::become_subreaper();
        children_of_setup_ = platform::children_of(getpid());
        home_ = current_directory();
    }
    send_to_session(channel_, ready);
    serve();
}

void LinkedFixture::check_threads(FixtureReady& ready) const {
    std::vector<std::string> threads = platform::other_threads();
    if (has_thread_sanitizer() && !threads.empty()) {
        threads.pop_back();
    }
    if (options_.allow_threads || threads.empty()) {
        return;
    }
    ready.report.verdict = Verdict::failed;
    ready.report.reason = "after set-up the program has threads besides its main thread: " + quoted_list(threads) +
                          "; a fork copies the main thread only. End them in set-up, start them in after_fork(), or "
                          "say ALLOW_THREADS";
}

void LinkedFixture::check_exit_checks(FixtureReady& ready) {
    const char* const why = exit_checks() != nullptr ? exit_checks()->cannot_be_made() : nullptr;
    if (why != nullptr && ready.report.verdict == Verdict::passed) {
        ready.report = failed_report(why);
    }
}

void LinkedFixture::warn_of_shared_offsets(FixtureReady& ready) const {
    for (const platform::OpenFile& file : platform::open_files()) {
        if (std::find(files_before_.begin(), files_before_.end(), file) == files_before_.end()) {
            ready.warnings.push_back("set-up left " + file.path + " open (descriptor " + std::to_string(file.fd) +
                                     "): its offset is shared by all tests; open it again in after_fork(), or use "
                                     "pread()");
        }
    }
}

// Serves requests until it is time to tear down. Blocks all signals meanwhile, so that the program's handlers do not
// run; with `alone` its signals stay as they are.
void LinkedFixture::serve() {
    const sigset_t waiting = options_.alone ? sigset_t{} : block_all_but_sigchld();
    while (true) {
        for (auto message = reader_.next(); !message.ok() || message->has_value(); message = reader_.next()) {
            if (!message.ok()) {
                _exit(1);
            }
            if (!handle(**message)) {
                if (!options_.alone) {
                    signals_.restore();
                }
                return;
            }
        }
        pollfd polled{channel_, POLLIN, 0};
        const int ready = ppoll(&polled, 1, nullptr, options_.alone ? nullptr : &waiting);
        reap();
        if (ready > 0) {
            receive();
        }
    }
}

void LinkedFixture::receive() {
    char buffer[4096];
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int) * kDescriptors)];
    iovec bytes{buffer, sizeof buffer};
    msghdr header{};
    header.msg_iov = &bytes;
    header.msg_iovlen = 1;
    header.msg_control = control;
    header.msg_controllen = sizeof control;
    const ssize_t got = recvmsg(channel_, &header, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    if (got <= 0) {
        _exit(1);  // The session has gone. The supervisor above ends everything below it.
    }
    for (cmsghdr* part = CMSG_FIRSTHDR(&header); part != nullptr; part = CMSG_NXTHDR(&header, part)) {
        int descriptors[kDescriptors];
        const std::size_t size = std::min(sizeof descriptors, part->cmsg_len - CMSG_LEN(0));
        std::memcpy(descriptors, CMSG_DATA(part), size);
        for (std::size_t i = 0; i < size / sizeof(int); ++i) {
            received_.emplace_back(descriptors[i]);
        }
    }
    reader_.append(buffer, static_cast<std::size_t>(got));
}

// Returns false if it is time to tear down.
bool LinkedFixture::handle(const ToProgram& message) {
    if (const auto* fork_request = std::get_if<ForkSupervisor>(&message)) {
        fork_supervisor(*fork_request);
    } else if (const auto* kill_request = std::get_if<KillSupervisor>(&message)) {
        const auto known = supervisors_.find(kill_request->number);
        if (known != supervisors_.end()) {
            kill(known->second, SIGKILL);
        }
    } else if (const auto* fixture = std::get_if<RunFixture>(&message)) {
        hold(*fixture);
    } else if (const auto* test = std::get_if<RunTest>(&message)) {
        run_test_in_process(*test);
    } else {
        await_supervisors();
        return false;
    }
    return true;
}

void LinkedFixture::run_test_in_process(const RunTest& test) {
    Report report = runner_.run_once(test);
    flush_output();
    if (getpid() != owner_) {
        _exit(0);  // The test forked, and this is its child.
    }
    fail_for(report, report_leaks_once(), kLeaksFound);
    send_to_session(channel_, TestEnded{report});
}

// Supervisors may still be ending, with coverage data to write.
void LinkedFixture::await_supervisors() {
    constexpr int kLimitMs = 5000;
    for (int waited = 0; !supervisors_.empty() && waited < kLimitMs; ++waited) {
        reap();
        if (!supervisors_.empty()) {
            poll(nullptr, 0, 1);
        }
    }
}

void LinkedFixture::fork_supervisor(const ForkSupervisor& request) {
    const std::size_t count = request.data ? kDescriptors : kDescriptors - 1;
    if (received_.size() < count) {
        _exit(1);
    }
    std::vector<Descriptor> ends;
    for (std::size_t i = 0; i < count; ++i) {
        ends.push_back(std::move(received_.front()));
        received_.pop_front();
    }
    flush_output();
    // The supervisor has no parent-death signal: if this process is killed, the session must learn of that first, so
    // that it can report which tasks were running. The supervisor ends when the session closes its socket.
    const pid_t pid = fork();
    if (pid == 0) {
        close(channel_);
        SupervisorSetup setup;
        setup.control = ends[0].get();
        setup.output = ends[1].get();
        setup.data = request.data ? ends.back().get() : -1;
        setup.work = this;
        supervise(std::move(setup));
    }
    if (pid > 0) {
        supervisors_[request.number] = pid;
    }
    // If fork() failed, `ends` is closed here, and the session sees the supervisor end.
}

// Reaps our supervisors only, because the program may wait for children of its own.
void LinkedFixture::reap() {
    bool killed = false;
    for (auto next = supervisors_.begin(); next != supervisors_.end();) {
        int status = 0;
        if (waitpid(next->second, &status, WNOHANG) == next->second) {
            killed = killed || WIFSIGNALED(status);
            next = supervisors_.erase(next);
        } else {
            ++next;
        }
    }
    if (killed) {
        kill_leftovers();
    }
}

// Kills the descendants that a killed supervisor has left to this process.
void LinkedFixture::kill_leftovers() const {
    std::vector<pid_t> known = children_of_setup_;
    for (const auto& [number, pid] : supervisors_) {
        known.push_back(pid);
    }
    kill_strays(known);
}

void LinkedFixture::prepare() {
    prepare_test_processes();
    fork_hooks();  // Constructs the hooks here instead of in each child.
    next_ = std::make_unique<NextTest>();
    mailbox_ = std::make_unique<Mailbox>();
    if (exit_checks() != nullptr) {
        exit_checks()->begin();
    }
}

void LinkedFixture::prepare_test(const RunTest& test) {
    mailbox_->clear();  // A process that an earlier test has left behind may have written to it.
    next_->prepare(test.order, home_);
}

void LinkedFixture::run_test(const RunTest& test, int requests) {
    signals_.restore_from_default();
    begin_test_process();
    TestRunner(program_, mailbox_.get()).run(*next_, test.reuse, requests);
}

void LinkedFixture::run_fixture(const RunFixture& fixture, int data) {
    signals_.restore_from_default();
    begin_test_process();
    static Report report;  // Static because this function does not return.
    report = LinkedFixture(program_, data, options_).hold(fixture);
    exit_test_process(
        [](void* /*nothing*/) {
            const bool failed = exit_checks() != nullptr && exit_checks()->failed_at_end();
            return report.verdict == Verdict::failed || found_leaks() || failed ? 1 : 0;
        },
        nullptr);
}

}  // namespace pf
