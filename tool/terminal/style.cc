#include "tool/terminal/style.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <string_view>

#include "tool/support/number.h"

namespace pf {
namespace {

std::string_view value(const Getenv& getenv, const char* name) {
    const char* text = getenv(name);
    return text == nullptr ? std::string_view() : std::string_view(text);
}

bool is_on(std::string_view text) { return !text.empty() && text != "0" && text != "false"; }

bool wants_color(ColorChoice choice, bool capable, const Getenv& getenv) {
    if (choice != ColorChoice::automatic) {
        return choice == ColorChoice::always;
    }
    if (!value(getenv, "NO_COLOR").empty()) {
        return false;
    }
    return capable || is_on(value(getenv, "CLICOLOR_FORCE"));
}

int width_of(const TerminalFacts& facts, const Getenv& getenv) {
    if (facts.columns > 0) {
        return facts.columns;
    }
    const int columns = parse_number<int>(value(getenv, "COLUMNS")).value_or(0);
    return columns > 0 ? columns : 80;
}

}  // namespace

TerminalFacts terminal_facts(int fd) {
    TerminalFacts facts;
    facts.is_terminal = ::isatty(fd) == 1;
    winsize size{};
    if (facts.is_terminal && ::ioctl(fd, TIOCGWINSZ, &size) == 0) {
        facts.columns = size.ws_col;
        facts.rows = size.ws_row;
    }
    return facts;
}

TerminalStyle make_style(const DisplayOptions& options, const TerminalFacts& facts, const Getenv& getenv) {
    const std::string_view term = value(getenv, "TERM");
    const bool capable = facts.is_terminal && !term.empty() && term != "dumb";
    TerminalStyle style;
    style.color = !options.ctest && wants_color(options.color, capable, getenv);
    style.live = capable && !options.ctest && options.verbosity >= Verbosity::normal && !is_on(value(getenv, "CI"));
    style.width = width_of(facts, getenv);
    if (facts.rows > 0) {
        style.height = facts.rows;
    }
    style.verbosity = options.verbosity;
    style.progress = options.progress;
    style.ctest = options.ctest;
    style.ci = options.ci;
    return style;
}

}  // namespace pf
