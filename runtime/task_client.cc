#include "runtime/task_client.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "runtime/descriptor.h"
#include "runtime/directory.h"
#include "runtime/end_by_signal.h"
#include "runtime/environment.h"
#include "runtime/platform.h"
#include "runtime/session_endpoint.h"
#include "runtime/session_message.h"
#include "runtime/signals.h"
#include "runtime/spawn.h"
#include "runtime/text.h"
#include "runtime/time_limits.h"
#include "runtime/wrapper.h"

namespace pf {
namespace {

// Returns false if the text could not be written, so that CTest has not received all of the output.
bool write_output(std::string_view text) { return write_all(STDOUT_FILENO, text) == text.size(); }

int g_session = -1;

void notify_session(int number) {
    static_cast<void>(send(g_session, "", 1, MSG_NOSIGNAL | MSG_DONTWAIT));
    static_cast<void>(raise(number));  // The default action follows when this handler has returned.
}

// Tells the session about a signal such as Ctrl-C, which ends ctest as well, but possibly later than its tests. CTest
// itself kills a test with SIGKILL, which closes the connection without a byte.
void notify_session_of_signals(int socket) {
    g_session = socket;
    struct sigaction act {};
    act.sa_handler = notify_session;
    act.sa_flags = static_cast<int>(SA_RESETHAND);
    for (const int number : kEndingSignals) {
        struct sigaction before {};
        if (sigaction(number, &act, &before) == 0 && before.sa_handler != SIG_DFL) {
            sigaction(number, &before, nullptr);
        }
    }
}

// Returns true if the reader of stdout has gone, and waits for that up to the given time.
bool reader_has_gone(int milliseconds) {
    pollfd output{STDOUT_FILENO, 0, 0};
    return poll(&output, 1, milliseconds) > 0 && (output.revents & POLLERR) != 0;
}

// Waits for CTest to end this process, at most for `seconds`, or until ctest itself has ended.
void wait_for_ctest(int seconds) {
    for (int i = 0; i < seconds && !reader_has_gone(1000); ++i) {
    }
}

// Searches for a mark in a task's output, which arrives in pieces.
class MarkSearch {
public:
    explicit MarkSearch(std::string mark) : mark_(std::move(mark)) {}

    void look_at(const std::string& bytes) {
        if (found_ || mark_.empty()) {
            return;
        }
        const std::string text = end_ + bytes;
        found_ = text.find(mark_) != std::string::npos;
        end_ = text.substr(text.size() - std::min(text.size(), mark_.size() - 1));
    }
    [[nodiscard]] bool found() const { return found_; }

private:
    std::string mark_;
    std::string end_;
    bool found_ = false;
};

// Ends the test according to the session's verdict, and never in a way that CTest takes for a better one.
class Ending {
public:
    Ending(const ClientTask& task, int session)
        : task_(task), session_(session), search_(task.token.empty() ? "" : skip_mark(task.token)) {}

    void print(const std::string& bytes) {
        output_complete_ = write_output(bytes) && output_complete_;
        search_.look_at(bytes);
    }

    int end_as(const TaskOver& over) {
        if (over.timed_out && !task_.token.empty()) {
            return time_out(over);
        }
        if (over.skipped) {
            return skip(over);
        }
        if (over.signal != 0) {
            confirm();
            return end_by_signal(over.signal);
        }
        if (over.exit_code < 0) {
            return end_without_result(over.reason);
        }
        if (!output_complete_) {
            return end_without_result("its output could not be written");
        }
        if (search_.found()) {
            return end_without_result("its output contains the skip mark of its own test");
        }
        confirm();
        return over.exit_code;
    }

private:
    // CTest reports a timeout only for a test that it ends itself. If the test never waits for other tests, CTest's own
    // limit ends it soon after ours. Otherwise CTest ends it at the timeout mark, but only for its first attempt in
    // this ctest (--repeat), because it then forgets the expression.
    int time_out(const TaskOver& over) {
        write_output("parallel-fixtures: " + without_controls(over.reason) + "\n");
        if (task_.ends_after > 0) {
            wait_for_ctest(task_.ends_after + kCtestDelay);
        } else if (!over.timed_out_before) {
            write_output(timeout_mark(task_.token) + "\n");
            wait_for_ctest(kCtestDelay);
        }
        return end_without_result(
            "the task timed out, but CTest did not end this test, so ctest shows it as failed; its status is Timeout");
    }

    int skip(const TaskOver& over) {
        if (task_.token.empty()) {
            return end_without_result("it was skipped, but its test has no skip mark; run cmake again");
        }
        const bool said = write_output(skip_mark(task_.token) + ": " + without_controls(over.reason) + "\n");
        if (!said || over.exit_code < 0) {
            return end_without_result(over.reason);
        }
        confirm();
        return over.exit_code;
    }

    // Sent right before the end. If the test is killed first, or ends differently, the session must not count a pass
    // that ctest does not see.
    void confirm() const {
        static_cast<void>(send(session_, &kEndsAsTold, sizeof kEndsAsTold, MSG_NOSIGNAL | MSG_DONTWAIT));
    }

    const ClientTask& task_;
    int session_;
    MarkSearch search_;
    bool output_complete_ = true;
};

// Prints the memory checker's log, because ctest counts defects in the output of a test. Returns false if there is no
// log.
bool print_log(const std::string& path) {
    const Descriptor file(path.empty() ? -1 : open(path.c_str(), O_RDONLY | O_CLOEXEC));
    char buffer[4096];
    for (ssize_t got = 0; file && (got = read(file.get(), buffer, sizeof buffer)) > 0;) {
        write_output({buffer, static_cast<std::size_t>(got)});
    }
    return path.empty() || (file && unlink(path.c_str()) == 0);
}

// Removes the last two folders of "<build>/ParallelFixtures/<configuration>".
std::string build_of(const std::string& folder) {
    std::string build = real_path(folder);
    for (int i = 0; i < 2; ++i) {
        const std::size_t slash = build.rfind('/');
        build.resize(slash == std::string::npos ? 0 : slash);
    }
    return build;
}

// Returns the path of the helper, which a file in the plan's folder contains; "" if that cannot be read.
std::string helper_of(const std::string& folder) {
    const Descriptor file(open((folder + "/helper").c_str(), O_RDONLY | O_CLOEXEC));
    char path[PATH_MAX];
    const ssize_t got = file ? read(file.get(), path, sizeof path) : 0;
    return std::string(path, got > 0 ? static_cast<std::size_t>(got) : 0);
}

// Executes the helper with `words`, the configuration, and `arguments` after "--".
int exec_helper(const std::string& folder, std::vector<std::string> words, const std::vector<std::string>& arguments) {
    const std::string helper = helper_of(folder);
    const std::string config = folder.substr(folder.rfind('/') + 1);
    words.insert(words.begin(), helper);
    if (config != "default") {
        words.insert(words.end(), {"-C", config});
    }
    words.emplace_back("--");
    words.insert(words.end(), arguments.begin(), arguments.end());
    leave_valgrind_at_exec();
    execv(helper.c_str(), as_argv(words).data());
    return end_without_result("cannot start the helper \"" + helper + "\", which " + folder +
                              "/helper names: " + std::strerror(errno) + "; run cmake again");
}

}  // namespace

std::string skip_mark(const std::string& token) { return "PARALLEL_FIXTURES_SKIPPED(" + token + ")"; }

std::string timeout_mark(const std::string& token) { return "PARALLEL_FIXTURES_TIMED_OUT(" + token + ")"; }

std::string mark_expression(const std::string& mark) {
    const std::size_t open = mark.find('(');
    return mark.substr(0, open) + "[(]" + mark.substr(open + 1, mark.size() - open - 2) + "[)]";
}

int end_as(const TaskOver& over, const ClientTask& task) { return Ending(task, -1).end_as(over); }

int end_without_result(const std::string& why) {
    write_output("parallel-fixtures: " + without_controls(why) + "\n");
    return end_by_abort();
}

int follow_task(SessionConnection session, const ClientTask& task,
                const std::function<std::string(const Error&)>& why_gone) {
    SessionRequest request;
    request.what = task.group ? Asked::run_group : Asked::run_task;
    request.name = task.id;
    request.environment = inherited_environment();
    request.arguments = task.arguments;
    request.wrapper = task.wrapper;
    session.send(request);
    notify_session_of_signals(session.descriptor());
    Ending ending(task, session.descriptor());
    while (true) {
        const Result<FromSession> said = session.next();
        if (!said.ok()) {
            return end_without_result(why_gone ? why_gone(said.error()) : said.error().message);
        }
        if (const auto* printed = std::get_if<TaskPrinted>(&*said)) {
            ending.print(printed->bytes);
        } else if (const auto* over = std::get_if<TaskOver>(&*said)) {
            return print_log(task.log) ? ending.end_as(*over)
                                       : end_without_result("the memory checker has written nothing to " + task.log);
        } else if (const auto* refused = std::get_if<Refused>(&*said)) {
            return end_without_result(refused->reason);
        }
    }
}

bool ctest_has_gone() {
    // The first condition also detects the end of a ctest below another ctest.
    return reader_has_gone(0) || (platform::parent_is_ending() && platform::ctest_above().pid == 0);
}

std::string why_no_ctest() {
    const bool of_ctest =
        std::getenv("CTEST_INTERACTIVE_DEBUG_MODE") != nullptr || std::getenv("DASHBOARD_TEST_FROM_CTEST") != nullptr;
    const bool beside = platform::below_helper();
    return of_ctest && !beside
               ? "ctest seems to run this test, but is not found above it (is /proc there, and may it be "
                 "read?): fixtures are set up for this test alone"
               : "";
}

std::optional<int> ask_session(const ClientTask& task) {
    const platform::ProcessIdentity ctest = platform::ctest_above();
    if (ctest_has_gone()) {
        return end_by_abort();
    }
    if (ctest.pid == 0) {
        return std::nullopt;
    }
    const Result<Endpoint> endpoint = find_endpoint(build_of(task.folder), ctest);
    Result<Connection> there = endpoint.ok() ? connect_to(*endpoint) : Result<Connection>(endpoint.error());
    if (!there.ok() || there->presence != Presence::connected) {
        return std::nullopt;
    }
    return follow_task(SessionConnection(std::move(there->socket)), task, nullptr);
}

int become_helper(const ClientTask& task) {
    std::vector<std::string> words{"task", build_of(task.folder), "--id", task.id};
    if (!task.token.empty()) {
        words.insert(words.end(), {"--token", task.token, "--ends-after", std::to_string(task.ends_after)});
    }
    for (const std::string& word : task.wrapper) {
        words.insert(words.end(), {"--wrapper", word});
    }
    return exec_helper(task.folder, std::move(words), task.arguments);
}

int become_host(const ClientTask& task, const std::string& socket) {
    return exec_helper(task.folder, {"session", "host", build_of(task.folder), "--id", task.id, "--socket", socket},
                       {});
}

}  // namespace pf
