#include "tool/support/ci_log.h"

#include <map>

#include "tests/support/catch.h"

using namespace pf;

namespace {

CiSystem system_of(const std::map<std::string, std::string>& variables) {
    return ci_system([&](const char* name) {
        const auto found = variables.find(name);
        return found == variables.end() ? nullptr : found->second.c_str();
    });
}

// Returns whether GitHub's runner takes the line for a command (ActionCommand.cs of actions/runner), whatever commands
// it knows.
bool is_github_command(const std::string& line) {
    const std::size_t text = line.find_first_not_of(" \t\v\f\xc2\xa0\xe2\x80\x83");
    const bool v2 =
        text != std::string::npos && line.compare(text, 2, "::") == 0 && line.find("::", text + 2) != std::string::npos;
    const std::size_t v1 = line.find("##[");
    return v2 || (v1 != std::string::npos && line.find(']', v1) != std::string::npos);
}

}  // namespace

TEST_CASE("the CI system is the one whose variable is true") {
    CHECK(system_of({}) == CiSystem::none);
    CHECK(system_of({{"GITHUB_ACTIONS", "true"}}) == CiSystem::github);
    CHECK(system_of({{"GITLAB_CI", "true"}}) == CiSystem::gitlab);
    CHECK(system_of({{"GITHUB_ACTIONS", ""}, {"GITLAB_CI", "false"}}) == CiSystem::none);
    // The output of a task belongs to the run.
    CHECK(system_of({{"GITHUB_ACTIONS", "true"}, {"PARALLEL_FIXTURES_TASK", "g.a"}}) == CiSystem::none);
}

TEST_CASE("no line of an output is a command of GitHub") {
    for (const std::string line : {"::error::x", "  ::set-output name=a::b", "\t::stop-commands::x",
                                   "\xc2\xa0::error::x", "\xe2\x80\x83::error::x", "##[error]x", "log: ##[add-mask]x",
                                   "##[##[error]]", "##[a]##[b]", "::error ::##[x]", "::::", "::::::"}) {
        INFO(line);
        REQUIRE(is_github_command(line));
        CHECK_FALSE(is_github_command(without_github_commands(line)));
    }
    CHECK(without_github_commands("::error::x") == ":\\:error::x");
    CHECK(without_github_commands("a ##[error]x") == "a ##\\[error]x");
    CHECK(without_github_commands("std::string a = b[c];") == "std::string a = b[c];");
    CHECK(without_github_commands("") == "");
}

TEST_CASE("texts of commands end neither the command nor the property") {
    CHECK(github_data("100%\r\nof a, b: c") == "100%25%0D%0Aof a, b: c");
    CHECK(github_property("100%\r\nof a, b: c") == "100%25%0D%0Aof a%2C b%3A c");
}

TEST_CASE("groups are those of each system") {
    CHECK(group_begin(CiSystem::github, "a: b\nc", 3, 7) == "::group::a: b c");
    CHECK(group_end(CiSystem::github, 3, 7) == "::endgroup::");
    CHECK(group_begin(CiSystem::gitlab, "a\x1b[0Kb\nc", 3, 7) ==
          "\x1b[0Ksection_start:7:parallel_fixtures_3[collapsed=true]\r\x1b[0Ka\\x1b[0Kb c");
    CHECK(group_end(CiSystem::gitlab, 3, 7) == "\x1b[0Ksection_end:7:parallel_fixtures_3\r\x1b[0K");
}
