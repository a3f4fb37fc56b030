#include "tool/serve/script_properties.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <map>
#include <memory>
#include <string_view>

#include "runtime/directory.h"
#include "runtime/environment.h"
#include "runtime/time_limits.h"

namespace pf {
namespace {

// A property whose value differs from the one that the script of this tool declared.
struct Change {
    Plan& plan;
    const Group& group;
    const std::vector<std::string>& own;
    const std::vector<std::string>& now;
    Modifier modifier;

    [[nodiscard]] Texts texts() const {
        Texts kept;
        for (const std::string& value : now) {
            kept.push_back(plan.keep(value));
        }
        return kept;
    }
    [[nodiscard]] double number() const { return now.empty() ? 0 : std::strtod(now.front().c_str(), nullptr); }
    [[nodiscard]] bool is_on() const { return !now.empty(); }
};

void set_environment(TaskOptions& options, const Change& change) {
    options.environment = change.texts();
    options.replaces.environment = true;
}

void set_labels(TaskOptions& options, const Change& change) {
    options.labels = change.texts();
    options.replaces.labels = true;
}

void set_locks(TaskOptions& options, const Change& change) {
    options.locks = change.texts();
    options.replaces.locks = true;
}

void set_run_serial(TaskOptions& options, const Change& change) {
    options.run_serial = change.is_on();
    options.replaces.run_serial = true;
}

bool assigns(const Texts& environment, std::string_view name) {
    return std::any_of(environment.begin(), environment.end(),
                       [&](const Text entry) { return variable_name(entry) == name; });
}

// ctest has applied the modifications to the environment of the test. The session sets the variables of ENVIRONMENT
// again, so only their modifications must be applied again.
void set_modification(TaskOptions& options, const Change& change) {
    options.environment_modification = change.texts();
    if (change.modifier == Modifier::ctest) {
        std::erase_if(options.environment_modification, [&](const Text entry) {
            const bool by_group =
                !options.replaces.environment && assigns(change.group.environment, variable_name(entry));
            return !by_group && !assigns(options.environment, variable_name(entry));
        });
    }
}

void set_directory(TaskOptions& options, const Change& change) {
    const std::string directory = change.now.empty() ? "" : change.now.front();
    const bool relative = !directory.empty() && directory.front() != '/';
    options.working_directory =
        change.plan.keep(relative ? std::string(change.group.binary_dir) + "/" + directory : directory);
}

bool is_directory_of(const Group& group, const std::vector<std::string>& values) {
    const Text directory = group.working_directory.empty() ? group.binary_dir : group.working_directory;
    return values.empty() || real_path(values.front()) == real_path(std::string(directory));
}

void set_timeout(TaskOptions& options, const Change& change) {
    options.timeout = change.number() >= kNoCtestLimit ? 0 : change.number();
}

void reject_timeout_after_match(TaskOptions& options, const Change&) {
    options.listing_error =
        "a script of TEST_INCLUDE_FILES sets TIMEOUT_AFTER_MATCH on the test, which the session of ParallelFixtures "
        "does not obey; set TIMEOUT";
}

// Leaves out the expression for the skip mark, which belongs to the test and not to the task.
void set_skip_regex(TaskOptions& options, const Change& change) {
    options.skip_regex = change.texts();
    std::erase_if(options.skip_regex, [&](const Text regex) {
        return std::find(change.own.begin(), change.own.end(), regex) != change.own.end();
    });
}

void set_skip_code(TaskOptions& options, const Change& change) {
    options.skip_return_code = change.is_on() ? std::optional(static_cast<int>(change.number())) : std::nullopt;
}

void set_resource_groups(TaskOptions& options, const Change& change) {
    std::string groups;
    for (const std::string& group : change.now) {
        groups += (groups.empty() ? "" : ";") + group;
    }
    options.resource_groups = change.plan.keep(groups);
}

struct AppliedProperty {
    std::string_view name;
    void (*set)(TaskOptions&, const Change&);
};

constexpr AppliedProperty kApplied[] = {
    {"COST", [](TaskOptions& options, const Change& change) { options.cost = change.number(); }},
    {"DEPENDS", [](TaskOptions& options, const Change& change) { options.depends = change.texts(); }},
    {"DISABLED", [](TaskOptions& options, const Change& change) { options.disabled = change.is_on(); }},
    {"ENVIRONMENT", set_environment},
    {"ENVIRONMENT_MODIFICATION", set_modification},
    {"FAIL_REGULAR_EXPRESSION",
     [](TaskOptions& options, const Change& change) { options.fail_regex = change.texts(); }},
    {"LABELS", set_labels},
    {"PASS_REGULAR_EXPRESSION",
     [](TaskOptions& options, const Change& change) { options.pass_regex = change.texts(); }},
    {"PROCESSORS",
     [](TaskOptions& options, const Change& change) {
         options.processors = change.is_on() ? static_cast<int>(change.number()) : 1;
     }},
    {"REQUIRED_FILES", [](TaskOptions& options, const Change& change) { options.required_files = change.texts(); }},
    {"RESOURCE_GROUPS", set_resource_groups},
    {"RESOURCE_LOCK", set_locks},
    {"RUN_SERIAL", set_run_serial},
    {"SKIP_REGULAR_EXPRESSION", set_skip_regex},
    {"SKIP_RETURN_CODE", set_skip_code},
    {"TIMEOUT", set_timeout},
    {"TIMEOUT_AFTER_MATCH", reject_timeout_after_match},
    {"WILL_FAIL", [](TaskOptions& options, const Change& change) { options.will_fail = change.is_on(); }},
    {"WORKING_DIRECTORY", set_directory},
};

}  // namespace

void apply_script_properties(Plan& plan, const std::vector<ListedTest>& own, const std::vector<ListedTest>& tests,
                             Modifier modifier) {
    std::map<std::string_view, const ListedTest*> declared;
    for (const ListedTest& test : own) {
        declared.emplace(test.name, &test);
    }
    for (const ListedTest& test : tests) {
        const auto known = declared.find(test.name);
        const TaskId task = plan.find(test.name);
        if (task == kNone || known == declared.end() || known->second->command != test.command) {
            continue;
        }
        TaskOptions options = plan.tasks[task].options();
        const Group& group = plan.groups[plan.tasks[task].group];
        for (const AppliedProperty& property : kApplied) {
            const std::vector<std::string>& now = test.property(property.name);
            if (property.name == "WORKING_DIRECTORY" && is_directory_of(group, now)) {
                continue;  // The scripts of this tool leave it out, so in their list it is where they were read.
            }
            const Change change{plan, group, known->second->property(property.name), now, modifier};
            if (change.own != change.now) {
                property.set(options, change);
            }
        }
        if (!(options == plan.tasks[task].options())) {
            plan.tasks[task].own_options = std::make_shared<const TaskOptions>(std::move(options));
        }
    }
}

}  // namespace pf
