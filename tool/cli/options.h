// The command line of `parallel-fixtures`, checked. docs/command-line.md is its reference.
//
// THREADS: values; nothing is shared.
#ifndef PARALLEL_FIXTURES_TOOL_CLI_OPTIONS_H
#define PARALLEL_FIXTURES_TOOL_CLI_OPTIONS_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tool/schedule/scheduler.h"
#include "tool/select/select.h"
#include "tool/terminal/style.h"

namespace pf {

inline constexpr int kMaxJobs = 10'000;

struct RunOptions {
    std::string build_dir = ".";  // As given.
    std::string config;           // Empty: not given.
    SelectOptions select;
    std::optional<int> jobs;        // 1 to kMaxJobs; none: neither -j nor CTEST_PARALLEL_LEVEL.
    std::optional<double> timeout;  // Seconds, for tasks without one; 0: none.
    Repeat repeat = Repeat::none;
    int repeat_count = 1;
    bool stop_on_failure = false;
    bool schedule_random = false;
    std::optional<std::uint64_t> seed;
    bool show_only = false;
    DisplayOptions display;
    std::string output_junit;            // Empty: none.
    bool no_tests_ok = false;            // --no-tests ignore: nothing selected is no error.
    std::optional<double> grace;         // Seconds.
    std::optional<double> slow;          // Seconds; 0: never.
    bool no_fork = false;                // One task, on the terminal.
    std::vector<std::string> debugger;   // The words before its command; empty: none. Not empty: no_fork, too.
    bool join_ctest = false;             // Part of the ctest run that calls it.
    bool end_as_task = false;            // With no_fork: exits, or is killed, as the task was.
    std::string token;                   // Of a task that was started by itself: of its test's marks.
    int lifeline = -1;                   // Not -1: the selected task has been started by itself (by_itself.h).
    std::vector<std::string> arguments;  // Of a task that was started by itself: further ones of its command,
    std::vector<std::string> wrapper;    // and the words in front of it (runtime/wrapper.h).
    std::vector<std::string> instead;    // With no_fork: the command that takes the place of the task's.
};

struct ListOptions {
    std::string build_dir = ".";
    std::string config;
    SelectOptions select;
    bool json = false;
    std::string refresh;     // Only list the cases of this program, for later; empty: list as usual.
    bool for_ctest = false;  // With refresh: ctest waits for it, and not a build.
};

struct ReportOptions {
    std::string build_dir = ".";
    std::string run;           // A run's id, or the path of its directory; empty: the latest.
    std::string output_junit;  // Empty: none.
    bool wait = false;         // Until the run is over.
};

// A command that sees what a fixture hands down.
struct ExecOptions {
    std::string build_dir = ".";
    std::string config;
    std::string fixture;
    std::vector<std::string> command;  // Not empty.
};

// What the tests of groups with GRANULARITY TASK call (docs/design/sessions.md); the words come from the module only.
struct CtestTaskOptions {
    std::string build_dir;
    std::string config;
    std::string id;
    std::vector<std::string> arguments;  // Further ones of the task's command.
    bool group = false;                  // `id` is a group: all of its tasks.
    std::string token;                   // As in ClientTask (runtime/task_client.h), and the next as well.
    int ends_after = 0;
    std::vector<std::string> wrapper;  // Words to put in front of the command (runtime/wrapper.h).
};

struct CtestFixtureOptions {
    enum class What { set_up, tear_down, end_group };
    What what = What::set_up;
    std::string build_dir;
    std::string config;
    std::string name;                  // Of the fixture, or the group.
    std::string token;                 // As in ClientTask (runtime/task_client.h).
    std::vector<std::string> wrapper;  // In front of this command (runtime/wrapper.h).
};

// A linked program that runs one of its tests by itself has a helper hold what the test stands on, which is `host` (the
// task is then `attend`, its command on these fixtures).
struct CtestHostOptions {
    std::string build_dir;
    std::string config;
    std::string id;
    std::string socket;  // Where the program listens.
};
struct FixtureSessionOptions {
    std::string socket;
};

// The session itself: its listening socket is descriptor 3.
struct ServeOptions {
    std::string build_dir;
    std::string config;
    std::int64_t ctest = 0;         // Its process.
    std::uint64_t ctest_ticks = 0;  // When that was started (platform::ProcessIdentity).
    std::string run_id;
};

// The fixture daemon of what lingers: its listening socket is descriptor 3.
struct LingerOptions {
    std::string build_dir;
    std::string config;
    std::string state;  // Of what it has (fixture_fingerprint).
};

struct StopOptions {
    std::string build_dir = ".";
    std::string config;
};

// There is nothing to do but say this: to stdout when the exit code is 0, to stderr otherwise. Ends with a newline.
struct Answer {
    std::string text;
    int exit_code = 0;
};

using Command = std::variant<RunOptions, ListOptions, ReportOptions, ExecOptions, CtestTaskOptions, CtestFixtureOptions,
                             CtestHostOptions, FixtureSessionOptions, ServeOptions, LingerOptions, StopOptions, Answer>;

// `arguments` without the program's name. Of the environment, only CTEST_PARALLEL_LEVEL is read.
Command parse_command_line(const std::vector<std::string>& arguments, const Getenv& getenv, std::string_view version);

}  // namespace pf

#endif
