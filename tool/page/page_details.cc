#include "tool/page/page_details.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "tool/journal/record_lines.h"
#include "tool/page/output_budget.h"
#include "tool/support/ctest_tags.h"

namespace pf {
namespace {

constexpr std::size_t kKibi = 1024;

class PageDetails {
public:
    PageDetails(const RunRecord& record, RecordLines lines, JsonText& json)
        : record_(record), lines_(std::move(lines)), json_(json) {}

    Status write();

private:
    [[nodiscard]] static bool is_plain(const TaskRecord& task);
    Status task(const TaskRecord& task, std::size_t index);
    Status declaration(const TaskRecord& task);
    Status attempts(const TaskRecord& task);
    Status instance(const InstanceRecord& instance, std::size_t index);
    Status output_at(std::string_view key, Span span);
    void output(const Output& output);
    void ended(const TaskEnded& ended);
    void failures(const Failures& failures);

    const RunRecord& record_;
    RecordLines lines_;
    JsonText& json_;
    OutputBudget important_{64 * kKibi, 8 * kKibi* kKibi, 2 * kKibi};
    OutputBudget plain_{4 * kKibi, 256 * kKibi, 0};
    OutputBudget* budget_ = &important_;
};

bool PageDetails::is_plain(const TaskRecord& task) {
    if (task.attempts == 0) {
        return true;
    }
    return task.outcome == Outcome::passed && !task.flaky && !task.slow && !task.did_leak();
}

void PageDetails::output(const Output& output) {
    const std::string visible = read_ctest_tags(output.text).output;
    const std::string taken = budget_->take(visible);
    if (visible.empty()) {
        return;
    }
    json_.key("output").text(taken);
    if (taken.size() != visible.size()) {
        json_.key("shortened").number(static_cast<std::int64_t>(visible.size()));
    }
    if (!output.file.empty()) {
        json_.key("file").text(output.file).key("bytes").number(static_cast<std::int64_t>(output.bytes));
    }
}

void PageDetails::failures(const Failures& failures) {
    constexpr std::size_t kMessage = 4 * kKibi;
    constexpr std::size_t kShown = 50;
    json_.key("failures").open('[');
    for (std::size_t i = 0; i < std::min(failures.size(), kShown); ++i) {
        const std::string message = shortened(failures[i].message, kMessage);
        budget_->spend(message.size());
        json_.open('[').text(failures[i].file).number(failures[i].line).text(message).close(']');
    }
    json_.close(']');
}

void PageDetails::ended(const TaskEnded& ended) {
    json_.open('{').key("number").number(ended.attempt).key("outcome").number(static_cast<int>(ended.outcome));
    json_.key("time").number(static_cast<std::int64_t>(ended.seconds * 1e6)).key("reason").text(ended.reason);
    if (ended.exit_code) {
        json_.key("exit_code").number(*ended.exit_code);
    }
    if (ended.signal) {
        json_.key("signal").number(*ended.signal);
    }
    if (!ended.leaked.empty()) {
        json_.key("leaked").open('[');
        for (const std::string& leaked : ended.leaked) {
            json_.text(leaked);
        }
        json_.close(']');
    }
    if (!ended.resources.empty()) {
        json_.key("resources").open('[');
        for (const std::string& variable : ended.resources) {
            json_.text(variable);
        }
        json_.close(']');
    }
    if (!ended.kept_dir.empty()) {
        json_.key("kept_dir").text(ended.kept_dir);
    }
    if (!ended.failures.empty()) {
        failures(ended.failures);
    }
    if (!ended.properties.empty()) {
        json_.key("properties").open('[');
        for (const auto& [name, value] : ended.properties) {
            json_.open('[').text(name).text(shortened(value, kKibi)).close(']');
        }
        json_.close(']');
    }
    if (!ended.services.empty()) {
        json_.key("services").text(ended.services);
    }
    if (!ended.stacks.empty()) {
        json_.key("stacks").text(ended.stacks);
    }
    output(ended.output);
    json_.close('}');
}

Status PageDetails::attempts(const TaskRecord& task) {
    for (const EarlierAttempt& earlier : task.earlier) {
        const auto told = lines_.end(earlier);
        if (!told) {
            return told.error();
        }
        ended(*told);
    }
    const auto last = lines_.end(task);
    if (!last) {
        return last.error();
    }
    if (*last != nullptr) {
        ended(**last);
    }
    return ok_status();
}

Status PageDetails::declaration(const TaskRecord& task) {
    const auto declared = lines_.declaration(task);
    if (!declared) {
        return declared.error();
    }
    if (*declared != nullptr) {
        json_.key("command").open('[');
        for (const std::string& word : (*declared)->command) {
            json_.text(shortened(word, kKibi));
            budget_->spend(word.size());
        }
        json_.close(']').key("directory").text((*declared)->working_directory);
    }
    return ok_status();
}

Status PageDetails::task(const TaskRecord& task, std::size_t index) {
    budget_ = is_plain(task) ? &plain_ : &important_;
    if (budget_->exhausted()) {
        return ok_status();
    }
    constexpr std::size_t kEntry = 100;
    budget_->spend(kEntry + task.reason.size());
    json_.line().key(std::to_string(index)).open('{');
    Status status = declaration(task);
    json_.key("attempts").open('[');
    status = status ? attempts(task) : status;
    json_.close(']').close('}');
    return status;
}

Status PageDetails::output_at(std::string_view key, Span span) {
    if (!span) {
        return ok_status();
    }
    const auto event = lines_.read(span);
    if (!event) {
        return event.error();
    }
    json_.key(key).open('{');
    std::visit(
        [this](const auto& told) {
            if constexpr (requires { told.output; }) {
                output(told.output);
            }
            if constexpr (requires { told.leaked; }) {
                json_.key("leaked").open('[');
                for (const std::string& leaked : told.leaked) {
                    json_.text(leaked);
                }
                json_.close(']');
            }
        },
        *event);
    json_.close('}');
    return ok_status();
}

Status PageDetails::instance(const InstanceRecord& instance, std::size_t index) {
    const bool good = instance.setup == Outcome::passed && !instance.died &&
                      instance.teardown.value_or(Outcome::passed) == Outcome::passed;
    budget_ = good ? &plain_ : &important_;
    if (budget_->exhausted()) {
        return ok_status();
    }
    constexpr std::size_t kEntry = 50;
    budget_->spend(kEntry);
    json_.line().key(std::to_string(index)).open('{');
    Status status = output_at("setup", instance.setup_line);
    status = status ? output_at("died", instance.died_line) : status;
    status = status ? output_at("teardown", instance.teardown_line) : status;
    json_.close('}');
    return status;
}

Status PageDetails::write() {
    Status status = ok_status();
    json_.line().key("instance_details").open('{');
    for (std::size_t i = 0; status && i < record_.instances.size(); ++i) {
        status = instance(record_.instances[i], i);
    }
    json_.close('}').line().key("details").open('{');
    for (std::size_t i = 0; status && i < record_.tasks.size(); ++i) {
        status = task(record_.tasks[i], i);
    }
    json_.close('}');
    return status;
}

}  // namespace

Status write_page_details(const RunRecord& record, JsonText& json) {
    auto lines = RecordLines::open(record);
    if (!lines) {
        return lines.error();
    }
    return PageDetails(record, std::move(*lines), json).write();
}

}  // namespace pf
