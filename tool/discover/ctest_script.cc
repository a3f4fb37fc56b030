#include "tool/discover/ctest_script.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "runtime/directory.h"
#include "runtime/fnv1a.h"
#include "runtime/task_client.h"
#include "runtime/time_limits.h"
#include "tool/plan/plan_values.h"
#include "tool/support/text.h"

namespace pf {
namespace {

constexpr std::string_view kSingle = "default";  // The folder of the plan of a build with one configuration.

// Adds an item to a CMake list.
void add_item(std::string& list, std::string_view item) {
    list += list.empty() ? "" : ";";
    for (const char c : item) {
        list += c == ';' ? "\\;" : std::string(1, c);
    }
}

std::string list_of(const Texts& items) {
    std::string list;
    for (const Text item : items) {
        add_item(list, item);
    }
    return list;
}

class Properties {
public:
    void set(std::string_view name, std::string_view value) {
        text_ += fmt::format(" {} {}", name, cmake_bracket(value));
    }
    void set_list(std::string_view name, const Texts& items) {
        if (!items.empty()) {
            set(name, list_of(items));
        }
    }
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    std::string text_;
};

// Returns the token of the marks that the test prints for CTest. No other test has it, and other programs cannot guess
// it.
std::string token_of(const Plan& plan, const std::string& test) {
    return plan.stamp + fmt::format("{:016x}", fnv1a(test));
}

std::string token_of(const Plan& plan, TaskId id) { return token_of(plan, plan.task_id(id)); }

bool has_limit(const Plan& plan, TaskId id) {
    return plan.timeout(id) > 0 && plan.tasks[id].options().listing_error.empty();
}

// Returns the seconds after which CTest ends a test whose task has a limit and never waits.
int seconds_of(const Plan& plan, TaskId id) {
    return ctest_limit(plan.timeout(id), std::max(0.0, plan.timeout_grace(id)), plan.retries(id));
}

// Returns whether the test may wait for a worker or a set-up before its task starts. A fixture that has a CTest test of
// its own for its set-up makes no other test wait.
bool may_wait(const Plan& plan, TaskId id) {
    const Group& group = plan.groups[plan.tasks[id].group];
    const std::vector<FixtureId> chain = plan.chain(group.fixtures);
    return group.workers > 0 || std::any_of(chain.begin(), chain.end(), [&](FixtureId one) {
               const PlannedFixture& fixture = plan.fixtures[one];
               const bool has_setup =
                   fixture.kind != FixtureKind::linked || (group.tests.has_setup && fixture.linked_name.empty());
               return fixture.scope != FixtureScope::run || !has_setup;
           });
}

// Sets the properties of the time limit. If the test may wait, its duration says little about that of its task, so the
// test prints a mark when its task has timed out, and CTest ends it because of the mark (TIMEOUT_AFTER_MATCH).
void limit(Properties& properties, const Plan& plan, TaskId id) {
    if (!has_limit(plan, id)) {
        if (plan.timeout(id) == 0) {
            properties.set("TIMEOUT", "0");
        }
        return;
    }
    if (!may_wait(plan, id)) {
        properties.set("TIMEOUT", std::to_string(seconds_of(plan, id)));
        return;
    }
    const Group& group = plan.groups[plan.tasks[id].group];
    // CMake does not know the fixtures inside a linked program, and in a group with WORKERS a task may wait for others.
    const bool bounded = group.tests.before > 0 && group.workers == 0 && !group.program.linked;
    const double all = bounded ? seconds_of(plan, id) + 2 * group.tests.before + kSetUpMargin : kNoCtestLimit;
    properties.set("TIMEOUT", fmt::format("{:.0f}", all));
    properties.set("TIMEOUT_AFTER_MATCH",
                   fmt::format("{:g};{}", kAfterMark, mark_expression(timeout_mark(token_of(plan, id)))));
}

// Returns the absolute name of a source. A compiler may have been given one relative to the directory in which it ran.
std::string absolute(std::string file, const std::vector<Text>& directories) {
    for (const Text directory : directories) {
        std::string there = real_path(std::string(directory) + "/" + file);
        if (file.substr(0, 1) != "/" && access(there.c_str(), F_OK) == 0) {
            return there;
        }
    }
    return file;
}

// Sets the properties by which an IDE finds the source of the test: _BACKTRACE_TRIPLES, and DEF_SOURCE_LINE if
// `has_lines`: CMake 3.30 and later know it.
void lead_to(Properties& properties, const std::string& source, const std::vector<Text>& directories, bool has_lines) {
    const std::size_t colon = source.rfind(':');
    if (colon != std::string::npos) {
        const std::string file = absolute(source.substr(0, colon), directories);
        const std::string line = source.substr(colon + 1);
        std::string triple;
        add_item(triple, file);
        add_item(triple, line);
        add_item(triple, "add_test");
        properties.set("_BACKTRACE_TRIPLES", triple);
        if (has_lines) {
            properties.set("DEF_SOURCE_LINE", file + ":" + line);
        }
    }
}

// Sets the properties by which CTest judges a test. ENVIRONMENT_MODIFICATION is not among them, because the session
// applies it to the variables of the fixtures, and it must not be applied twice.
void judge_by(Properties& properties, const TaskOptions& options) {
    properties.set_list("PASS_REGULAR_EXPRESSION", options.pass_regex);
    properties.set_list("FAIL_REGULAR_EXPRESSION", options.fail_regex);
    properties.set_list("SKIP_REGULAR_EXPRESSION", options.skip_regex);
    properties.set_list("REQUIRED_FILES", options.required_files);
    if (options.skip_return_code) {
        properties.set("SKIP_RETURN_CODE", fmt::format("{}", *options.skip_return_code));
    }
    if (options.will_fail) {
        properties.set("WILL_FAIL", "ON");
    }
    if (options.timeout_signal != 0) {
        properties.set("TIMEOUT_SIGNAL_NAME", signal_keyword(options.timeout_signal));
    }
    if (options.timeout_grace > 0) {
        properties.set("TIMEOUT_SIGNAL_GRACE_PERIOD", fmt::format("{:g}", options.timeout_grace));
    }
}

Texts required_by(const Group& group) {
    Texts required = group.tests.required;
    if (group.tests.has_teardown) {
        required.push_back(group.tests.fixtures.front());
    }
    return required;
}

std::string properties_of(const Plan& plan, TaskId id) {
    const Task& task = plan.tasks[id];
    const Group& group = plan.groups[task.group];
    const TaskOptions& options = task.options();
    Properties properties;
    properties.set_list("LABELS", plan.labels(id));
    properties.set("SKIP_REGULAR_EXPRESSION", mark_expression(skip_mark(token_of(plan, id))));
    // Without the property, CTest runs the test where the script is included, which is in the group's directory. CTest
    // looks through all tests for each property that is set, so a property less is worth having.
    if (!group.working_directory.empty()) {
        properties.set("WORKING_DIRECTORY", group.working_directory);
    }
    if (options.listing_error.empty()) {
        properties.set_list("FIXTURES_REQUIRED", required_by(group));
    } else {
        properties.set_list("REQUIRED_FILES", {group.program.file});  // CTest says so if the program was not built.
    }
    limit(properties, plan, id);
    properties.set_list("RESOURCE_LOCK", plan.locks(id));
    if (plan.run_serial(id)) {
        properties.set("RUN_SERIAL", "ON");
    }
    if (options.processors > 1) {
        properties.set("PROCESSORS", fmt::format("{}", options.processors));
    }
    if (options.cost >= 0) {
        properties.set("COST", fmt::format("{}", options.cost));
    }
    if (options.disabled) {
        properties.set("DISABLED", "ON");
    }
    judge_by(properties, options);
    properties.set_list("ENVIRONMENT", plan.environment(id));
    lead_to(properties, std::string(options.source), {group.binary_dir, plan.build_dir}, group.tests.has_lines);
    for (const Texts& pairs : {group.tests.properties, options.ctest_properties}) {
        for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
            properties.set(cmake_bracket(pairs[i]), pairs[i + 1]);
        }
    }
    return properties.text();
}

int ends_after(const Plan& plan, TaskId id) {
    return has_limit(plan, id) && !may_wait(plan, id) ? seconds_of(plan, id) : 0;
}

// Returns what stands before the command of each test. If ctest was told no configuration, the variable makes ctest
// call the test not available, as it does with tests that CMake has written for several configurations.
std::string availability(const Plan& plan) {
    const bool several =
        !plan.config.empty() && std::string_view(plan.folder).substr(plan.folder.rfind('/') + 1) != kSingle;
    return several ? " ${__pf_not_available}" : "";
}

std::string task_option(const Plan& plan, TaskId id) {
    const int seconds = ends_after(plan, id);
    return fmt::format("{}=token:{}{}", kTaskOption, token_of(plan, id),
                       seconds > 0 ? fmt::format(",ends-after:{}", seconds) : "");
}

std::string command_of(const Plan& plan, TaskId id, const CtestClient& client) {
    const Task& task = plan.tasks[id];
    std::vector<std::string> words;
    if (!task.test.empty()) {
        const Texts& program = plan.groups[task.group].program.command;
        words.assign(program.begin(), program.end());
        words.insert(words.end(), {task_option(plan, id), client.folder, plan.task_id(id), std::string(task.test)});
    } else {
        words = client.words;
        words.insert(words.end(), {plan.task_id(id), "--token", token_of(plan, id)});
        if (const int seconds = ends_after(plan, id); seconds > 0) {
            words.insert(words.end(), {"--ends-after", std::to_string(seconds)});
        }
        words.emplace_back("--");
    }
    std::string command = availability(plan);
    for (const std::string& word : words) {
        command += " " + cmake_bracket(word);
    }
    return command;
}

// A test that sets the program up or tears it down, and that belongs to the CTest fixtures that the program is.
struct ProgramTest {
    const char* name;      // What the name of the test ends with.
    const char* verb;      // Its word for `parallel-fixtures session`.
    const char* property;  // How it belongs to the fixtures.
};

// Returns the commands that declare the test. Its properties are those of __pf_add_fixture_test and
// __pf_bind_fixture_tests of the CMake module, which declares such tests of other fixtures.
std::string declared(const ProgramTest& kind, const Plan& plan, const Group& group, const CtestClient& client) {
    const std::string test = std::string(group.name) + kind.name;
    const std::string name = cmake_bracket(test);
    const std::string token = token_of(plan, test);
    std::vector<std::string> words = {client.helper, "session", kind.verb, plan.build_dir};
    if (!plan.config.empty()) {
        words.insert(words.end(), {"-C", plan.config});
    }
    words.insert(words.end(), {"--name", std::string(group.name), "--token", token, "--"});
    Properties properties;
    properties.set("LABELS", "parallel");
    properties.set("SKIP_REGULAR_EXPRESSION", mark_expression(skip_mark(token)));
    properties.set("WORKING_DIRECTORY", group.binary_dir);
    properties.set("TIMEOUT", fmt::format("{:.0f}", kNoCtestLimit));
    properties.set("FIXTURE_REPEAT_MODE", "AROUND_ALL_REPEATS");
    properties.set_list(kind.property, group.tests.fixtures);
    properties.set_list("FIXTURES_REQUIRED", group.tests.required);
    lead_to(properties, std::string(group.tests.declared), {}, group.tests.has_lines);
    std::string command = availability(plan);
    for (const std::string& word : words) {
        command += " " + cmake_bracket(word);
    }
    return fmt::format("add_test({}{})\nset_tests_properties({} PROPERTIES{})\n", name, command, name,
                       properties.text());
}

}  // namespace

std::string ctest_script(const Plan& plan, GroupId group, const CtestClient& client) {
    std::string script;
    std::string names;
    for (TaskId id = 0; id < plan.tasks.size(); ++id) {
        if (plan.groups[plan.tasks[id].group].name != plan.groups[group].name) {
            continue;
        }
        // A CMake list cannot contain every name with a bracket. gtest_discover_tests() leaves such names out as well.
        if (plan.task_id(id).find_first_of("[]") == std::string::npos) {
            add_item(names, plan.task_id(id));
        }
        const std::string name = cmake_bracket(plan.task_id(id));
        script += fmt::format("add_test({}{})\n", name, command_of(plan, id, client));
        script += fmt::format("set_tests_properties({} PROPERTIES{})\n", name, properties_of(plan, id));
    }
    const CaseTests& tests = plan.groups[group].tests;
    if (tests.has_setup) {
        script += declared({".setup", "set-up", "FIXTURES_SETUP"}, plan, plan.groups[group], client);
    }
    if (tests.has_teardown) {
        script += declared({".teardown", "tear-down", "FIXTURES_CLEANUP"}, plan, plan.groups[group], client);
    }
    return script + fmt::format("set(__pf_tests {})\n", cmake_bracket(names));
}

}  // namespace pf
