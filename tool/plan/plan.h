// The plan: every fixture, group and task that the including project declared.
//
// Written by cmake/ParallelFixtures.cmake (docs/design/plan-format.md), read by plan_reader.h, extended by generator
// tasks while a run goes on. Indices are stable: nothing is ever removed.
//
// THREADS: none; the helper has one.
#ifndef PARALLEL_FIXTURES_TOOL_PLAN_PLAN_H
#define PARALLEL_FIXTURES_TOOL_PLAN_PLAN_H

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace pf {

using FixtureId = std::uint32_t;
using GroupId = std::uint32_t;
using TaskId = std::uint32_t;
inline constexpr std::uint32_t kNone = 0xffffffff;

enum class FixtureKind { command, service, linked };
enum class Scope { run, worker, task };  // From wide to narrow; the order is compared.
enum class Dispatch { tasks, unit };

// Views point into Plan's own storage.
using Text = std::string_view;
using Texts = std::vector<Text>;

struct Fixture {
    Text name;
    FixtureId parent = kNone;  // Declared before its child: parent < own index.
    FixtureKind kind = FixtureKind::command;
    Scope scope = Scope::run;
    Texts setup;     // Command of a set-up; empty: none.
    Texts teardown;  // Command of a teardown; empty: none.
    Texts service;   // Command of a service (kind service only).
    bool ready_notify = false;
    bool ready_port_auto = false;
    std::uint16_t ready_port = 0;  // 0: no port probe, unless ready_port_auto.
    Text ready_log;                // PCRE2; empty: no log probe.
    Texts ready_command;           // Empty: no command probe.
    int stop_signal = 15;
    double stop_timeout = 10;      // Seconds from the stop signal to SIGKILL.
    double setup_timeout = 300;    // Seconds; 0: none. For a service: until ready.
    double teardown_timeout = 60;  // Seconds; 0: none.
    double linger = 0;             // Seconds that it stays up between runs (scope RUN), with what it stands on.
    std::optional<int> skip_return_code;
    Texts skip_regex;
    Texts environment;        // KEY=VALUE, later wins.
    Text working_directory;   // Absolute; empty: binary_dir.
    Text binary_dir;          // CMAKE_CURRENT_BINARY_DIR of the declaration: commands resolve against it.
    Text source;              // The file of the declaration. (CMake does not tell a function its caller's line.)
    GroupId program = kNone;  // Kind linked: the group whose test program holds it.
    Text linked_name;         // Kind linked: its name in the program; "": the program itself.
};

// A test program whose cases are the tasks of a group (TARGET). discover/ lists them.
struct TestProgram {
    Texts command;        // argv: emulator or launcher, the program, EXTRA_ARGS; empty: the group has no program.
    Text file;            // The program itself, absolute.
    Text framework;       // gtest, catch2, doctest; empty: told from the program (discover/ then says it here).
    bool linked = false;  // It has our runtime in it (discover/ says so): its cases are forked, not started.
    Text filter;          // TEST_FILTER, as the framework writes it; empty: all.
    int reuse = 1;        // Tasks that one process may run; 0: no limit.
    bool allow_threads = false;
    bool huge_pages = true;
    double discovery_timeout = 60;  // Seconds for it to say what it has; 0: no limit.
};

// The CTest tests of a program's cases (GRANULARITY TASK), as far as the module knows them.
struct CaseTests {
    bool session = false;  // The tests are those of a session: GRANULARITY is not GROUP.
    bool ahead = true;     // RUN_AHEAD.
    Text script;           // The file that has a test for each case, absolute; empty: the group is one test.
    Texts required;        // FIXTURES_REQUIRED.
    double before = 0;     // Seconds that the set-ups below it may take, as CMake knows them; 0: no limit is known.
    Texts properties;      // PROPERTIES: names and values in turn.
};

struct Group {
    Text name;
    FixtureId fixture = kNone;
    int workers = 0;      // 0: as many as -j.
    double timeout = -1;  // Seconds per task; 0: none; -1: not given.
    int retries = 0;      // Attempts = retries + 1.
    Dispatch dispatch = Dispatch::tasks;
    bool run_serial = false;  // Given to each task.
    Texts locks;              // Given to each task.
    Texts labels;             // Without "parallel" and the group's own name, which every task has.
    Texts environment;
    Text working_directory;
    Text binary_dir;
    Text source;
    TestProgram program;
    CaseTests tests;
    // Groups that CMake knows as one, because the cases of its program stand on several fixtures: the first of them.
    // They have the name and share the workers. kNone: it is alone.
    GroupId pool = kNone;

    // A unit whose tests, and the linked fixtures below them, share one process.
    [[nodiscard]] bool one_process() const {
        return dispatch == Dispatch::unit && program.linked && program.reuse == 0;
    }
};

// What the project set on the CTest test of a task, after its declaration, takes the place of the group's value as
// well.
struct Replaces {
    bool locks = false;
    bool labels = false;
    bool environment = false;
    bool run_serial = false;

    bool operator==(const Replaces&) const = default;
};

// What most tasks leave at its default.
struct TaskOptions {
    bool generator = false;
    double timeout = -1;        // Seconds; 0: none; -1: the group's.
    double timeout_grace = -1;  // Seconds from the signal of a timeout to SIGKILL; -1: the run's.
    int timeout_signal = 0;     // Sent when the task is over its time limit; 0: SIGTERM.
    double cost = -1;           // CTest's COST; -1: not given.
    int retries = -1;           // -1: the group's.
    bool run_serial = false;
    bool will_fail = false;
    bool disabled = false;
    int processors = 1;
    std::optional<int> skip_return_code;
    Texts locks;
    Texts pass_regex;
    Texts fail_regex;
    Texts skip_regex;
    Texts required_files;
    Texts labels;
    Texts environment;
    Texts environment_modification;  // CTest's ENVIRONMENT_MODIFICATION: VAR=op:value.
    Texts ctest_properties;          // Further properties of its CTest test: names and values in turn.
    Replaces replaces;
    Text working_directory;  // Absolute; empty: the group's.
    Text binary_dir;         // Commands resolve against it; empty: the group's.
    Text source;             // The file of the declaration; empty: the group's.
    TaskId generated_by = kNone;
    Text listing_error;  // The task stands for a program whose cases could not be listed: this is why.

    bool operator==(const TaskOptions&) const = default;
};

struct Task {
    GroupId group = kNone;
    Text name;      // Without the group: the id is "<group>.<name>".
    Texts command;  // argv; empty for a case of a linked program.
    Text test;      // Its name in its linked program.
    // Null: all defaults. Shared by tasks that have the same, as those of one directory below the group's do.
    std::shared_ptr<const TaskOptions> own_options;

    [[nodiscard]] const TaskOptions& options() const;
};

// set_parallel_fixture_tests_properties: keys of a task (plan_keys.h) for the cases of a program whose names match.
struct Matching {
    GroupId group = kNone;
    Text pattern;                             // PCRE2, searched in the case's name.
    std::vector<std::pair<Text, Text>> keys;  // Good ones. In order: of those with one value the later wins.
};

struct Plan {
    std::vector<Fixture> fixtures;
    std::vector<Group> groups;
    std::vector<Matching> matchings;  // In order of declaration.
    std::vector<Task> tasks;          // In order of declaration.
    std::string build_dir;            // Absolute.
    std::string config;               // "" for a single-configuration build without CMAKE_BUILD_TYPE.
    std::string stamp;                // Random; drawn when cmake wrote these files.
    std::string folder;               // Where its files are, and listings of test programs.
    // The ctest to ask for the tests of cases, because scripts of the project may set properties of them. "": none may.
    std::string ctest;

    Plan() = default;
    Plan(Plan&&) = default;
    Plan& operator=(Plan&&) = default;

    // Copies `text` into the plan's storage.
    Text keep(std::string_view text);

    // Makes `bytes` part of the plan's storage, without a copy.
    Text adopt(std::string bytes);

    // Returns the task with this id, also if it was added to `tasks` since the last call; kNone: there is none.
    [[nodiscard]] TaskId find(std::string_view id) const;

    // "<group>.<name>".
    [[nodiscard]] std::string task_id(TaskId task) const;

    // It is in the process of a unit (Group::one_process).
    [[nodiscard]] bool in_unit_process(const Fixture& fixture) const {
        return fixture.program != kNone && groups[fixture.program].one_process();
    }

    // The fixtures under a group, outermost first; empty without a fixture.
    [[nodiscard]] std::vector<FixtureId> chain(FixtureId innermost) const;
    // The innermost fixture that it is or stands on and that ctest has tests of its own for: one of scope RUN that
    // CMake knows, or a linked program itself where its group has no other. kNone: there is none.
    [[nodiscard]] FixtureId ctest_fixture(FixtureId fixture) const;

    // The group of DISPATCH UNIT that this fixture is a part of, for it is of the group's linked program and ctest has
    // no tests for it: the group's one test sets it up and tears it down. Empty: there is none.
    [[nodiscard]] Text unit_of(FixtureId fixture) const;

    // All groups of this name: CMake knows them as one.
    [[nodiscard]] std::vector<GroupId> groups_called(Text name) const;

    // The labels of a task: "parallel", the group, the group's, the task's; sorted, each once (as CTest's are). The
    // task's alone where they replace the group's.
    [[nodiscard]] Texts labels(TaskId task) const;

    // The options after the group's values were filled in.
    [[nodiscard]] double timeout(TaskId task) const;  // -1: neither gave one.
    // Seconds from the signal of a timeout to SIGKILL: TIMEOUT_SIGNAL_GRACE_PERIOD, or CTest's one second if there is
    // only a TIMEOUT_SIGNAL_NAME; -1: neither was given.
    [[nodiscard]] double timeout_grace(TaskId task) const;
    [[nodiscard]] int retries(TaskId task) const;
    [[nodiscard]] Texts locks(TaskId task) const;  // Sorted, each once.
    [[nodiscard]] bool run_serial(TaskId task) const;
    [[nodiscard]] Texts environment(TaskId task) const;  // KEY=VALUE: the group's, then the task's; later wins.
    [[nodiscard]] Text binary_dir(TaskId task) const;
    [[nodiscard]] Text source(TaskId task) const;

private:
    void index_tasks() const;

    // Deques: views stay valid as they grow. Short texts share a chunk, whose capacity is never exceeded.
    std::deque<std::string> chunks_;
    std::deque<std::string> adopted_;
    // The first indexed_ tasks by the hash of their id. find() extends this cache.
    mutable std::unordered_multimap<std::size_t, TaskId> by_hash_;
    mutable std::size_t indexed_ = 0;
};

}  // namespace pf

#endif
