#include "tool/session/variables.h"

#include <algorithm>
#include <unordered_map>

#include "runtime/environment.h"
#include "tool/support/text.h"

namespace pf {
namespace {

bool names(std::string_view entry, std::string_view name) {
    return entry.substr(0, name.size()) == name && (entry.size() == name.size() || entry[name.size()] == '=');
}

// Returns `value` before or behind `old`, with `separator` in between unless `old` is empty.
std::string joined(const std::optional<std::string>& old, std::string_view value, std::string_view separator,
                   bool append) {
    if (!old || old->empty()) {
        return std::string(value);
    }
    return append ? *old + std::string(separator) + std::string(value)
                  : std::string(value) + std::string(separator) + *old;
}

struct Operation {
    std::string_view name;
    std::string_view separator;
    bool append;
};

constexpr Operation kJoins[] = {
    {"string_append", "", true},       {"string_prepend", "", false},    {"path_list_append", ":", true},
    {"path_list_prepend", ":", false}, {"cmake_list_append", ";", true}, {"cmake_list_prepend", ";", false},
};

}  // namespace

void VariableList::set(std::string_view name, std::string_view value) {
    std::string& change = changes_.emplace_back();
    change.reserve(name.size() + 1 + value.size());
    change.append(name).append(1, '=').append(value);
}

void VariableList::set(const Variables& variables) {
    for (const auto& [name, value] : variables) {
        set(name, value);
    }
}

void VariableList::set(const Texts& entries) { changes_.insert(changes_.end(), entries.begin(), entries.end()); }

// Returns the value after the first `changes` changes.
std::optional<std::string> VariableList::find(std::string_view name, std::size_t changes) const {
    for (std::size_t i = changes; i-- > 0;) {
        if (names(changes_[i], name)) {
            const std::size_t equals = changes_[i].find('=');
            return equals == std::string::npos ? std::nullopt : std::optional(changes_[i].substr(equals + 1));
        }
    }
    for (const std::string& entry : *base_) {
        if (names(entry, name)) {
            return entry.substr(std::min(entry.size(), name.size() + 1));
        }
    }
    return std::nullopt;
}

Status VariableList::modify(const Texts& modifications) {
    const std::size_t before = changes_.size();
    for (const Text entry : modifications) {
        const std::size_t equals = entry.find('=');
        const std::size_t colon = entry.find(':', equals == Text::npos ? 0 : equals);
        if (equals == Text::npos || colon == Text::npos || equals == 0) {
            return Error{"ENVIRONMENT_MODIFICATION \"" + std::string(entry) + "\" is not VAR=operation:value"};
        }
        const Text name = entry.substr(0, equals);
        if (is_reserved_variable(name)) {
            continue;
        }
        const Text operation = entry.substr(equals + 1, colon - equals - 1);
        const Text value = entry.substr(colon + 1);
        const auto* join = std::find_if(std::begin(kJoins), std::end(kJoins),
                                        [&](const Operation& known) { return known.name == operation; });
        if (join != std::end(kJoins)) {
            set(name, joined(find(name, changes_.size()), value, join->separator, join->append));
        } else if (operation == "set") {
            set(name, value);
        } else if (operation == "unset") {
            changes_.emplace_back(name);
        } else if (operation == "reset") {
            const std::optional<std::string> old = find(name, before);
            changes_.push_back(old ? std::string(name) + "=" + *old : std::string(name));
        } else {
            return Error{"ENVIRONMENT_MODIFICATION \"" + std::string(entry) + "\" has the unknown operation \"" +
                         std::string(operation) + "\""};
        }
    }
    return ok_status();
}

std::vector<std::string> environment_changes(const std::vector<std::string>& base,
                                             const std::vector<std::string>& wanted) {
    std::unordered_map<std::string_view, std::string_view> left;
    for (const std::string& entry : base) {
        left[variable_name(entry)] = entry;
    }
    std::vector<std::string> changes;
    for (const std::string& entry : wanted) {
        const auto known = left.find(variable_name(entry));
        if (known == left.end() || known->second != entry) {
            changes.push_back(entry);
        }
        if (known != left.end()) {
            left.erase(known);
        }
    }
    for (const auto& [key, entry] : left) {
        changes.emplace_back(key);
    }
    return changes;
}

Result<Variables> parse_variables(std::string_view content) {
    constexpr int kTold = 10;
    Variables variables;
    std::string refused;
    int refusals = 0;
    int number = 0;
    while (!content.empty()) {
        const std::size_t end = std::min(content.find('\n'), content.size());
        const std::string_view line = content.substr(0, end);
        content.remove_prefix(std::min(content.size(), end + 1));
        ++number;
        const std::string_view key = variable_name(line);
        if (line.empty()) {
            continue;
        }
        if (is_variable(line)) {
            variables.emplace_back(key, line.substr(key.size() + 1));
            continue;
        }
        if (++refusals <= kTold) {
            refused += (refused.empty() ? "" : ", ") + one_line(key.substr(0, 80)) + " (line " +
                       std::to_string(number) + (is_reserved_variable(key) ? ", reserved)" : ", not KEY=VALUE)");
        }
    }
    if (refusals > kTold) {
        refused += " and " + std::to_string(refusals - kTold) + " more";
    }
    if (!refused.empty()) {
        return Error{"it wrote what cannot be handed down to PARALLEL_FIXTURES_ENV: " + refused};
    }
    return variables;
}

std::string variable_prefix(std::string_view fixture) {
    std::string prefix;
    for (const char c : fixture) {
        const auto byte = static_cast<unsigned char>(c);
        prefix += std::isalnum(byte) != 0 ? static_cast<char>(std::toupper(byte)) : '_';
    }
    return std::isdigit(static_cast<unsigned char>(prefix.front())) != 0 ? "_" + prefix : prefix;
}

// Returns the last of the changes after the caller's that sets the variable; null: none does.
const std::string* VariableList::later_change(std::string_view name) const {
    const auto end = changes_.rend() - static_cast<std::ptrdiff_t>(callers_);
    const auto change =
        std::find_if(changes_.rbegin(), end, [&](const std::string& entry) { return variable_name(entry) == name; });
    return !name.empty() && change != end && change->size() > name.size() ? &*change : nullptr;
}

std::string VariableList::expand(std::string_view text) const {
    std::string result;
    for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@')) {
        result.append(text.substr(0, at));
        text.remove_prefix(at);
        const std::size_t end = text.find('@', 1);
        const std::string_view name = end != std::string_view::npos ? text.substr(1, end - 1) : std::string_view();
        if (const std::string* change = later_change(name)) {
            result.append(*change, name.size() + 1);
            text.remove_prefix(end + 1);
        } else {
            result += '@';
            text.remove_prefix(1);
        }
    }
    return result.append(text);
}

std::vector<std::string> VariableList::unknown_names(std::string_view text, bool alike) const {
    constexpr std::string_view kCapitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
    std::vector<std::string> sentences;
    for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@')) {
        text.remove_prefix(at + 1);
        const std::size_t end = text.find('@');
        const std::string name(text.substr(0, end));
        if (end == std::string_view::npos || end < 2 || name.front() <= '9' ||
            name.find_first_not_of(kCapitals) != std::string::npos) {
            continue;
        }
        text.remove_prefix(end + 1);
        if (later_change(name) != nullptr) {
            continue;
        }
        std::vector<std::string> known;
        for (std::size_t i = callers_; i < changes_.size(); ++i) {
            known.emplace_back(variable_name(changes_[i]));
        }
        const std::string near = nearest(name, known);
        if (!near.empty() || !alike) {
            std::string& sentence = sentences.emplace_back("@");
            sentence.append(name).append("@ stays as it is, because no fixture hands down ").append(name);
            sentence.append(near.empty() ? "" : "; did you mean @" + near + "@?");
        }
    }
    return sentences;
}

std::string with_port(std::string_view text, int port) {
    constexpr std::string_view kMark = "@PORT@";
    std::string result(text);
    for (std::size_t at = result.find(kMark); at != std::string::npos; at = result.find(kMark, at)) {
        result.replace(at, kMark.size(), std::to_string(port));
    }
    return result;
}

}  // namespace pf
