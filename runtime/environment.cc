#include "runtime/environment.h"

#include <string_view>
#include <unordered_map>

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to the program.

namespace pf {
namespace {

std::string_view key_of(std::string_view entry) { return entry.substr(0, entry.find('=')); }

}  // namespace

std::vector<std::string> inherited_environment() {
    constexpr std::string_view kReserved = "PARALLEL_FIXTURES_";
    std::vector<std::string> entries;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        if (std::string_view(*entry).substr(0, kReserved.size()) != kReserved) {
            entries.emplace_back(*entry);
        }
    }
    return entries;
}

EnvironmentBlock::EnvironmentBlock(const std::vector<std::string>& base, const std::vector<std::string>& changes) {
    std::unordered_map<std::string_view, const std::string*> last;
    for (const std::string& change : changes) {
        last[key_of(change)] = &change;
    }
    block_.reserve(base.size() + changes.size() + 1);
    // The casts are safe: execve() does not write, its parameter type is historical.
    for (const std::string& entry : base) {
        if (last.count(key_of(entry)) == 0) {
            block_.push_back(const_cast<char*>(entry.c_str()));
        }
    }
    for (const std::string& change : changes) {
        if (last[key_of(change)] == &change && change.find('=') != std::string::npos) {
            block_.push_back(const_cast<char*>(change.c_str()));
        }
    }
    block_.push_back(nullptr);
}

}  // namespace pf
