#include "tool/journal/kept_lines.h"

#include <string>
#include <utility>
#include <vector>

namespace pf {
namespace {

std::size_t bytes_in(const std::string& text) { return sizeof(std::string) + text.size(); }

std::size_t bytes_in(const std::vector<std::string>& texts) {
    std::size_t bytes = 0;
    for (const std::string& text : texts) {
        bytes += bytes_in(text);
    }
    return bytes;
}

std::size_t bytes_in(const TaskDeclared& event) {
    return sizeof event + bytes_in(event.command) + bytes_in(event.environment) + event.working_directory.size();
}

std::size_t bytes_in(const TaskEnded& event) {
    std::size_t bytes = sizeof event + event.output.text.size() + event.services.size() + event.stacks.size() +
                        bytes_in(event.leaked) + bytes_in(event.resources) + event.reason.size();
    for (const AssertionFailure& failure : event.failures) {
        bytes += sizeof failure + failure.file.size() + failure.message.size();
    }
    for (const auto& [name, value] : event.properties) {
        bytes += bytes_in(name) + bytes_in(value);
    }
    return bytes;
}

// Returns whether the event has something that RecordLines does not find in the record of the task.
bool says_more(const TaskEnded& event, const TaskRecord& task) {
    const Output& output = event.output;
    return !output.text.empty() || output.bytes != 0 || !output.file.empty() || !event.failures.empty() ||
           !event.properties.empty() || !event.resources.empty() || !event.kept_dir.empty() ||
           !event.services.empty() || !event.stacks.empty() || !event.leaked.empty() || event.slow ||
           event.attempt != task.attempts || event.seconds != task.seconds;
}

}  // namespace

void KeptLines::keep(TaskRecord& task, TaskDeclared& event) {
    bytes_ += bytes_in(event);
    if (bytes_ <= most_) {
        task.kept_declaration = static_cast<std::uint32_t>(record_.declarations.size());
        record_.declarations.push_back(std::move(event));
    }
}

void KeptLines::keep(TaskRecord& task, TaskEnded& event) {
    task.kept_end = kNoIndex;
    task.end_says_more = says_more(event, task);
    bytes_ += task.end_says_more ? bytes_in(event) : 0;
    if (task.end_says_more && bytes_ <= most_) {
        task.kept_end = static_cast<std::uint32_t>(record_.ends.size());
        record_.ends.push_back(std::move(event));
    }
}

}  // namespace pf
