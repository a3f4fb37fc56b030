#include "tool/serve/run_ahead.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <set>
#include <string_view>

#include "runtime/directory.h"
#include "runtime/environment.h"
#include "runtime/time_limits.h"
#include "tool/session/variables.h"

namespace pf {
namespace {

constexpr std::string_view kTimeoutMark = "PARALLEL_FIXTURES_TIMED_OUT[(]";

using Values = std::vector<std::string>;
using Names = std::set<std::string, std::less<>>;

// Facts about all tests of the list that decide whether a task may run ahead.
struct Surroundings {
    Names setup_tests;  // Tests that set up fixtures of the plan.
    Names fixtures;     // CTest fixtures that tests of the project set up or clean up.
    Names waited_for;   // Tests on which tests of the project depend.
    Names names;        // All tests.
    Names ambiguous;    // Names that several tests have.
};

bool is_same_path(std::string_view one, std::string_view other) {
    return one == other || real_path(std::string(one)) == real_path(std::string(other));
}

bool ends_with(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// Compares real paths, because the path of the build tree may contain symbolic links.
bool has_folder(const ListedTest& test, std::string_view folder) {
    const std::string_view name = folder.substr(folder.rfind('/'));
    return std::any_of(test.command.begin(), test.command.end(), [&](const std::string& word) {
        return word == folder || (ends_with(word, name) && is_same_path(word, folder));
    });
}

bool has_word(const ListedTest& test, std::string_view word) {
    return std::find(test.command.begin(), test.command.end(), word) != test.command.end();
}

// __pf_add_fixture_test of the CMake module writes the command: the helper, "session", a verb, and the build tree.
bool is_fixture_test(const Plan& plan, const ListedTest& test) {
    return test.command.size() > 3 && test.command[1] == "session" && is_same_path(test.command[3], plan.build_dir);
}

// The CMake module and the scripts of test programs write commands with the folder of the plan and the name of the
// task.
bool is_task_test(const Plan& plan, TaskId id, const ListedTest& test) {
    const Task& task = plan.tasks[id];
    const bool named = has_word(test, test.name) && (task.test.empty() || has_word(test, task.test));
    return named && !plan.folder.empty() && has_folder(test, plan.folder);
}

bool any_value(const Plan&, TaskId, const Values&, const Surroundings&) { return true; }

bool on_own_fixtures(const Plan&, TaskId, const Values& values, const Surroundings& around) {
    return std::none_of(values.begin(), values.end(),
                        [&](const std::string& name) { return around.fixtures.count(name) != 0; });
}

bool after_setup_tests_only(const Plan&, TaskId, const Values& values, const Surroundings& around) {
    return std::all_of(values.begin(), values.end(),
                       [&](const std::string& name) { return around.setup_tests.count(name) != 0; });
}

// The TIMEOUT of ctest must not end a task that keeps to the limit of the session.
bool longer_than_own(const Plan& plan, TaskId task, const Values& values, const Surroundings&) {
    const double limit = values.empty() ? 0 : std::strtod(values.front().c_str(), nullptr);
    const double own = plan.timeout(task) * (plan.retries(task) + 1);
    return limit == 0 || limit >= kNoCtestLimit || (own > 0 && limit > own);
}

// The module sets the seconds and an expression that matches only after the task has timed out.
bool own_mark(const Plan&, TaskId, const Values& values, const Surroundings&) {
    return values.size() == 2 && values.back().compare(0, kTimeoutMark.size(), kTimeoutMark) == 0;
}

bool own_directory(const Plan& plan, TaskId id, const Values& values, const Surroundings&) {
    const TaskOptions& options = plan.tasks[id].options();
    const Group& group = plan.groups[plan.tasks[id].group];
    const Text directory = !options.working_directory.empty() ? options.working_directory
                           : !group.working_directory.empty() ? group.working_directory
                                                              : group.binary_dir;
    return values.size() == 1 && is_same_path(values.front(), directory);
}

bool all_exist(const Plan&, TaskId, const Values& values, const Surroundings&) {
    return std::all_of(values.begin(), values.end(), [](const std::string& file) {
        return file.substr(0, 1) == "/" && access(file.c_str(), F_OK) == 0;
    });
}

struct Property {
    std::string_view name;
    bool (*allows)(const Plan&, TaskId, const Values&, const Surroundings&);
};

// A test may run ahead if all of its properties are in this list. Others prevent it, for example DISABLED,
// RESOURCE_LOCK, RUN_SERIAL, PROCESSORS, RESOURCE_GROUPS, FIXTURES_SETUP and FIXTURES_CLEANUP. Properties that ctest
// evaluates after the test has ended may have any value, because the test itself still runs in its turn. So may the
// environment, because the task runs with it (EligibleTask).
constexpr Property kProperties[] = {
    {"ATTACHED_FILES", any_value},
    {"ATTACHED_FILES_ON_FAIL", any_value},
    {"COST", any_value},
    {"DEF_SOURCE_LINE", any_value},
    {"DEPENDS", after_setup_tests_only},
    {"ENVIRONMENT", any_value},
    {"ENVIRONMENT_MODIFICATION", any_value},
    {"FAIL_REGULAR_EXPRESSION", any_value},
    {"FIXTURES_REQUIRED", on_own_fixtures},
    {"LABELS", any_value},
    {"MEASUREMENT", any_value},
    {"PASS_REGULAR_EXPRESSION", any_value},
    {"REQUIRED_FILES", all_exist},
    {"SKIP_REGULAR_EXPRESSION", any_value},
    {"SKIP_RETURN_CODE", any_value},
    {"TIMEOUT", longer_than_own},
    {"TIMEOUT_AFTER_MATCH", own_mark},
    {"TIMEOUT_SIGNAL_GRACE_PERIOD", any_value},
    {"TIMEOUT_SIGNAL_NAME", any_value},
    {"WILL_FAIL", any_value},
    {"WORKING_DIRECTORY", own_directory},
};

bool allowed(const Plan& plan, TaskId task, const ListedTest& test, const Surroundings& around) {
    return std::all_of(test.properties.begin(), test.properties.end(), [&](const auto& property) {
        const auto* known = std::find_if(std::begin(kProperties), std::end(kProperties),
                                         [&](const Property& one) { return one.name == property.first; });
        return known != std::end(kProperties) && known->allows(plan, task, property.second, around);
    });
}

bool must_run_alone(const ListedTest& test) {
    return test.property("DISABLED").empty() &&
           (!test.property("RUN_SERIAL").empty() || !test.property("PROCESSORS").empty());
}

bool may_run_ahead(const Plan& plan, TaskId task) {
    const TaskOptions& options = plan.tasks[task].options();
    return plan.groups[plan.tasks[task].group].tests.ahead && !options.disabled && !options.generator &&
           options.generated_by == kNone && options.listing_error.empty();
}

Surroundings surroundings(const Plan& plan, const std::vector<ListedTest>& tests) {
    Surroundings around;
    for (const ListedTest& test : tests) {
        if (!around.names.insert(test.name).second) {
            around.ambiguous.insert(test.name);
        }
        if (is_fixture_test(plan, test)) {
            around.setup_tests.insert(test.name);
            continue;
        }
        for (const char* property : {"FIXTURES_SETUP", "FIXTURES_CLEANUP"}) {
            const Values& names = test.property(property);
            around.fixtures.insert(names.begin(), names.end());
        }
        const TaskId task = plan.find(test.name);
        if (task == kNone || !is_task_test(plan, task, test)) {
            const Values& names = test.property("DEPENDS");
            around.waited_for.insert(names.begin(), names.end());
        }
    }
    return around;
}

}  // namespace

EnvironmentChanges environment_of(const ListedTest& test) {
    return {test.property("ENVIRONMENT"), test.property("ENVIRONMENT_MODIFICATION")};
}

std::optional<std::vector<std::string>> applied(const EnvironmentChanges& environment,
                                                const std::vector<std::string>& base) {
    VariableList list(base);
    list.set(Texts(environment.entries.begin(), environment.entries.end()));
    if (!list.modify(Texts(environment.modifications.begin(), environment.modifications.end())).ok()) {
        return std::nullopt;
    }
    const EnvironmentBlock block(base, list.changes());
    std::vector<std::string> all;
    for (char* const* entry = block.data(); *entry != nullptr; ++entry) {
        all.emplace_back(*entry);
    }
    std::sort(all.begin(), all.end());
    return all;
}

std::vector<EligibleTask> eligible_tasks(const Plan& plan, const std::vector<ListedTest>& tests) {
    if (std::any_of(tests.begin(), tests.end(), must_run_alone)) {
        return {};
    }
    const Surroundings around = surroundings(plan, tests);
    std::vector<EligibleTask> eligible;
    for (const ListedTest& test : tests) {
        const TaskId task = plan.find(test.name);
        const bool is_eligible = task != kNone && around.ambiguous.count(test.name) == 0 &&
                                 around.waited_for.count(test.name) == 0 && may_run_ahead(plan, task) &&
                                 is_task_test(plan, task, test) && allowed(plan, task, test, around);
        if (is_eligible) {
            const bool limited = plan.timeout(task) > 0 || !test.property("TIMEOUT").empty();
            eligible.push_back({task, environment_of(test), limited});
        }
    }
    return eligible;
}

}  // namespace pf
