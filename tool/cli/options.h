// Parses and checks the command line of `parallel-fixtures`. docs/command-line.md is its reference.
//
// THREADS: values; nothing is shared.
#ifndef PARALLEL_FIXTURES_TOOL_CLI_OPTIONS_H
#define PARALLEL_FIXTURES_TOOL_CLI_OPTIONS_H

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tool/report/report_format.h"
#include "tool/schedule/scheduler.h"
#include "tool/select/select.h"
#include "tool/shard/shard.h"
#include "tool/support/ci_log.h"
#include "tool/terminal/style.h"

namespace pf {

inline constexpr int kMaxJobs = 10'000;

// The tool that shows where the processes of a task are that has timed out. automatic: eu-stack, else gdb, else none.
enum class StackTraces { automatic, off, gdb, eu_stack };

// A part of a run that another process starts on several machines and merges (docs/design/slurm.md).
struct RunPart {
    std::string directory;  // For its results. It does not exist yet.
    std::string run_id;
    std::string host;     // The name of this machine.
    std::string history;  // The file with the times of earlier runs, which is the same for all parts.
    std::string tasks;    // A file with the ids of the tasks; "": those of the shard.
};

struct RunOptions {
    std::string build_dir;  // The path as given; "": it is to be found (tool/config/build_tree.h).
    std::string config;     // "": none.
    SelectOptions select;
    std::optional<Shard> shard;         // Run only these of the selected tasks.
    bool shard_of_environment = false;  // Variables of the environment have named it (--shard auto).
    std::optional<RunPart> part;        // Nothing: it is a run of its own.
    std::optional<int> jobs;            // 1 to kMaxJobs, from -j or CTEST_PARALLEL_LEVEL.
    std::optional<double> timeout;      // Seconds for tasks without TIMEOUT; 0: no limit.
    Repeat repeat = Repeat::none;
    int repeat_count = 1;
    int max_fail = 0;  // Nothing more starts after this number of failures; 0: the number does not matter.
    bool schedule_random = false;
    std::optional<std::uint64_t> seed;
    bool show_only = false;
    bool print_labels = false;  // Print the labels of the selected tasks; run nothing.
    DisplayOptions display;
    std::string output_junit;     // A further file for junit.xml; "": none.
    std::string output_junit_ci;  // A file for junit.xml in the flavour for CI systems; "": none.
    CiSystem annotations = CiSystem::none;
    std::string events;  // Where the events go as they happen (observer.h); "": nowhere.
    std::optional<StackTraces> stack_traces;
    bool flaky_fails = false;                 // A task that passes only at a retry has failed.
    bool no_tests_ok = false;                 // It is no error if no task is selected (--no-tests ignore).
    std::string resource_spec_file;           // As ctest's; "": that of the project, if there is one.
    std::vector<std::string> on_finish;       // Shell commands to run once after the run.
    std::optional<double> on_finish_timeout;  // Seconds for each of them.
    bool on_finish_required = false;          // The run fails if one of them fails.
    std::optional<double> grace;              // Seconds from SIGTERM to SIGKILL.
    std::optional<double> slow;               // Seconds after which a task is reported as slow; 0: never.
    bool no_fork = false;                     // Run one task in the foreground of the terminal.
    std::vector<std::string> debugger;        // The words before the task's command; not empty only with `no_fork`.
    std::vector<std::string> task_wrapper;    // Words to put before the command of each task.
    bool join_ctest = false;                  // The run is a test of the ctest that started it.
    bool end_as_task = false;                 // With `no_fork`: exit with the exit code, or by the signal, of the task.
    std::string token;                        // Of a standalone task: part of the marks of its test (task_client.h).
    int lifeline = -1;                        // Of a standalone task: see standalone_task.h; -1: it is an ordinary run.
    std::vector<std::string> arguments;       // Of a standalone task: words to append to the command.
    std::vector<std::string> wrapper;  // Of a standalone task: words to put before the command (runtime/wrapper.h).
    std::vector<std::string> instead;  // With `no_fork`: the command that replaces the one of the task; empty: none.
    bool stress = false;               // Repeat the tasks in turn until one fails.
    double stress_seconds = 0;         // Then: start no repeat after so many seconds; 0: no limit.
    bool show_config = false;          // Print the settings (settings.h); run nothing.
    std::string profile;               // --profile; "": none.
    std::map<std::string, std::string> given;  // The options on the command line by name (CommandLine::given).
};

struct ListOptions {
    std::string build_dir;  // As in RunOptions.
    std::string config;
    SelectOptions select;
    std::optional<Shard> shard;
    bool ctest_numbers = false;  // Print the numbers of their CTest tests, for ctest -I.
    bool json = false;
    bool verbose = false;  // With the command and the fixtures of each task.
    bool print_labels = false;
    std::string refresh;     // Only list and store the cases of this program; "": list the tasks.
    bool for_ctest = false;  // With `refresh`: ctest waits for the list, not a build, so it has no time limit.
};

struct ReportOptions {
    std::string build_dir;               // As in RunOptions.
    std::vector<std::string> runs;       // The ids of runs, or the paths of their directories; empty: the latest.
    std::string output_junit;            // A further file for junit.xml; "": none.
    std::string output_junit_ci;         // A file for junit.xml in the flavour for CI systems; "": none.
    bool wait = false;                   // Wait until the run has ended.
    std::optional<ReportFormat> format;  // Write only this.
    std::string output = "-";            // With `format`: a file, a directory, or "-" for stdout.
    CiSystem annotations = CiSystem::none;
    DisplayOptions display;  // Of the summary.
};

// A command that runs with the variables of a fixture.
struct ExecOptions {
    std::string build_dir;  // As in RunOptions.
    std::string config;
    std::string fixture;
    std::vector<std::string> command;  // Not empty.
};

// A CTest test that runs a task or all tasks of a group in the session of its ctest (docs/design/sessions.md).
struct CtestTaskOptions {
    std::string build_dir;
    std::string config;
    std::string id;
    std::vector<std::string> arguments;  // Words to append to the command of the task.
    bool group = false;                  // `id` is the name of a group.
    std::string token;                   // As in ClientTask (runtime/task_client.h).
    int ends_after = 0;                  // As in ClientTask (runtime/task_client.h).
    std::vector<std::string> wrapper;    // Words to put before the command (runtime/wrapper.h).
};

// A CTest test that sets up a fixture, tears one down or ends a group.
struct CtestFixtureOptions {
    enum class What { set_up, tear_down, end_group };
    What what = What::set_up;
    std::string build_dir;
    std::string config;
    std::string name;                  // The name of the fixture or the group.
    std::string token;                 // As in ClientTask (runtime/task_client.h).
    std::vector<std::string> wrapper;  // The words before this command (runtime/wrapper.h).
};

// A linked program that runs one of its tests alone starts a helper with `session host`, which keeps the other fixtures
// of that test up. Its run executes `session fixture-session` in place of the task.
struct CtestHostOptions {
    std::string build_dir;
    std::string config;
    std::string id;
    std::string socket;  // The path of the socket at which the program listens.
};
struct FixtureSessionOptions {
    std::string socket;
};

// The session of a ctest. Its listening socket is descriptor 3.
struct ServeOptions {
    std::string build_dir;
    std::string config;
    std::int64_t ctest = 0;         // The pid of ctest.
    std::uint64_t ctest_ticks = 0;  // The start time of ctest (platform::ProcessIdentity).
    std::string run_id;
};

// The fixture daemon. Its listening socket is descriptor 3.
struct LingerOptions {
    std::string build_dir;
    std::string config;
    std::string fingerprint;  // fixture_fingerprint() of the plan.
};

// Makes one run of several, such as the shards of one.
struct MergeOptions {
    std::vector<std::string> runs;  // Directories of runs, or journals. At least one.
    std::string output;             // The directory of the result.
    std::string output_junit;       // A further file for junit.xml; "": none.
    std::string history;            // A file with the times of earlier runs, which the result continues; "": none.
};

// A run on nodes of Slurm (docs/slurm.md).
struct SlurmOptions {
    RunOptions run;
    std::uint32_t nodes = 0;          // 0: all of the allocation; as many as shards.
    std::uint32_t shards = 0;         // 0: as many as nodes.
    std::vector<std::string> passed;  // The options of the command line with which each node runs its tasks.
    std::vector<std::string> engine;  // Options of srun or sbatch.
};

// What such a run starts on the nodes.
struct SlurmNodeOptions {
    enum class What {
        check,  // Print the digest of the build tree.
        step,   // Run the shard of this node in a step of an allocation.
        array,  // Run the shard of this task of an array.
        merge,  // Merge what the array has run.
    };
    RunOptions run;
    What what = What::step;
    std::string directory;     // That of the run.
    std::uint32_t round = 1;   // In a step: 2 and later run what lost nodes have not finished.
    std::uint32_t shards = 0;  // The number of shards.
    std::string digest;        // Of the build tree, as the starting process knows it; "": not to be compared.
};

// Writes the times of earlier runs to a file, or takes them from one.
struct HistoryOptions {
    enum class What { export_to, import_from };
    What what = What::export_to;
    std::string build_dir;  // As in RunOptions.
    std::string file;
};

// Prints where the processes of a task are that has timed out, or were when it crashed.
struct StacksOptions {
    std::int64_t process = 0;  // The process of the task. 0: look for a core file.
    std::string cores;         // The directory in which the crashed task ran.
    double since = 0;          // When it began, in seconds since the epoch.
    std::string program;       // Its program.
    std::string tool;          // The path of gdb or eu-stack.
    bool with_sanitizers = false;
};

struct StopOptions {
    std::string build_dir;  // As in RunOptions.
    std::string config;
};

// A text that is the whole result: it is printed to stdout if the exit code is 0, to stderr otherwise. It ends with a
// newline.
struct Answer {
    std::string text;
    int exit_code = 0;
};

using Command = std::variant<RunOptions, ListOptions, ReportOptions, ExecOptions, CtestTaskOptions, CtestFixtureOptions,
                             CtestHostOptions, FixtureSessionOptions, ServeOptions, LingerOptions, StacksOptions,
                             StopOptions, MergeOptions, HistoryOptions, SlurmOptions, SlurmNodeOptions, Answer>;

// `arguments` does not include the name of the program. The variables that are read are CTEST_PARALLEL_LEVEL and those
// of ci_system(); settings.h reads those of the settings.
Command parse_command_line(const std::vector<std::string>& arguments, const Getenv& getenv, std::string_view version);

}  // namespace pf

#endif
