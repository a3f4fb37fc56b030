// Whole runs: their begin, their signals and their end.
#include "tool/session/session.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <numeric>
#include <set>
#include <utility>

#include "runtime/platform.h"
#include "runtime/process_tree.h"
#include "tests/unit/runtime/supervision.h"
#include "tests/unit/support/folder.h"

using namespace pf;
using pf::test::alive;
using pf::test::Folder;
using pf::test::kTerm;
using pf::test::pid_in;
using pf::test::wait_until;

namespace {

using Said = std::vector<std::string>;

// Restores the signal mask, because a session leaves its signals blocked.
class SignalMask {
public:
    SignalMask() { sigprocmask(SIG_BLOCK, nullptr, &before_); }
    ~SignalMask() { sigprocmask(SIG_SETMASK, &before_, nullptr); }
    SignalMask(const SignalMask&) = delete;
    SignalMask& operator=(const SignalMask&) = delete;

private:
    sigset_t before_{};
};

// Notes the events in order: "plan ended", "a started", "a passed", "stopping: why", "db is up", "db is down".
class Run : public EventSink, public SessionHost {
public:
    void task(const std::string& name, const std::vector<std::string>& words) {
        if (plan.groups.empty()) {
            plan.groups.emplace_back().name = "g";
            plan.groups[0].binary_dir = plan.keep(folder.path());
        }
        Task& made = plan.tasks.emplace_back();
        made.group = 0;
        made.name = plan.keep(name);
        made.command = {plan.keep(PF_RUNTIME_CHILD)};
        for (const std::string& word : words) {
            made.command.push_back(plan.keep(word));
        }
    }
    // Makes a further group, with one task.
    void shell(const std::string& group, const std::string& script, const std::vector<std::string>& environment = {}) {
        Group& made = plan.groups.emplace_back();
        made.name = plan.keep(group);
        made.binary_dir = plan.keep(folder.path());
        for (const std::string& variable : environment) {
            made.environment.push_back(plan.keep(variable));
        }
        Task& task = plan.tasks.emplace_back();
        task.group = static_cast<GroupId>(plan.groups.size() - 1);
        task.name = "task";
        task.command = {"/bin/sh", "-c", plan.keep(script)};
    }
    SessionResult run() {
        const SignalMask mask;
        std::vector<TaskId> all(plan.tasks.size());
        std::iota(all.begin(), all.end(), 0);
        auto session = Session::make(plan, options, *this, *this);
        REQUIRE(session.ok());
        if (when_made) {
            when_made();
        }
        SessionResult result = (*session)->run(all, all);
        left = names_of(descendants_of(getpid()));
        return result;
    }
    // Runs in a child process, whose exit code is the number of tasks that did not pass.
    pid_t fork_run() {
        const pid_t pid = fork();
        if (pid == 0) {
            const SessionResult result = run();
            const auto passed = result.counts.find(Outcome::passed);
            _exit(static_cast<int>(result.declared - (passed == result.counts.end() ? 0 : passed->second)));
        }
        REQUIRE(pid > 0);
        return pid;
    }

    double before_waiting(double now) override { return when_waiting ? when_waiting(now) : kNever; }

    void handle(const Event& event) override {
        if (std::holds_alternative<PlanEnded>(event)) {
            hear("plan ended");
        } else if (const auto* setup = std::get_if<SetupEnded>(&event)) {
            hear(setup->instance + (setup->outcome == SetupOutcome::passed ? " is up" : " is not up"));
        } else if (const auto* teardown = std::get_if<TeardownEnded>(&event)) {
            hear(teardown->instance + " is down");
        } else if (const auto* started = std::get_if<TaskStarted>(&event)) {
            hear(started->id + " started");
        } else if (const auto* ended = std::get_if<TaskEnded>(&event)) {
            hear(ended->id + " " + to_text(ended->outcome));
        } else if (const auto* stopping = std::get_if<Stopping>(&event)) {
            hear("stopping" + std::string(stopping->at_once ? " at once: " : ": ") + stopping->reason);
        }
    }

    Folder folder;
    Plan plan;
    SessionOptions options;
    Said said;
    Said left;  // The processes that were running at the end.
    std::function<void(const std::string&)> on_said;
    std::function<double(double)> when_waiting;
    std::function<void()> when_made;  // Called before the run.

private:
    void hear(const std::string& what) {
        said.push_back(what);
        if (on_said) {
            on_said(what);
        }
    }
};

std::string content_of(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

char state_of(pid_t pid) {
    const std::string text = content_of("/proc/" + std::to_string(pid) + "/stat");
    const std::size_t at = text.rfind(')');
    return at == std::string::npos ? '-' : text[at + 2];
}

}  // namespace

TEST_CASE("a run begins with its plan, and is over when nothing of it is left", "[R1][R2][R3]") {
    Run run;
    run.options.leave_limit = pf::test::kLong;
    run.task("a", {"daemon", "ignore", kTerm, "pause", "end", "exit", "0"});
    run.task("b", {"exit", "3"});
    const SessionResult result = run.run();
    CHECK(run.said == Said{"plan ended", "g.a started", "g.a passed", "g.b started", "g.b failed"});
    CHECK(result.declared == 2);
    CHECK(result.signal == 0);
    CHECK(result.seconds < run.options.leave_limit);  // The supervisors were told to leave, and not killed.
    CHECK(run.left == Said{});
}

TEST_CASE("groups of commands share supervisors, and no variables", "[W9]") {
    Run run;
    const std::string print = "echo $PPID >> supervisors; echo ${A-none} $PARALLEL_FIXTURES_GROUP >> variables";
    run.shell("first", print, {"A=1"});
    run.shell("second", print);
    run.shell("third", print, {"A=3"});
    CHECK(run.run().counts[Outcome::passed] == 3);
    CHECK(run.left == Said{});
    CHECK(content_of(run.folder / "variables") == "1 first\nnone second\n3 third\n");
    std::ifstream supervisors(run.folder / "supervisors");
    const std::set<pid_t> different{std::istream_iterator<pid_t>(supervisors), {}};
    CHECK(different.size() == 1);
}

TEST_CASE("a run that is stopped by a failure starts nothing more, and ends", "[R4][R9]") {
    Run run;
    run.options.schedule.max_fail = 1;
    run.options.leave_limit = pf::test::kLong;
    run.task("a", {"exit", "3"});
    run.task("b", {"exit", "0"});
    CHECK(run.run().seconds < run.options.leave_limit);
    CHECK(run.said ==
          Said{"plan ended", "g.a started", "g.a failed", "stopping: a failure (--stop-on-failure)", "g.b not_run"});
}

TEST_CASE("a signal ends a run, each of four", "[R5][R9]") {
    const int signal = GENERATE(SIGINT, SIGTERM, SIGHUP, SIGQUIT);
    Run run;
    run.task("a", {"pause"});
    run.task("b", {"exit", "0"});
    run.on_said = [&](const std::string& what) {
        if (what == "g.a started") {
            raise(signal);
        }
    };
    CHECK(run.run().signal == signal);
    CHECK(run.said == Said{"plan ended", "g.a started", "stopping: interrupted by " + signal_name(signal),
                           "g.b not_run", "g.a not_run"});
    CHECK(run.left == Said{});
}

TEST_CASE("a signal ends tasks as politely as it asks itself", "[R5]") {
    Run run;
    run.options.schedule.grace = pf::test::kLong;
    run.task("a", {"on-signal", kTerm, run.folder / "asked"});
    bool raised = false;
    run.when_waiting = [&](double /*now*/) {
        if (access((run.folder / "asked.ready").c_str(), F_OK) == 0 && !std::exchange(raised, true)) {
            raise(SIGINT);
        }
        constexpr double kSoon = 0.01;
        return raised ? kNever : kSoon;
    };
    run.run();
    CHECK(access((run.folder / "asked").c_str(), F_OK) == 0);
}

TEST_CASE("a signal that comes before a run has begun ends it, and its directory goes", "[R5]") {
    Run run;
    run.task("a", {"pause"});
    run.when_made = [] { raise(SIGINT); };
    const std::string temporary = run.folder / "tmp";
    REQUIRE(mkdir(temporary.c_str(), S_IRWXU) == 0);
    setenv("TMPDIR", temporary.c_str(), 1);
    const pid_t pid = run.fork_run();
    unsetenv("TMPDIR");
    int status = 0;
    REQUIRE(waitpid(pid, &status, 0) == pid);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 1);
    CHECK(std::filesystem::is_empty(temporary));
}

TEST_CASE("a second signal kills what does not end", "[R6][R9]") {
    Run run;
    run.options.schedule.grace = pf::test::kLong;
    run.task("a", {"ignore", kTerm, "say-pid", run.folder / "pid", "pause"});
    run.when_waiting = [&](double /*now*/) {
        const bool begun = access((run.folder / "pid").c_str(), F_OK) == 0;
        if (begun && run.said.back() == "g.a started") {
            raise(SIGINT);
        } else if (run.said.back() == "stopping: interrupted by SIGINT") {
            raise(SIGTERM);
        }
        constexpr double kSoon = 0.01;
        return begun ? kNever : kSoon;
    };
    const SessionResult result = run.run();
    CHECK(result.signal == SIGINT);
    CHECK(result.seconds < pf::test::kLong);
    CHECK(run.said == Said{"plan ended", "g.a started", "stopping: interrupted by SIGINT",
                           "stopping at once: killed by a second SIGTERM", "g.a not_run"});
}

TEST_CASE("Ctrl-Z stops a run with all that it runs, and fg continues both", "[R7][R8]") {
    Run run;
    run.options.schedule.default_timeout = 2;  // The clock does not advance while the run is stopped.
    run.task("a", {"say-pid", run.folder / "pid", "wait-file", run.folder / "go"});
    const pid_t session = run.fork_run();
    const pid_t task = pid_in(run.folder / "pid");
    kill(session, SIGTSTP);
    int status = 0;
    REQUIRE(waitpid(session, &status, WUNTRACED) == session);
    REQUIRE(WIFSTOPPED(status));
    CHECK(wait_until([&] { return state_of(task) == 'T'; }));
    std::ofstream(run.folder / "go") << "";
    const auto since = std::chrono::steady_clock::now();
    CHECK(wait_until([&] { return std::chrono::steady_clock::now() - since > std::chrono::milliseconds(2500); }));
    CHECK(state_of(task) == 'T');
    kill(session, SIGCONT);
    REQUIRE(waitpid(session, &status, 0) == session);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("supervisors that do not leave are killed, and the run is over", "[R10]") {
    Run run;
    run.options.leave_limit = 0.3;
    run.task("a", {"exit", "0"});
    std::vector<pid_t> supervisors;
    run.on_said = [&](const std::string& what) {
        if (what == "g.a passed") {
            supervisors = platform::children_of(getpid());
            for (const pid_t supervisor : supervisors) {
                kill(supervisor, SIGSTOP);
            }
        }
    };
    const double seconds = run.run().seconds;
    CHECK(seconds >= run.options.leave_limit);
    CHECK(seconds < pf::test::kLong);
    CHECK(run.left == Said{});
    REQUIRE(supervisors.size() == 1);
    CHECK_FALSE(alive(supervisors[0]));
}

TEST_CASE("a run that is killed leaves nothing behind", "[R11]") {
    REQUIRE(platform::become_subreaper());
    Run run;
    run.task("a", {"daemon", "ignore", kTerm, "say-pid", run.folder / "daemon", "pause", "end", "say-pid",
                   run.folder / "pid", "pause"});
    const pid_t session = run.fork_run();
    const pid_t task = pid_in(run.folder / "pid");
    const pid_t daemon = pid_in(run.folder / "daemon");
    kill(session, SIGKILL);
    REQUIRE(waitpid(session, nullptr, 0) == session);
    CHECK(wait_until([&] { return !alive(task) && !alive(daemon); }, 1));
    CHECK(wait_until([] {
        while (waitpid(-1, nullptr, WNOHANG) > 0) {
        }
        return platform::children_of(getpid()).empty();  // One that has just ended is still to be reaped.
    }));
}
