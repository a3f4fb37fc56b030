#include "tool/terminal/style.h"

#include <langinfo.h>
#include <locale.h>  // NOLINT(modernize-deprecated-headers): newlocale is not in <clocale>.
#include <sys/ioctl.h>
#include <unistd.h>

#include <string>
#include <string_view>

#include "tool/support/number.h"
#include "tool/support/text.h"

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

// A locale that is not installed counts by its name, because the terminal may be on another machine.
bool has_utf8(const Getenv& getenv) {
    std::string_view locale;
    for (const char* name : {"LANG", "LC_CTYPE", "LC_ALL"}) {
        const std::string_view set = value(getenv, name);
        locale = set.empty() ? locale : set;
    }
    const std::size_t dot = locale.find('.');
    if (dot != std::string_view::npos) {
        const std::string_view charset = locale.substr(dot + 1, locale.find('@') - dot - 1);
        return same_but_case(charset, "UTF-8") || same_but_case(charset, "UTF8");
    }
    if (locale.empty()) {
        return false;
    }
    const locale_t known = newlocale(LC_CTYPE_MASK, std::string(locale).c_str(), nullptr);
    if (known == nullptr) {
        return false;
    }
    const bool utf8 = std::string_view(nl_langinfo_l(CODESET, known)) == "UTF-8";
    freelocale(known);
    return utf8;
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
    style.wrap = facts.is_terminal && !options.ctest;
    style.utf8 = has_utf8(getenv);
    style.slowest = options.slowest;
    style.width = width_of(facts, getenv);
    if (facts.rows > 0) {
        style.height = facts.rows;
    }
    style.verbosity = options.verbosity;
    style.progress = options.progress;
    style.ctest = options.ctest;
    style.ci = options.ci;
    style.stress = options.stress;
    return style;
}

}  // namespace pf
