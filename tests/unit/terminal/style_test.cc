#include "tool/terminal/style.h"

#include <map>
#include <string>

#include "tests/support/catch.h"

namespace {

using Variables = std::map<std::string, std::string>;

pf::TerminalStyle style(const Variables& variables, bool is_terminal, pf::DisplayOptions options = {},
                        int columns = 100) {
    pf::TerminalFacts facts;
    facts.is_terminal = is_terminal;
    facts.columns = is_terminal ? columns : 0;
    return pf::make_style(options, facts, [&variables](const char* name) {
        const auto found = variables.find(name);
        return found == variables.end() ? nullptr : found->second.c_str();
    });
}

const Variables xterm{{"TERM", "xterm"}};

Variables xterm_and(const std::string& name, const std::string& value) {
    Variables variables = xterm;
    variables[name] = value;
    return variables;
}

}  // namespace

TEST_CASE("a terminal is live and coloured, a pipe is neither") {
    CHECK(style(xterm, true).color);
    CHECK(style(xterm, true).live);
    CHECK_FALSE(style(xterm, false).color);
    CHECK_FALSE(style(xterm, false).live);
    CHECK_FALSE(style({}, true).live);
    CHECK_FALSE(style({{"TERM", "dumb"}}, true).live);
    CHECK_FALSE(style({{"TERM", "dumb"}}, true).color);
}

TEST_CASE("NO_COLOR, CLICOLOR_FORCE and --color") {
    CHECK_FALSE(style(xterm_and("NO_COLOR", "1"), true).color);
    CHECK(style(xterm_and("NO_COLOR", "1"), true).live);
    CHECK(style(xterm_and("NO_COLOR", ""), true).color);
    CHECK(style({{"CLICOLOR_FORCE", "1"}}, false).color);
    CHECK_FALSE(style({{"CLICOLOR_FORCE", "0"}}, false).color);
    CHECK_FALSE(style({{"CLICOLOR_FORCE", "1"}, {"NO_COLOR", "1"}}, false).color);
    pf::DisplayOptions options;
    options.color = pf::ColorChoice::always;
    CHECK(style({{"NO_COLOR", "1"}}, false, options).color);
    options.color = pf::ColorChoice::never;
    CHECK_FALSE(style(xterm_and("CLICOLOR_FORCE", "1"), true, options).color);
}

TEST_CASE("CI has no live area") {
    CHECK_FALSE(style(xterm_and("CI", "true"), true).live);
    CHECK(style(xterm_and("CI", "true"), true).color);
    CHECK(style(xterm_and("CI", "false"), true).live);
    CHECK(style(xterm_and("CI", ""), true).live);
}

TEST_CASE("under ctest it is plain, whatever was asked for") {
    pf::DisplayOptions options;
    options.ctest = true;
    options.color = pf::ColorChoice::always;
    CHECK_FALSE(style(xterm, true, options).color);
    CHECK_FALSE(style(xterm, true, options).live);
    CHECK(style(xterm, true, options).ctest);
    options = {};
    options.verbosity = pf::Verbosity::quiet;
    CHECK_FALSE(style(xterm, true, options).live);
}

TEST_CASE("the width is the terminal's, then COLUMNS, then 80") {
    CHECK(style(xterm_and("COLUMNS", "50"), true).width == 100);
    CHECK(style({{"COLUMNS", "50"}}, false).width == 50);
    CHECK(style({{"COLUMNS", "-5"}}, false).width == 80);
    CHECK(style({{"COLUMNS", "wide"}}, false).width == 80);
    CHECK(style({}, false).width == 80);
}
