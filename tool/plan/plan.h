// The plan: every fixture, group and task that a project declared.
//
// cmake/ParallelFixtures.cmake writes it (docs/design/plan-format.md), plan_reader.h reads it, tool/discover/ adds the
// cases of test programs, and generator tasks add tasks during a run. Ids are indices and stay valid, because nothing
// is ever removed.
//
// THREADS: not shared.
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
enum class FixtureScope { run, worker, task };  // From wide to narrow. A fixture is at least as narrow as its parents.
enum class Dispatch { tasks, unit };

// Texts of the plan point into its own storage (Plan::keep).
using Text = std::string_view;
using Texts = std::vector<Text>;

struct PlannedFixture {
    Text name;
    std::vector<FixtureId> parents;  // The fixtures that this one requires, each once. Their ids are lower.
    FixtureKind kind = FixtureKind::command;
    FixtureScope scope = FixtureScope::run;
    Texts setup;                        // Command of the set-up. Empty: there is none.
    Texts teardown;                     // Command of the teardown. Empty: there is none.
    std::vector<Texts> next_setups;     // The commands that are run after `setup`, in order.
    std::vector<Texts> next_teardowns;  // The commands that are run after `teardown`, in order.
    Texts service;                      // Command of a service.
    // How a service shows that it is ready. All that are set must hold.
    bool ready_notify = false;
    bool ready_port_auto = false;
    std::uint16_t ready_port = 0;  // 0: no port is probed, unless ready_port_auto is set.
    Text ready_log;                // A PCRE2 expression. Empty: the log is not searched.
    Texts ready_command;           // Empty: no command is run.
    int stop_signal = 15;
    double stop_timeout = 10;      // Seconds from the stop signal to SIGKILL.
    double setup_timeout = 300;    // Seconds, for a service until it is ready. 0: no limit.
    double teardown_timeout = 60;  // Seconds. 0: no limit.
    double linger = 0;             // Seconds that the fixture and its parents stay up between runs (scope RUN only).
    std::optional<int> skip_return_code;
    Texts skip_regex;
    Texts environment;        // KEY=VALUE. The last one of a key counts.
    Text working_directory;   // Absolute. Empty: binary_dir.
    Text binary_dir;          // CMAKE_CURRENT_BINARY_DIR of the declaration. Relative commands are relative to it.
    Text source;              // The file of the declaration. CMake does not tell a function the line of its call.
    GroupId program = kNone;  // For a linked fixture, the group of its test program.
    Text linked_name;         // For a linked fixture, its name in the program. Empty: it is the program itself.
};

// A test program whose cases are the tasks of a group (TARGET). tool/discover/ lists them.
struct TestProgram {
    Texts command;        // Emulator or launcher, the program, and EXTRA_ARGS. Empty: the group has no program.
    Text file;            // The program itself, absolute.
    Text framework;       // A word of detect.h, such as gtest. Empty: discovery finds out and sets it.
    bool linked = false;  // Set by discovery: the program is linked with our runtime, and its cases are forked from it.
    Text filter;          // TEST_FILTER, in the framework's syntax. Empty: all cases.
    int reuse = 1;        // Tasks that one process may run. 0: no limit.
    bool allow_threads = false;
    bool huge_pages = true;
    double setup_timeout = 300;     // Seconds for each set-up in a linked program. 0: no limit.
    double teardown_timeout = 60;   // Seconds for each teardown in a linked program. 0: no limit.
    double discovery_timeout = 60;  // Seconds in which the program must list its cases. 0: no limit.
    Texts list_arguments;           // Further arguments when the program lists its cases (DISCOVERY_EXTRA_ARGS).
    bool skip_fails = false;        // A case that its framework skips has failed (SKIP_IS_FAILURE).
};

// Who names the cases of a program: ParallelFixtures itself, or the call of the framework that a project had before,
// gtest_discover_tests(), catch_discover_tests() or doctest_discover_tests(). The names of GoogleTest tests with types
// and parameters depend on the version of CMake: old ones end the name of a suite at its first slash, and new ones read
// GoogleTest's list as JSON.
enum class NamedBy { itself, discover_tests_old, discover_tests, discover_tests_json };

// The ids and labels of the cases of a program.
struct CaseNames {
    NamedBy by = NamedBy::itself;
    std::optional<Text> prefix;  // Stands before each name in place of "<group>.".
    Text suffix;                 // Stands after each name.
    bool pretty_types = true;    // The names of typed GoogleTest tests have the type, not its number.
    bool pretty_values = true;   // The names of GoogleTest tests with a parameter have its value, not its number.
    bool labels = true;          // Tags and suites are labels.
};

// The CTest tests of a program's cases (GRANULARITY TASK), as far as CMake knows them.
struct CaseTests {
    bool session = false;    // The tests share a session, which is so unless GRANULARITY is GROUP.
    bool ahead = true;       // RUN_AHEAD.
    Text script;             // The file with a test for each case, absolute. Empty: the group is one test.
    Texts required;          // FIXTURES_REQUIRED.
    Texts fixtures;          // The names for CTest of the program as a fixture. Empty: the program is no RUN fixture.
    bool has_lines = false;  // CTest knows DEF_SOURCE_LINE, since CMake 3.30.
    Text declared;           // "<file>:<line>" of the group's declaration. Empty: the line is not known.
    // Set by discovery: which of <group>.setup and <group>.teardown the program of the group needs.
    bool has_setup = false;
    bool has_teardown = false;
    double before = 0;  // Seconds that the set-ups of required fixtures may take. 0: CMake knows no limit.
    Texts properties;   // PROPERTIES: names and values in turn.
};

struct Group {
    Text name;
    // The group in CMake that has this one and others as its programs (TARGETS), which share their workers. Empty: the
    // program, if there is one, is the only one.
    Text shared_name;
    std::vector<FixtureId> fixtures;  // The fixtures that its tasks require, each once.
    int workers = 0;                  // 0: as many as -j.
    double timeout = -1;              // Seconds for each task. 0: no limit. -1: not given.
    int retries = 0;                  // Further attempts after a failed one.
    Dispatch dispatch = Dispatch::tasks;
    // Values for each task of the group.
    bool run_serial = false;
    Texts locks;
    Texts labels;  // Every task also has the label "parallel" and, unless `names` is not by itself, the group's name.
    Texts environment;
    Texts launcher;               // Words to put before the command of each task (LAUNCHER).
    bool private_tmpdir = false;  // Its variables for temporary files name its private directory (PRIVATE_TMPDIR).
    Text working_directory;
    Text binary_dir;
    Text source;
    TestProgram program;
    CaseTests tests;
    CaseNames names;
    // If the cases of a program require several fixtures, discovery makes several groups of one name, which share their
    // workers and are one for CMake. So do the groups of one shared_name. This is the first of them. kNone: the group
    // shares its workers with no other.
    GroupId pool = kNone;

    // Returns whether this is the group, or one of the groups, that the user calls so.
    [[nodiscard]] bool is_called(Text other) const {
        return name == other || (!shared_name.empty() && shared_name == other);
    }

    // Returns whether its tasks and their linked fixtures share one process (a unit).
    [[nodiscard]] bool one_process() const {
        return dispatch == Dispatch::unit && program.linked && program.reuse == 0;
    }
};

// Which values of a task replace those of its group, because the project set the property of its CTest test after the
// declaration.
struct Replaces {
    bool locks = false;
    bool labels = false;
    bool environment = false;
    bool run_serial = false;

    bool operator==(const Replaces&) const = default;
};

// Options of a task, which most tasks leave at their defaults.
struct TaskOptions {
    bool generator = false;
    double timeout = -1;        // Seconds. 0: no limit. -1: that of the group.
    double timeout_grace = -1;  // Seconds from the signal of a timeout to SIGKILL. -1: that of the run.
    int timeout_signal = 0;     // Signal for a task that exceeds its time limit. 0: SIGTERM.
    double cost = -1;           // CTest's COST. -1: not given.
    int retries = -1;           // -1: that of the group.
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
    Texts depends;           // The names of CTest tests after which it starts (DEPENDS).
    Texts foreign_fixtures;  // The fixtures of CTest that it requires and the plan does not have (FIXTURES_REQUIRED).
    Text resource_groups;    // RESOURCE_GROUPS (resource_groups.h). Empty: there is none.
    Texts labels;
    Texts environment;
    Texts environment_modification;  // CTest's ENVIRONMENT_MODIFICATION: VAR=op:value.
    Texts launcher;                  // Empty: that of the group.
    Texts ctest_properties;          // Further properties of its CTest test: names and values in turn.
    Replaces replaces;
    Text working_directory;  // Absolute. Empty: that of the group.
    Text binary_dir;         // Relative commands are relative to it. Empty: that of the group.
    Text source;             // The file of the declaration. Empty: that of the group.
    TaskId generated_by = kNone;
    Text listing_error;  // Why the task cannot be run: its program cannot list its cases, or run this one alone.

    bool operator==(const TaskOptions&) const = default;
};

struct Task {
    GroupId group = kNone;
    Text name;      // The id is "<group>.<name>", unless the group has CaseNames.
    Texts command;  // The program and its arguments. Empty for a case of a linked program.
    Text test;      // The name of a case in its linked program.
    // Null if all options have their defaults. Tasks with equal options can share them.
    std::shared_ptr<const TaskOptions> own_options;

    [[nodiscard]] const TaskOptions& options() const;
};

// A call of set_parallel_fixture_tests_properties: values for the cases of a program whose names match.
struct Matching {
    GroupId group = kNone;
    Text pattern;                             // A PCRE2 expression that is searched for in the name. Empty: all cases.
    std::vector<std::pair<Text, Text>> keys;  // Valid keys of a task (plan_keys.h) and their values, in order.
};

// A call of parallel_fixtures_on_finish: a command that is run once after each run.
struct PlannedFinish {
    Texts command;
    double timeout = 60;     // Seconds.
    bool required = false;   // The run fails if the command fails.
    Texts environment;       // KEY=VALUE.
    Text working_directory;  // Absolute. Empty: binary_dir.
    Text binary_dir;         // As in PlannedFixture.
};

struct Plan {
    std::vector<PlannedFixture> fixtures;
    std::vector<Group> groups;
    std::vector<Matching> matchings;      // In order of declaration.
    std::vector<Task> tasks;              // In order of declaration.
    std::vector<PlannedFinish> finishes;  // In order of declaration.
    std::string build_dir;                // Absolute.
    std::string source_dir;               // Absolute; CMAKE_SOURCE_DIR.
    std::string config;                   // Empty for a single-configuration build without CMAKE_BUILD_TYPE.
    std::string stamp;                    // Random. cmake chose it when it wrote these files.
    std::string resource_spec_file;       // CTEST_RESOURCE_SPEC_FILE of the project, absolute. Empty: there is none.
    std::string folder;                   // The directory of its files and of the listings of test programs.
    // The ctest that can list the tests of cases, for a project whose scripts may set properties of them. Empty: no
    // script does.
    std::string ctest;

    Plan() = default;
    Plan(Plan&&) = default;
    Plan& operator=(Plan&&) = default;

    // Copies `text` into the plan's storage.
    Text keep(std::string_view text);

    // Makes `bytes` part of the plan's storage without a copy.
    Text adopt(std::string bytes);

    // Returns the task with this id, or kNone. Also finds tasks that were added to `tasks` directly.
    [[nodiscard]] TaskId find(std::string_view id) const;

    // Returns "<group>.<name>", or what the group's CaseNames make of the name.
    [[nodiscard]] std::string task_id(TaskId task) const;
    [[nodiscard]] std::string case_id(GroupId group, Text name) const;

    // Returns the id of a task without "<group>.", or the id if that does not begin so. Events and results call the
    // task by this name.
    [[nodiscard]] std::string name_in_group(TaskId task) const;

    // Returns whether the fixture is in the process of a unit (Group::one_process).
    [[nodiscard]] bool in_unit_process(const PlannedFixture& fixture) const {
        return fixture.program != kNone && groups[fixture.program].one_process();
    }

    // Returns these fixtures and all that they require, each once, in the order in which a worker sets them up: by
    // scope, RUN first, and then by id. A fixture comes after its parents.
    [[nodiscard]] std::vector<FixtureId> chain(const std::vector<FixtureId>& innermost) const;
    [[nodiscard]] std::vector<FixtureId> chain(FixtureId innermost) const { return chain(std::vector{innermost}); }
    // Returns whether the fixture stays up under ctest because of the tests that ctest runs: its scope is RUN, and it
    // is declared in CMake or is a linked program.
    [[nodiscard]] bool is_ctest_fixture(FixtureId fixture) const;
    // Returns the innermost fixtures of a chain of which that is true.
    [[nodiscard]] std::vector<FixtureId> ctest_fixtures(const std::vector<FixtureId>& innermost) const;
    // Returns the linked program of scope RUN that is in the chain; kNone: there is none.
    [[nodiscard]] FixtureId ctest_program(const std::vector<FixtureId>& innermost) const;

    // Returns whether ctest has a test that tears the fixture down and reports its problems: <fixture>.teardown.
    [[nodiscard]] bool has_teardown_test(FixtureId fixture) const {
        const PlannedFixture& one = fixtures[fixture];
        return one.scope == FixtureScope::run &&
               (one.program == kNone || (one.linked_name.empty() && groups[one.program].tests.has_teardown));
    }

    // Returns the group of DISPATCH UNIT whose one CTest test sets the fixture up and tears it down, because the
    // fixture is in the group's linked program and has no CTest tests. Returns "" if there is none.
    [[nodiscard]] Text unit_of(FixtureId fixture) const;

    // Returns all groups of this name or shared name, which are one for CMake.
    [[nodiscard]] std::vector<GroupId> groups_called(Text name) const;

    // Returns whether the groups are one, or share their workers.
    [[nodiscard]] bool share_workers(GroupId one, GroupId other) const {
        return one == other || (groups[one].pool != kNone && groups[one].pool == groups[other].pool);
    }

    // Returns the labels of a task, sorted and each once, as CTest has them: "parallel", the names of the group unless
    // its cases are named by another call, and the labels of the group and of the task. Labels that replace the group's
    // (Replaces) are the only ones.
    [[nodiscard]] Texts labels(TaskId task) const;

    // Return the options of a task, with the values of its group.
    [[nodiscard]] double timeout(TaskId task) const;  // -1: neither has a limit.
    // Returns the seconds from the signal of a timeout to SIGKILL: TIMEOUT_SIGNAL_GRACE_PERIOD, or CTest's one second
    // if the task has only a TIMEOUT_SIGNAL_NAME, or -1 if it has neither.
    [[nodiscard]] double timeout_grace(TaskId task) const;
    [[nodiscard]] int retries(TaskId task) const;
    [[nodiscard]] Texts locks(TaskId task) const;  // Sorted, each once.
    [[nodiscard]] bool run_serial(TaskId task) const;
    [[nodiscard]] Texts environment(TaskId task) const;  // The group's, then the task's. The last one of a key counts.
    [[nodiscard]] Text binary_dir(TaskId task) const;
    [[nodiscard]] const Texts& launcher(TaskId task) const;
    [[nodiscard]] Text source(TaskId task) const;

private:
    void index_tasks() const;

    // Views into the strings of a deque stay valid when it grows. Short texts share a chunk, which is never
    // reallocated.
    std::deque<std::string> chunks_;
    std::deque<std::string> adopted_;
    // The first indexed_ tasks by the hash of their id. find() extends this cache.
    mutable std::unordered_multimap<std::size_t, TaskId> by_hash_;
    mutable std::size_t indexed_ = 0;
};

}  // namespace pf

#endif
