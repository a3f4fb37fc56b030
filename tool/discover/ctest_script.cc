#include "tool/discover/ctest_script.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <string_view>

#include "runtime/directory.h"
#include "runtime/task_client.h"

namespace pf {
namespace {

constexpr double kNoLimit = 10'000'000;  // CTest's own figure for it.
constexpr double kGrace = 60;            // Seconds beside what set-ups may take by their own limits.

// As CMake reads it without evaluating anything. It takes a newline at the beginning for its own.
std::string bracket(std::string_view text) {
    std::string level;
    while ((std::string(text) + "]" + level + "]").find("]" + level + "]") != text.size()) {
        level += "=";
    }
    return fmt::format("[{0}[{1}{2}]{0}]", level, text.substr(0, 1) == "\n" ? "\n" : "", text);
}

// A list with one more item.
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
    void set(std::string_view name, std::string_view value) { text_ += fmt::format(" {} {}", name, bracket(value)); }
    void set_list(std::string_view name, const Texts& items) {
        if (!items.empty()) {
            set(name, list_of(items));
        }
    }
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    std::string text_;
};

// CTest's clock begins when the test says that its task does, and ends a second after ours, which is kinder.
void limit(Properties& properties, const Plan& plan, TaskId id, bool limited) {
    const Group& group = plan.groups[plan.tasks[id].group];
    const double timeout = plan.timeout(id);
    if (!limited) {
        if (timeout == 0) {
            properties.set("TIMEOUT", "0");
        }
        return;
    }
    const double own = (std::ceil(timeout) + 1) * (plan.retries(id) + 1);
    // A linked program sets up more than CMake knows of, and a group with WORKERS lets its tasks wait.
    const bool bounded = group.tests.before > 0 && group.workers == 0 && !group.program.linked;
    const double all = bounded ? own + 2 * group.tests.before + kGrace : kNoLimit;
    properties.set("TIMEOUT", fmt::format("{:.0f}", all));
    properties.set("TIMEOUT_AFTER_MATCH", fmt::format("{:.0f};PARALLEL_FIXTURES_BEGUN", own));
}

// A compiler may have been given the name of a source as seen from where it ran.
std::string absolute(std::string file, const std::vector<Text>& directories) {
    for (const Text directory : directories) {
        std::string there = real_path(std::string(directory) + "/" + file);
        if (file.substr(0, 1) != "/" && access(there.c_str(), F_OK) == 0) {
            return there;
        }
    }
    return file;
}

// An IDE leads to where the test is written: by the second with CMake 3.30 and later.
void lead_to(Properties& properties, const std::string& source, const std::vector<Text>& directories) {
    const std::size_t colon = source.rfind(':');
    if (colon != std::string::npos) {
        const std::string file = absolute(source.substr(0, colon), directories);
        const std::string line = source.substr(colon + 1);
        std::string triple;
        add_item(triple, file);
        add_item(triple, line);
        add_item(triple, "add_test");
        properties.set("_BACKTRACE_TRIPLES", triple);
        properties.set("DEF_SOURCE_LINE", file + ":" + line);
    }
}

std::string properties_of(const Plan& plan, TaskId id, bool limited) {
    const Task& task = plan.tasks[id];
    const Group& group = plan.groups[task.group];
    const TaskOptions& options = task.options();
    Properties properties;
    properties.set_list("LABELS", plan.labels(id));
    properties.set("SKIP_REGULAR_EXPRESSION", "PARALLEL_FIXTURES_SKIPPED");
    properties.set("WORKING_DIRECTORY", group.working_directory.empty() ? group.binary_dir : group.working_directory);
    if (options.listing_error.empty()) {
        properties.set_list("FIXTURES_REQUIRED", group.tests.required);
    }
    limit(properties, plan, id, limited);
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
    lead_to(properties, std::string(options.source), {group.binary_dir, plan.build_dir});
    for (std::size_t i = 0; i + 1 < group.tests.properties.size(); i += 2) {
        properties.set(bracket(group.tests.properties[i]), group.tests.properties[i + 1]);
    }
    return properties.text();
}

std::string task_option(const Plan& plan, GroupId group, bool limited) {
    const std::vector<FixtureId> chain = plan.chain(plan.groups[group].fixture);
    const bool fixtures = plan.fixtures[chain.front()].kind != FixtureKind::linked;
    return std::string(kTaskOption) + (limited && fixtures ? "=limited,fixtures"
                                       : limited           ? "=limited"
                                       : fixtures          ? "=fixtures"
                                                           : "");
}

std::string command_of(const Plan& plan, TaskId id, const CtestClient& client, bool limited) {
    const Task& task = plan.tasks[id];
    std::vector<std::string> words;
    if (!task.test.empty()) {
        const Texts& program = plan.groups[task.group].program.command;
        words.assign(program.begin(), program.end());
        words.insert(words.end(), {task_option(plan, task.group, limited), client.folder,
                                   std::string(plan.groups[task.group].name), std::string(task.name)});
    } else {
        words = client.words;
        words.push_back(plan.task_id(id));
        words.insert(words.end(), limited ? 1 : 0, "--limited");
        words.emplace_back("--");
    }
    std::string command;
    for (const std::string& word : words) {
        command += " " + bracket(word);
    }
    return command;
}

}  // namespace

std::string ctest_script(const Plan& plan, GroupId group, const CtestClient& client) {
    std::string script;
    for (TaskId id = 0; id < plan.tasks.size(); ++id) {
        if (plan.groups[plan.tasks[id].group].name != plan.groups[group].name) {
            continue;
        }
        const std::string name = bracket(plan.task_id(id));
        const bool limited = plan.timeout(id) > 0 && plan.tasks[id].options().listing_error.empty();
        script += fmt::format("add_test({}{})\n", name, command_of(plan, id, client, limited));
        script += fmt::format("set_tests_properties({} PROPERTIES{})\n", name, properties_of(plan, id, limited));
    }
    return script;
}

}  // namespace pf
