#include "tool/serve/run_ahead.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <map>
#include <set>
#include <string_view>

#include "runtime/directory.h"
#include "runtime/time_limits.h"
#include "tool/session/variables.h"

namespace pf {
namespace {

constexpr std::string_view kTimeoutMark = "PARALLEL_FIXTURES_TIMED_OUT[(]";

using Values = std::vector<std::string>;
using Names = std::set<std::string, std::less<>>;

// What the list says of the tests beside a task.
struct Surroundings {
    Names set_ups;     // Tests that set up fixtures of the plan.
    Names fixtures;    // CTest's names of fixtures that other tests set up or clean up.
    Names waited_for;  // Tests that tests of others depend on.
    Names names;       // All tests.
    Names ambiguous;   // Tests whose name another test has too.
};

bool is_same_path(std::string_view one, std::string_view other) {
    return one == other || real_path(std::string(one)) == real_path(std::string(other));
}

bool ends_with(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// The way to the build tree may lead through links.
bool has_folder(const ListedTest& test, std::string_view folder) {
    const std::string_view name = folder.substr(folder.rfind('/'));
    return std::any_of(test.command.begin(), test.command.end(), [&](const std::string& word) {
        return word == folder || (ends_with(word, name) && is_same_path(word, folder));
    });
}

bool has_word(const ListedTest& test, std::string_view word) {
    return std::find(test.command.begin(), test.command.end(), word) != test.command.end();
}

// "session", what is asked for, and the build tree: as __pf_add_fixture_test of the module writes them.
bool is_fixture_test(const Plan& plan, const ListedTest& test) {
    return test.command.size() > 3 && test.command[1] == "session" && is_same_path(test.command[3], plan.build_dir);
}

// The plan's folder and the task, as the module and the script of a program's cases write them.
bool is_task_test(const Plan& plan, TaskId id, const ListedTest& test) {
    const Task& task = plan.tasks[id];
    const bool named = task.test.empty() ? has_word(test, test.name)
                                         : has_word(test, plan.groups[task.group].name) && has_word(test, task.name);
    return named && !plan.folder.empty() && has_folder(test, plan.folder);
}

bool harmless(const Plan&, TaskId, const Values&, const Surroundings&) { return true; }

bool on_own_fixtures(const Plan&, TaskId, const Values& values, const Surroundings& around) {
    return std::none_of(values.begin(), values.end(),
                        [&](const std::string& name) { return around.fixtures.count(name) != 0; });
}

bool after_set_ups_only(const Plan&, TaskId, const Values& values, const Surroundings& around) {
    return std::all_of(values.begin(), values.end(),
                       [&](const std::string& name) { return around.set_ups.count(name) != 0; });
}

// A limit of ctest's that cannot end a task which keeps to the session's own.
bool longer_than_own(const Plan& plan, TaskId task, const Values& values, const Surroundings&) {
    const double limit = values.empty() ? 0 : std::strtod(values.front().c_str(), nullptr);
    const double own = plan.timeout(task) * (plan.retries(task) + 1);
    return limit == 0 || limit >= kNoCtestLimit || (own > 0 && limit > own);
}

// The seconds and the expression that the module gives: a test says so only when its task has timed out.
bool own_mark(const Plan&, TaskId, const Values& values, const Surroundings&) {
    return values.size() == 2 && values.back().compare(0, kTimeoutMark.size(), kTimeoutMark) == 0;
}

bool where_it_runs(const Plan& plan, TaskId id, const Values& values, const Surroundings&) {
    const TaskOptions& options = plan.tasks[id].options();
    const Group& group = plan.groups[plan.tasks[id].group];
    const Text directory = !options.working_directory.empty() ? options.working_directory
                           : !group.working_directory.empty() ? group.working_directory
                                                              : group.binary_dir;
    return values.size() == 1 && is_same_path(values.front(), directory);
}

bool all_there(const Plan&, TaskId, const Values& values, const Surroundings&) {
    return std::all_of(values.begin(), values.end(), [](const std::string& file) {
        return file.substr(0, 1) == "/" && access(file.c_str(), F_OK) == 0;
    });
}

struct Property {
    std::string_view name;
    bool (*allows)(const Plan&, TaskId, const Values&, const Surroundings&);
};

// The properties with which a test may run ahead. With any other it does not: with DISABLED, RESOURCE_LOCK, RUN_SERIAL,
// PROCESSORS, RESOURCE_GROUPS, FIXTURES_SETUP and FIXTURES_CLEANUP for one. What ctest looks at when the test has ended
// is harmless, for the test ends in its turn; so are the variables, because the task runs with them (CertainTask).
constexpr Property kProperties[] = {
    {"ATTACHED_FILES", harmless},
    {"ATTACHED_FILES_ON_FAIL", harmless},
    {"COST", harmless},
    {"DEF_SOURCE_LINE", harmless},
    {"DEPENDS", after_set_ups_only},
    {"ENVIRONMENT", harmless},
    {"ENVIRONMENT_MODIFICATION", harmless},
    {"FAIL_REGULAR_EXPRESSION", harmless},
    {"FIXTURES_REQUIRED", on_own_fixtures},
    {"LABELS", harmless},
    {"MEASUREMENT", harmless},
    {"PASS_REGULAR_EXPRESSION", harmless},
    {"REQUIRED_FILES", all_there},
    {"SKIP_REGULAR_EXPRESSION", harmless},
    {"SKIP_RETURN_CODE", harmless},
    {"TIMEOUT", longer_than_own},
    {"TIMEOUT_AFTER_MATCH", own_mark},
    {"TIMEOUT_SIGNAL_GRACE_PERIOD", harmless},
    {"TIMEOUT_SIGNAL_NAME", harmless},
    {"WILL_FAIL", harmless},
    {"WORKING_DIRECTORY", where_it_runs},
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

Surroundings surroundings(Plan& plan, const std::vector<ListedTest>& tests) {
    Surroundings around;
    for (const ListedTest& test : tests) {
        if (!around.names.insert(test.name).second) {
            around.ambiguous.insert(test.name);
        }
        if (is_fixture_test(plan, test)) {
            around.set_ups.insert(test.name);
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
    std::map<std::string, std::string> variables;
    const auto change = [&](const std::string& entry) {
        const std::size_t equals = entry.find('=');
        if (equals == std::string::npos) {
            variables.erase(entry);
        } else {
            variables[entry.substr(0, equals)] = entry;
        }
    };
    std::for_each(base.begin(), base.end(), change);
    std::for_each(list.changes().begin(), list.changes().end(), change);
    std::vector<std::string> all;
    all.reserve(variables.size());
    for (auto& [name, entry] : variables) {
        all.push_back(std::move(entry));
    }
    std::sort(all.begin(), all.end());
    return all;
}

std::vector<CertainTask> certain_tasks(Plan& plan, const std::vector<ListedTest>& tests) {
    if (std::any_of(tests.begin(), tests.end(), must_run_alone)) {
        return {};
    }
    const Surroundings around = surroundings(plan, tests);
    std::vector<CertainTask> certain;
    for (const ListedTest& test : tests) {
        const TaskId task = plan.find(test.name);
        const bool certainly = task != kNone && around.ambiguous.count(test.name) == 0 &&
                               around.waited_for.count(test.name) == 0 && may_run_ahead(plan, task) &&
                               is_task_test(plan, task, test) && allowed(plan, task, test, around);
        if (certainly) {
            const bool limited = plan.timeout(task) > 0 || !test.property("TIMEOUT").empty();
            certain.push_back({task, environment_of(test), limited});
        }
    }
    return certain;
}

}  // namespace pf
