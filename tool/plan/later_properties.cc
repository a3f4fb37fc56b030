#include "tool/plan/later_properties.h"

#include <algorithm>
#include <array>

#include "tool/plan/plan_properties.h"
#include "tool/plan/plan_values.h"
#include "tool/plan/test_file.h"

namespace pf {

namespace {

constexpr char kValueEnd = '\x1f';
constexpr Text kSkipMark = "PARALLEL_FIXTURES_SKIPPED[(]";  // The module's own item of SKIP_REGULAR_EXPRESSION.

// The module's own TIMEOUT_AFTER_MATCH, by which ctest ends the test of a task that has timed out.
constexpr Text kTimeoutMark = ";PARALLEL_FIXTURES_TIMED_OUT[(]";

constexpr std::array<Text, 20> kProperties = {
    "WORKING_DIRECTORY",
    "ENVIRONMENT",
    "TIMEOUT_SIGNAL_NAME",
    "TIMEOUT_SIGNAL_GRACE_PERIOD",
    "SKIP_RETURN_CODE",
    "SKIP_REGULAR_EXPRESSION",
    "PASS_REGULAR_EXPRESSION",
    "FAIL_REGULAR_EXPRESSION",
    "WILL_FAIL",
    "DISABLED",
    "REQUIRED_FILES",
    "RESOURCE_LOCK",
    "RUN_SERIAL",
    "PROCESSORS",
    "COST",
    "LABELS",
    "DEPENDS",
    "RESOURCE_GROUPS",
    "FIXTURES_REQUIRED",
    "TIMEOUT_AFTER_MATCH",
};

// Returns what the project has set, without the module's own item, which is different for each test.
std::string without_mark(Text name, Text list) {
    if (name == "TIMEOUT_AFTER_MATCH") {
        return list.find(kTimeoutMark) == Text::npos ? std::string(list) : "";
    }
    if (name != "SKIP_REGULAR_EXPRESSION") {
        return std::string(list);
    }
    std::string rest(list);
    const std::size_t begin = rest.find(kSkipMark);
    if (begin == std::string::npos || (begin > 0 && rest[begin - 1] != ';')) {
        return rest;
    }
    const std::size_t end = std::min(rest.find(';', begin), rest.size() - 1);
    return rest.erase(begin, end - begin + 1);
}

Texts sorted(Texts texts) {
    std::sort(texts.begin(), texts.end());
    texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
    return texts;
}

}  // namespace

std::size_t LaterProperties::read(std::string_view bytes) {
    TestFile file(bytes, plan_.config);
    std::array<Text, kProperties.size()> found;
    while (file.next()) {
        const std::vector<std::string_view>& words = file.words();
        const TaskId task = task_of(words[0]);
        if (task == kNone) {
            continue;
        }
        found.fill(Text());
        for (std::size_t i = 2; i + 1 < words.size(); i += 2) {
            const auto* known = std::find(kProperties.begin(), kProperties.end(), words[i]);
            if (known != kProperties.end()) {
                found[static_cast<std::size_t>(known - kProperties.begin())] = words[i + 1];
            }
        }
        values_.clear();
        for (std::size_t i = 0; i < found.size(); ++i) {
            values_ += without_mark(kProperties[i], found[i]);
            values_ += kValueEnd;
        }
        apply(task);
    }
    resource_spec_file_ = file.resource_spec_file();
    return file.damaged_line();
}

// Returns the task whose own test has this name, or kNone. Tasks of a group that is one test have none.
TaskId LaterProperties::task_of(Text test) const {
    const TaskId task = plan_.find(test);
    if (task == kNone) {
        return kNone;
    }
    const Group& group = plan_.groups[plan_.tasks[task].group];
    return group.tests.session && group.dispatch == Dispatch::tasks && group.program.command.empty() ? task : kNone;
}

void LaterProperties::apply(TaskId id) {
    Task& task = plan_.tasks[id];
    if (values_ == known_values_ && task.group == known_group_ && task.own_options.get() == known_options_ &&
        task.command.front() == known_program_) {
        return;
    }
    TaskOptions options = task.options();
    Text rest = values_;
    for (const Text name : kProperties) {
        const std::size_t end = rest.find(kValueEnd);
        set(options, id, name, rest.substr(0, end));
        rest.remove_prefix(end + 1);
    }
    if (options == task.options()) {
        known_values_ = values_;
        known_group_ = task.group;
        known_options_ = task.own_options.get();
        known_program_ = task.command.front();
        return;
    }
    if (!last_options_ || !(*last_options_ == options)) {
        last_options_ = std::make_shared<const TaskOptions>(std::move(options));
    }
    task.own_options = last_options_;
}

void LaterProperties::set(TaskOptions& options, TaskId task, Text name, Text value) {
    if (name == "WORKING_DIRECTORY") {
        const Group& group = plan_.groups[plan_.tasks[task].group];
        const Text declared = !options.working_directory.empty() ? options.working_directory
                              : !group.working_directory.empty() ? group.working_directory
                                                                 : group.binary_dir;
        // The module leaves it out where it is CTest's default, the directory of the test.
        if (value != declared && !(value.empty() && declared == plan_.binary_dir(task))) {
            const bool relative = !value.empty() && value.front() != '/';
            const std::string above = relative ? std::string(plan_.binary_dir(task)) + "/" : "";
            set_test_property(plan_, options, name, plan_.keep(above + std::string(value)));
        }
        return;
    }
    if (name == "TIMEOUT_AFTER_MATCH") {
        options.listing_error = value.empty() ? options.listing_error
                                              : "TIMEOUT_AFTER_MATCH is set on its test, which the session of "
                                                "ParallelFixtures does not obey; set TIMEOUT";
    } else if (name == "FIXTURES_REQUIRED") {
        options.foreign_fixtures = foreign_fixtures(plan_, value);
    } else if (name == "RUN_SERIAL") {
        TaskOptions other;
        set_test_property(plan_, other, name, value);
        if (other.run_serial != plan_.run_serial(task)) {
            set_test_property(plan_, options, name, value);
        }
    } else if (!is_declared(task, options, name, split_cmake_list(plan_, value))) {
        set_test_property(plan_, options, name, value);
    }
}

// Returns whether the list `items` is what the task and its group declare for this property. Returns false for other
// properties than lists, whose values are simply set again.
bool LaterProperties::is_declared(TaskId task, const TaskOptions& options, Text name, const Texts& items) const {
    if (name == "ENVIRONMENT") {
        return items == plan_.environment(task);
    }
    if (name == "LABELS") {
        return sorted(items) == plan_.labels(task);
    }
    if (name == "RESOURCE_LOCK") {
        return sorted(items) == plan_.locks(task);
    }
    if (name != "REQUIRED_FILES") {
        return false;
    }
    // The module adds the program, so that CTest names it if it is missing.
    const Texts& declared = options.required_files;
    const Texts& command = plan_.tasks[task].command;
    return std::equal(declared.begin(), declared.end(), items.begin(),
                      items.begin() + static_cast<std::ptrdiff_t>(std::min(declared.size(), items.size()))) &&
           (items.size() == declared.size() ||
            (items.size() == declared.size() + 1 &&
             std::find(command.begin(), command.end(), items.back()) != command.end()));
}

}  // namespace pf
