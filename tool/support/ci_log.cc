#include "tool/support/ci_log.h"

#include <fmt/format.h>

#include "tool/support/text.h"

namespace pf {
namespace {

bool is_true(const char* value) { return value != nullptr && same_but_case(value, "true"); }

// Returns whether the runner may take the text for blanks, of which Unicode has many outside ASCII.
bool may_be_blank(std::string_view text) {
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte > ' ' && byte < 0x80) {
            return false;
        }
    }
    return true;
}

std::string escaped(std::string_view text, std::string_view special) {
    std::string result;
    for (const char c : text) {
        result += special.find(c) == std::string_view::npos
                      ? std::string(1, c)
                      : fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
    return result;
}

}  // namespace

CiSystem ci_system(const std::function<const char*(const char* name)>& getenv) {
    if (getenv("PARALLEL_FIXTURES_TASK") != nullptr) {
        return CiSystem::none;
    }
    return is_true(getenv("GITHUB_ACTIONS")) ? CiSystem::github
           : is_true(getenv("GITLAB_CI"))    ? CiSystem::gitlab
                                             : CiSystem::none;
}

std::string without_github_commands(std::string line) {
    const std::size_t colons = line.find("::");
    if (colons != std::string::npos && may_be_blank(std::string_view(line).substr(0, colons))) {
        line.insert(colons + 1, 1, '\\');
    }
    for (std::size_t at = line.find("##["); at != std::string::npos; at = line.find("##[", at)) {
        line.insert(at + 2, 1, '\\');
    }
    return line;
}

std::string github_data(std::string_view text) { return escaped(text, "%\r\n"); }
std::string github_property(std::string_view text) { return escaped(text, "%\r\n:,"); }

std::string group_begin(CiSystem system, std::string_view title, std::uint64_t number, std::int64_t now) {
    const std::string shown = one_line(title);
    return system == CiSystem::github
               ? "::group::" + github_data(shown)
               : fmt::format("\x1b[0Ksection_start:{}:parallel_fixtures_{}[collapsed=true]\r\x1b[0K{}", now, number,
                             shown);
}

std::string group_end(CiSystem system, std::uint64_t number, std::int64_t now) {
    return system == CiSystem::github ? "::endgroup::"
                                      : fmt::format("\x1b[0Ksection_end:{}:parallel_fixtures_{}\r\x1b[0K", now, number);
}

}  // namespace pf
