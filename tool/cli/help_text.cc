#include "tool/cli/help_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "tool/terminal/wrap.h"

namespace pf {
namespace {

constexpr int kColumns = 80;

std::string paragraph(const std::string& text, int indent = 0) {
    std::string result;
    for (const std::string& line : wrapped(text, kColumns, indent)) {
        result += line + "\n";
    }
    return result;
}

// Returns a word with its text beside it. The text begins in the next line if the word is too long.
std::string entry(const std::string& word, const std::string& text, int column) {
    if (static_cast<int>(word.size()) + 3 > column) {
        return "  " + word + "\n" + paragraph(std::string(static_cast<std::size_t>(column), ' ') + text, column);
    }
    return paragraph(fmt::format("  {:<{}}{}", word, column - 2, text), column);
}

// Returns entries below a heading. The texts of all begin in the same column.
std::string entries(const std::string& heading, const std::vector<TopicEntry>& all, int most) {
    std::size_t longest = 0;
    for (const TopicEntry& one : all) {
        longest = std::max(longest, one.word.size());
    }
    const int column = std::min(static_cast<int>(longest) + 4, most);
    std::string text = heading.empty() ? "" : "\n" + heading + ":\n";
    for (const TopicEntry& one : all) {
        text += entry(one.word, one.text, column);
    }
    return text;
}

// Returns examples below a heading: each command line with its purpose above it, so that it can be copied.
std::string examples(std::string_view command) {
    std::string text;
    for (const TopicEntry& example : examples_of(command)) {
        text += (text.empty() ? "\nExamples:\n" : "") + paragraph(fmt::format("  # {}", example.text), 4) + "  " +
                example.word + "\n";
    }
    return text;
}

}  // namespace

std::string help_text(const CommandHelp& command) {
    constexpr int kColumn = 32;
    std::string text = paragraph(command.text) + "\n" +
                       paragraph("Usage: parallel-fixtures " + usage_of(command), static_cast<int>(sizeof "Usage:"));
    std::vector<TopicEntry> arguments;
    for (const OptionHelp& word : command.words) {
        arguments.push_back({word.type, word.text});
    }
    if (!command.rest_type.empty()) {
        arguments.push_back({"-- " + command.rest_type, command.rest_text});
    }
    if (!arguments.empty()) {
        text += entries("Arguments", arguments, kColumn);
    }
    for (const std::string& group : groups_of(command)) {
        text += "\n" + group + ":\n";
        for (const OptionHelp& option : command.options) {
            text += option.group == group ? entry(heading_of(option), option.text, kColumn) : "";
        }
    }
    return text + examples(command.name);
}

std::string help_text(const std::vector<CommandHelp>& commands) {
    constexpr int kColumn = 20;
    std::string text = "Usage: parallel-fixtures <command> [<build-dir>] [<option>...] [-- <name>...]\n";
    std::vector<TopicEntry> names;
    names.reserve(commands.size());
    for (const CommandHelp& command : commands) {
        names.push_back({command.name, summary_of(command)});
    }
    text += entries("Commands", names, kColumn);
    std::vector<TopicEntry> topics;
    for (const Topic& topic : help_topics()) {
        topics.push_back({"help " + topic.name, topic.title});
    }
    text += entries("Options",
                    {{"-h, --help", "Print this help, or with a command the help of that command"},
                     {"--version", "Print the version"}},
                    kColumn);
    return text + entries("Topics", topics, kColumn) + examples("");
}

std::string help_text(const Topic& topic) {
    constexpr int kColumn = 32;
    return topic.title + "\n" + (topic.text.empty() ? "" : "\n" + paragraph(topic.text)) + "\n" +
           entries("", topic.entries, kColumn);
}

}  // namespace pf
