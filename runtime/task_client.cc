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
#include "runtime/end_like.h"
#include "runtime/environment.h"
#include "runtime/platform.h"
#include "runtime/session_endpoint.h"
#include "runtime/session_message.h"
#include "runtime/time_limits.h"
#include "runtime/wrapper.h"

namespace pf {
namespace {

// False: it could not be written, so that CTest has not seen all of the output.
bool say(const std::string& text) {
    for (std::size_t written = 0; written < text.size();) {
        const ssize_t now = write(STDOUT_FILENO, text.data() + written, text.size() - written);
        if (now < 0 && errno != EINTR) {
            return false;
        }
        written += now > 0 ? static_cast<std::size_t>(now) : 0;
    }
    return true;
}

int last_words_to = -1;

void say_last_word(int number) {
    static_cast<void>(send(last_words_to, "", 1, MSG_NOSIGNAL | MSG_DONTWAIT));
    static_cast<void>(raise(number));  // As by default, when this has returned.
}

// Ctrl-C is for ctest too, which may be later to end than its tests. CTest itself ends one without a word (SIGKILL).
void say_when_interrupted(int socket) {
    last_words_to = socket;
    struct sigaction act {};
    act.sa_handler = say_last_word;
    act.sa_flags = static_cast<int>(SA_RESETHAND);
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) {
        struct sigaction before {};
        if (sigaction(number, &act, &before) == 0 && before.sa_handler != SIG_DFL) {
            sigaction(number, &before, nullptr);
        }
    }
}

// On one line, and nothing in it moves a terminal's cursor.
std::string one_line(std::string text) {
    for (char& c : text) {
        c = static_cast<unsigned char>(c) < ' ' || c == '\x7f' ? ' ' : c;
    }
    return text;
}

// At once when it is so, else after the time.
bool nobody_reads(int milliseconds) {
    pollfd output{STDOUT_FILENO, 0, 0};
    return poll(&output, 1, milliseconds) > 0 && (output.revents & POLLERR) != 0;
}

// Until CTest ends this process, at the longest for so many seconds. CTest may itself be ended before.
void wait_for_ctest(int seconds) {
    for (int i = 0; i < seconds && !nobody_reads(1000); ++i) {
    }
}

// Of a task's output, which comes in pieces: whether a mark is in it.
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

// Ends the test as its session has judged, and never in a way that CTest takes for better.
class Ending {
public:
    Ending(const ClientTask& task, int session)
        : task_(task), session_(session), search_(task.token.empty() ? "" : skip_mark(task.token)) {}

    void print(const std::string& bytes) {
        whole_ = say(bytes) && whole_;
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
        if (!whole_) {
            return end_without_result("its output could not be written");
        }
        if (search_.found()) {
            return end_without_result("its output holds what its own test says when it is skipped");
        }
        confirm();
        return over.exit_code;
    }

private:
    // CTest shows as a timeout only what it ends itself. Where the test never waits, CTest's own limit is a little
    // after ours. Elsewhere CTest ends it at the mark, but only once in a ctest (--repeat): it then forgets the
    // expression.
    int time_out(const TaskOver& over) {
        say("parallel-fixtures: " + one_line(over.reason) + "\n");
        if (task_.ends_after > 0) {
            wait_for_ctest(task_.ends_after + kCtestDelay);
        } else if (!over.timed_out_before) {
            say(timeout_mark(task_.token) + "\n");
            wait_for_ctest(kCtestDelay);
        }
        return end_without_result("CTest did not end it: its status is Timeout");
    }

    int skip(const TaskOver& over) {
        if (task_.token.empty()) {
            return end_without_result("it was skipped, and its test has no mark for that; run cmake again");
        }
        const bool said = say(skip_mark(task_.token) + ": " + one_line(over.reason) + "\n");
        if (!said || over.exit_code < 0) {
            return end_without_result(over.reason);
        }
        confirm();
        return over.exit_code;
    }

    // The last thing before the end: if the test is killed first, or ends in another way, the session must not count a
    // pass that ctest does not see.
    void confirm() const {
        static_cast<void>(send(session_, &kEndsAsTold, sizeof kEndsAsTold, MSG_NOSIGNAL | MSG_DONTWAIT));
    }

    const ClientTask& task_;
    int session_;
    MarkSearch search_;
    bool whole_ = true;
};

// ctest counts what a memory checker says in the output of a test as well. False: the file is not there.
bool hand_on_log(const std::string& path) {
    const Descriptor file(path.empty() ? -1 : open(path.c_str(), O_RDONLY | O_CLOEXEC));
    char buffer[4096];
    for (ssize_t got = 0; file && (got = read(file.get(), buffer, sizeof buffer)) > 0;) {
        say(std::string(buffer, static_cast<std::size_t>(got)));
    }
    return path.empty() || (file && unlink(path.c_str()) == 0);
}

// "<build>/ParallelFixtures/<configuration>" without its last two folders.
std::string build_of(const std::string& folder) {
    std::string build = real_path(folder);
    for (int i = 0; i < 2; ++i) {
        const std::size_t slash = build.rfind('/');
        build.resize(slash == std::string::npos ? 0 : slash);
    }
    return build;
}

// The helper's file, as the plan's folder has it; "" where it cannot be read.
std::string helper_of(const std::string& folder) {
    const Descriptor file(open((folder + "/helper").c_str(), O_RDONLY | O_CLOEXEC));
    char path[PATH_MAX];
    const ssize_t got = file ? read(file.get(), path, sizeof path) : 0;
    return std::string(path, got > 0 ? static_cast<std::size_t>(got) : 0);
}

// `words`, the configuration, and after "--" the arguments.
int become(const std::string& folder, std::vector<std::string> words, const std::vector<std::string>& arguments) {
    const std::string helper = helper_of(folder);
    const std::string config = folder.substr(folder.rfind('/') + 1);
    words.insert(words.begin(), helper);
    if (config != "default") {
        words.insert(words.end(), {"-C", config});
    }
    words.emplace_back("--");
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    argv.reserve(words.size() + 1);
    for (std::string& word : words) {
        argv.push_back(word.data());
    }
    argv.push_back(nullptr);
    leave_valgrind_at_exec();
    execv(helper.c_str(), argv.data());
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
    say("parallel-fixtures: " + one_line(why) + "\n");
    return end_unknown();
}

int follow_task(Caller session, const ClientTask& task, const std::function<std::string(const Error&)>& why_gone) {
    SessionRequest request;
    request.what = task.group ? Asked::run_group : Asked::run_task;
    request.name = task.id;
    request.environment = inherited_environment();
    request.arguments = task.arguments;
    request.wrapper = task.wrapper;
    session.send(request);
    say_when_interrupted(session.descriptor());
    Ending ending(task, session.descriptor());
    while (true) {
        const Result<FromSession> said = session.next();
        if (!said.ok()) {
            return end_without_result(why_gone ? why_gone(said.error()) : said.error().message);
        }
        if (const auto* printed = std::get_if<TaskPrinted>(&*said)) {
            ending.print(printed->bytes);
        } else if (const auto* over = std::get_if<TaskOver>(&*said)) {
            return hand_on_log(task.log) ? ending.end_as(*over)
                                         : end_without_result("the memory checker has written nothing to " + task.log);
        } else if (const auto* refused = std::get_if<Refused>(&*said)) {
            return end_without_result(refused->reason);
        }
    }
}

bool ctest_has_gone() {
    // The first also below another ctest, one of whose tests started it.
    return nobody_reads(0) || (platform::parent_is_ending() && platform::ctest_above().pid == 0);
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
        return end_unknown();
    }
    if (ctest.pid == 0) {
        return std::nullopt;
    }
    const Result<Endpoint> endpoint = find_endpoint(build_of(task.folder), ctest);
    Result<Connection> there = endpoint.ok() ? connect_to(*endpoint) : Result<Connection>(endpoint.error());
    if (!there.ok() || there->presence != Presence::connected) {
        return std::nullopt;
    }
    return follow_task(Caller(std::move(there->socket)), task, nullptr);
}

int become_helper(const ClientTask& task) {
    std::vector<std::string> words{"task", build_of(task.folder), "--id", task.id};
    if (!task.token.empty()) {
        words.insert(words.end(), {"--token", task.token, "--ends-after", std::to_string(task.ends_after)});
    }
    for (const std::string& word : task.wrapper) {
        words.insert(words.end(), {"--wrapper", word});
    }
    return become(task.folder, std::move(words), task.arguments);
}

int become_host(const ClientTask& task, const std::string& socket) {
    return become(task.folder, {"session", "host", build_of(task.folder), "--id", task.id, "--socket", socket}, {});
}

}  // namespace pf
