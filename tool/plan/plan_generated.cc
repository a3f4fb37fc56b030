#include "tool/plan/plan_generated.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "tool/plan/plan_values.h"
#include "tool/support/text.h"

namespace pf {

namespace {

using Json = nlohmann::json;

constexpr const char* kUnknown = "";
constexpr const char* kTexts = "a list of texts";
constexpr const char* kText = "a text";

constexpr std::pair<const char*, Texts TaskOptions::*> kListKeys[] = {
    {"resource_lock", &TaskOptions::locks},
    {"pass_regular_expression", &TaskOptions::pass_regex},
    {"fail_regular_expression", &TaskOptions::fail_regex},
    {"skip_regular_expression", &TaskOptions::skip_regex},
    {"required_files", &TaskOptions::required_files},
    {"labels", &TaskOptions::labels},
    {"environment_modification", &TaskOptions::environment_modification},
};

// Builds one task. Its texts are views into the JSON value until the whole line is known to be valid.
class GeneratedTaskReader {
public:
    // Returns kFine, kUnknown, or what the value should be.
    const char* set(const std::string& key, const Json& value) {
        const char* result = set_text_key(key, value);
        result = result == kUnknown ? set_list_key(key, value) : result;
        result = result == kUnknown ? set_switch_key(key, value) : result;
        return result == kUnknown ? set_number_key(key, value) : result;
    }

    Task task;
    TaskOptions options;

private:
    static const char* read_text(Text& target, const Json& value) {
        if (!value.is_string() || value.get_ref<const std::string&>().find('\0') != std::string::npos) {
            return kText;
        }
        target = value.get_ref<const std::string&>();
        return kFine;
    }

    static const char* read_texts(Texts& target, const Json& value) {
        if (!value.is_array()) {
            return kTexts;
        }
        for (const Json& item : value) {
            if (read_text(target.emplace_back(), item) != kFine) {
                return kTexts;
            }
        }
        return kFine;
    }

    static const char* read_switch(bool& target, const Json& value) {
        if (!value.is_boolean()) {
            return "true or false";
        }
        target = value.get<bool>();
        return kFine;
    }

    static const char* read_seconds(double& target, const Json& value) {
        if (!value.is_number() || !std::isfinite(value.get<double>()) || value.get<double>() < 0 ||
            value.get<double>() > kMaxSeconds) {
            return "a number from 0";
        }
        target = value.get<double>();
        return kFine;
    }

    template <typename T>
    static const char* read_int(T& target, const Json& value, int least, int most, const char* expected) {
        if (!value.is_number_integer() || value.get<double>() < least || value.get<double>() > most) {
            return expected;
        }
        target = value.get<int>();
        return kFine;
    }

    const char* set_text_key(const std::string& key, const Json& value) {
        if (key == "name") {
            return read_text(task.name, value);
        }
        if (key == "working_directory") {
            return read_text(options.working_directory, value);
        }
        return kUnknown;
    }

    const char* set_list_key(const std::string& key, const Json& value) {
        const auto* const list = std::find_if(std::begin(kListKeys), std::end(kListKeys),
                                              [&](const auto& known) { return key == known.first; });
        const char* result = key == "command"              ? read_texts(task.command, value)
                             : key == "environment"        ? read_environment(value)
                             : list == std::end(kListKeys) ? kUnknown
                                                           : read_texts(options.*list->second, value);
        for (const Text text : options.environment_modification) {
            result = is_modification(text) ? result : "a list of NAME=<operation>:<value>";
        }
        return result;
    }

    const char* read_environment(const Json& value) {
        constexpr const char* kObject = "an object of texts";
        if (!value.is_object()) {
            return kObject;
        }
        for (const auto& [name, text] : value.items()) {
            Text content;
            if (read_text(content, text) != kFine || name.empty() || name.find('=') != std::string::npos ||
                name.find('\0') != std::string::npos) {
                return kObject;
            }
            environment_.push_back(fmt::format("{}={}", name, content));
        }
        options.environment.assign(environment_.begin(), environment_.end());
        return kFine;
    }

    const char* set_switch_key(const std::string& key, const Json& value) {
        const std::pair<const char*, bool*> switches[] = {
            {"generator", &options.generator},
            {"run_serial", &options.run_serial},
            {"will_fail", &options.will_fail},
            {"disabled", &options.disabled},
        };
        for (const auto& [name, target] : switches) {
            if (key == name) {
                return read_switch(*target, value);
            }
        }
        return kUnknown;
    }

    const char* set_number_key(const std::string& key, const Json& value) {
        if (key == "timeout") {
            return read_seconds(options.timeout, value);
        }
        if (key == "cost") {
            return read_seconds(options.cost, value);
        }
        if (key == "retries") {
            return read_int(options.retries, value, 0, kMaxInt - 1, "a whole number from 0");
        }
        if (key == "processors") {
            return read_int(options.processors, value, 1, kMaxInt, "a whole number from 1");
        }
        if (key == "skip_return_code") {
            return read_int(options.skip_return_code, value, 0, 255, "an exit code from 0 to 255");
        }
        return kUnknown;
    }

    std::vector<std::string> environment_;
};

Result<Json> parse(std::string_view line) {
    try {
        Json value = Json::parse(line);
        if (value.is_object()) {
            return value;
        }
        return Error{"a task is a JSON object, this line is not"};
    } catch (const Json::parse_error& error) {
        return Error{fmt::format("a task is a JSON object, this line is not JSON at its byte {}", error.byte)};
    } catch (const Json::exception&) {
        return Error{"a task is a JSON object, this line holds a number that is too big"};
    }
}

Status read_line(const Json& object, GeneratedTaskReader& reader) {
    for (const auto& [key, value] : object.items()) {
        const char* expected = reader.set(key, value);
        if (expected == kUnknown) {
            return Error{fmt::format("\"{}\" is not a key of a task", one_line(key))};
        }
        if (expected != kFine) {
            return Error{fmt::format("\"{}\" should be {}", key, expected)};
        }
    }
    if (!object.contains("name") || !object.contains("command")) {
        return Error{fmt::format("the task has no \"{}\"", object.contains("name") ? "command" : "name")};
    }
    if (!is_name(reader.task.name)) {
        return Error{"the task's name is empty or holds control characters"};
    }
    if (reader.task.command.empty() || reader.task.command.front().empty()) {
        return Error{fmt::format("the command of \"{}\" is empty", reader.task.name)};
    }
    return ok_status();
}

void keep(Plan& plan, Text& text) { text = plan.keep(text); }

void keep(Plan& plan, Texts& texts) {
    for (Text& text : texts) {
        keep(plan, text);
    }
}

void keep(Plan& plan, Task& task, TaskOptions& options) {
    keep(plan, task.name);
    keep(plan, task.command);
    for (const auto& [key, texts] : kListKeys) {
        keep(plan, options.*texts);
    }
    keep(plan, options.environment);
    keep(plan, options.working_directory);
}

}  // namespace

Result<TaskId> add_generated_task(Plan& plan, TaskId generator, std::string_view json_line) {
    const Result<Json> object = parse(json_line);
    if (!object.ok()) {
        return object.error();
    }
    GeneratedTaskReader reader;
    if (Status status = read_line(*object, reader); !status.ok()) {
        return status.error();
    }
    Task& task = reader.task;
    TaskOptions& options = reader.options;
    task.group = plan.tasks[generator].group;
    options.generated_by = generator;
    options.binary_dir = plan.tasks[generator].options().binary_dir;
    options.source = plan.tasks[generator].options().source;
    std::string directory(options.working_directory);
    if (!directory.empty() && directory.front() != '/') {
        directory = fmt::format("{}/{}", plan.binary_dir(generator), directory);
        options.working_directory = directory;
    }
    const std::string id = fmt::format("{}.{}", plan.groups[task.group].name, task.name);
    if (is_reserved_id(id)) {
        return Error{fmt::format("the id \"{}\" is reserved: it ends with .setup, .teardown or .DISCOVERY_FAILED", id)};
    }
    if (const TaskId known = plan.find(id); known != kNone) {
        const Task& before = plan.tasks[known];
        if (before.options().generated_by != generator) {
            return Error{fmt::format("there is a task \"{}\" already", id)};
        }
        return before.command == task.command && before.options() == options
                   ? Result<TaskId>(known)
                   : Result<TaskId>(Error{fmt::format("the task \"{}\" was printed before with other content", id)});
    }
    keep(plan, task, options);
    task.own_options = std::make_shared<const TaskOptions>(options);
    plan.tasks.push_back(std::move(task));
    return static_cast<TaskId>(plan.tasks.size() - 1);
}

}  // namespace pf
