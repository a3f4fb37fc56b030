#include "runtime/environment.h"

#include <algorithm>
#include <cctype>
#include <cstring>
#include <forward_list>

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to the program.

namespace pf {
namespace {

std::vector<char*> entries_of_environment() {
    std::vector<char*> entries;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        entries.push_back(*entry);
    }
    return entries;
}

// Applies the changes to the block, whose entries then point into `changes`, and terminates it with a null pointer.
void apply_changes(const std::vector<std::string>& changes, std::vector<char*>& block) {
    for (const std::string& change : changes) {
        // std::find, because std::string::find would be the only function here that needs a symbol lookup in each test
        // process.
        const auto equals = std::find(change.begin(), change.end(), '=');
        const auto length = static_cast<std::size_t>(equals - change.begin());
        const auto is_it = [&](const char* entry) {
            return std::strncmp(entry, change.c_str(), length) == 0 && entry[length] == '=';
        };
        block.erase(std::remove_if(block.begin(), block.end(), is_it), block.end());
        if (equals != change.end()) {
            block.push_back(const_cast<char*>(change.c_str()));  // The type that putenv() and execve() take.
        }
    }
    block.push_back(nullptr);
}

}  // namespace

bool is_reserved_variable(std::string_view name) {
    constexpr std::string_view kReserved = "PARALLEL_FIXTURES_";
    return name.substr(0, kReserved.size()) == kReserved;
}

bool is_variable(std::string_view line) {
    const std::string_view name = variable_name(line);
    const auto is_word = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; };
    return name.size() < line.size() && !name.empty() && std::isdigit(static_cast<unsigned char>(name.front())) == 0 &&
           std::all_of(name.begin(), name.end(), is_word) && !is_reserved_variable(name) &&
           line.find('\0') == std::string_view::npos;
}

std::vector<std::string> inherited_environment() {
    std::vector<std::string> entries;
    for (const char* entry : entries_of_environment()) {
        if (!is_reserved_variable(entry)) {
            entries.emplace_back(entry);
        }
    }
    return entries;
}

void change_environment(std::vector<std::string> changes) {
    // setenv() is not used because it would cost a new process a dozen pages. The texts are kept for ever, because
    // static destructors may read the environment.
    static auto& texts = *new std::forward_list<std::vector<std::string>>;
    static auto& block = *new std::vector<char*>;
    block = entries_of_environment();
    apply_changes(texts.emplace_front(std::move(changes)), block);
    environ = block.data();
}

EnvironmentBlock::EnvironmentBlock(const std::vector<std::string>& base, const std::vector<std::string>& changes) {
    block_.reserve(base.size() + changes.size() + 1);
    for (const std::string& entry : base) {
        block_.push_back(const_cast<char*>(entry.c_str()));  // The cast is safe: execve() does not write.
    }
    apply_changes(changes, block_);
}

TestEnvironment::TestEnvironment() : base_(entries_of_environment()) {}

void TestEnvironment::set(const std::vector<std::string>& changes) {
    block_ = base_;
    apply_changes(changes, block_);
    if (environ != block_.data()) {  // An unconditional write would cost the copy of a page.
        environ = block_.data();
    }
}

}  // namespace pf
