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

const Variables kXterm{{"TERM", "xterm"}};

Variables xterm_and(const std::string& name, const std::string& value) {
    Variables variables = kXterm;
    variables[name] = value;
    return variables;
}

}  // namespace

TEST_CASE("lines are broken on a terminal only, and never for ctest") {
    CHECK(style(kXterm, true).wrap);
    CHECK(style({{"TERM", "dumb"}}, true).wrap);
    CHECK(style(kXterm, true).columns() == 100);
    CHECK_FALSE(style(kXterm, false).wrap);
    CHECK(style({{"COLUMNS", "70"}}, false).columns() > 1'000'000);
    pf::DisplayOptions ctest;
    ctest.ctest = true;
    CHECK_FALSE(style(kXterm, true, ctest).wrap);
}

TEST_CASE("the locale decides whether our own characters are ASCII") {
    CHECK_FALSE(style({}, true).utf8);
    for (const char* name : {"C.UTF-8", "en_US.utf8", "de_DE.UTF-8@euro", "xx_XX.Utf-8"}) {
        INFO(name);
        CHECK(style({{"LANG", name}}, true).utf8);
        CHECK(style({{"LC_CTYPE", name}, {"LANG", "C"}}, false).utf8);
        CHECK(style({{"LC_ALL", name}, {"LC_CTYPE", "C"}}, false).utf8);
        CHECK_FALSE(style({{"LC_ALL", "C"}, {"LANG", name}}, true).utf8);
        CHECK(style({{"LC_ALL", ""}, {"LANG", name}}, true).utf8);
    }
    for (const char* name : {"C", "POSIX", "en_US", "en_US.ISO-8859-1", "de_DE@euro", "no such locale"}) {
        INFO(name);
        CHECK_FALSE(style({{"LC_ALL", name}}, true).utf8);
    }
}

TEST_CASE("a terminal is live and coloured, a pipe is neither") {
    CHECK(style(kXterm, true).color);
    CHECK(style(kXterm, true).live);
    CHECK_FALSE(style(kXterm, false).color);
    CHECK_FALSE(style(kXterm, false).live);
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
    CHECK_FALSE(style(kXterm, true, options).color);
    CHECK_FALSE(style(kXterm, true, options).live);
    CHECK(style(kXterm, true, options).ctest);
    options = {};
    options.verbosity = pf::Verbosity::quiet;
    CHECK_FALSE(style(kXterm, true, options).live);
}

TEST_CASE("the width is the terminal's, then COLUMNS, then 80") {
    CHECK(style(xterm_and("COLUMNS", "50"), true).width == 100);
    CHECK(style({{"COLUMNS", "50"}}, false).width == 50);
    CHECK(style({{"COLUMNS", "-5"}}, false).width == 80);
    CHECK(style({{"COLUMNS", "wide"}}, false).width == 80);
    CHECK(style({}, false).width == 80);
}
