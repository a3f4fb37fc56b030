#include "tool/cli/command_help.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace pf {

ValueWords value_words(const OptionHelp& option) {
    const std::string_view type = option.type;
    ValueWords values;
    values.words = option.choices;
    for (std::size_t begin = 0; begin <= type.size();) {
        const std::size_t end = std::min(type.find_first_of("| ", begin), type.size());
        const std::string_view word = type.substr(begin, end - begin);
        if (word.rfind("<file>", 0) == 0) {
            values.files = true;
        } else if (word.rfind("<dir>", 0) == 0 || word.rfind("<build-dir>", 0) == 0 || word.rfind("<run>", 0) == 0) {
            values.directories = true;
        } else if (!word.empty() && word.find_first_of("<[") == std::string_view::npos) {
            values.words.emplace_back(word);
        }
        begin = end + 1;
    }
    return values;
}

std::vector<std::string> groups_of(const CommandHelp& command) {
    constexpr std::string_view kLast = "Other";
    std::vector<std::string> groups;
    for (const OptionHelp& option : command.options) {
        if (option.group != kLast && std::find(groups.begin(), groups.end(), option.group) == groups.end()) {
            groups.push_back(option.group);
        }
    }
    groups.emplace_back(kLast);  // Every command has --help.
    return groups;
}

std::string heading_of(const OptionHelp& option) {
    return fmt::format("{}{}{}", fmt::join(option.names, ", "), option.type.empty() ? "" : " ", option.type);
}

std::string usage_of(const CommandHelp& command) {
    std::string usage = command.name;
    for (const OptionHelp& word : command.words) {
        usage += word.required ? " " + word.type : " [" + word.type + "]";
    }
    usage += " [<option>...]";
    if (!command.rest_type.empty()) {
        usage += (command.rest_required ? " -- " : " [-- ") + command.rest_type + (command.rest_required ? "" : "]");
    }
    return usage;
}

std::string summary_of(const CommandHelp& command) {
    const std::size_t stop = command.text.find(". ");
    std::string summary = command.text.substr(0, stop);
    if (!summary.empty() && summary.back() == '.') {
        summary.pop_back();
    }
    return summary;
}

}  // namespace pf
