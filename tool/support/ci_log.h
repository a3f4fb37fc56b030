// What CI systems read in the log of a job: collapsible groups of lines, and commands of GitHub Actions.
//
// GitHub's runner takes each line for a command that begins with "::" after blanks, or that has "##[" anywhere. GitLab
// finds its sections by escape sequences, which printable() shows as text.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_SUPPORT_CI_LOG_H
#define PARALLEL_FIXTURES_TOOL_SUPPORT_CI_LOG_H

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace pf {

enum class CiSystem { none, github, gitlab };

// Returns the system whose job this process is a part of, by GITHUB_ACTIONS and GITLAB_CI. A task of a run is not a
// part of a job: its output is that of a test.
CiSystem ci_system(const std::function<const char*(const char* name)>& getenv);

// Returns the line in a form that is no command of GitHub Actions: with a backslash in "::" or "##[".
std::string without_github_commands(std::string line);

// Returns a text for the place behind the last "::" of a command, and one for the value of a property.
std::string github_data(std::string_view text);
std::string github_property(std::string_view text);

// Return the line that begins and the line that ends a group, without the newline. `number` tells the sections of a job
// apart, and `now` is in seconds since the epoch; GitHub needs neither. REQUIRES: `system` is not none.
std::string group_begin(CiSystem system, std::string_view title, std::uint64_t number, std::int64_t now);
std::string group_end(CiSystem system, std::uint64_t number, std::int64_t now);

}  // namespace pf

#endif
