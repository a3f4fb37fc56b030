// How the terminal is written to, according to the user's options and the abilities of the terminal.
//
// THREADS: values; nothing is shared.
#ifndef PARALLEL_FIXTURES_TOOL_TERMINAL_STYLE_H
#define PARALLEL_FIXTURES_TOOL_TERMINAL_STYLE_H

#include <functional>
#include <limits>
#include <string>

#include "tool/support/ci_log.h"

namespace pf {

enum class Verbosity {
    quiet,    // -Q: only errors.
    summary,  // Errors and the closing summary, for a run that has already ended.
    normal,   // A line for each task, and the output of those that did not pass.
    verbose,  // -V: the output of all tasks.
    extra,    // -VV: also a line for everything that starts.
};
enum class ColorChoice { automatic, always, never };

// The options of the command line.
struct DisplayOptions {
    Verbosity verbosity = Verbosity::normal;
    ColorChoice color = ColorChoice::automatic;
    bool progress = false;  // --progress: on a terminal, one row in place of the lines of tasks that passed.
    bool ctest = false;     // ctest reads the output: it is plain, and ctest's tags are at its end (ctest_output.h).
    CiSystem ci = CiSystem::none;  // Outputs are in groups, and no line is a command of the system.
    bool stress = false;           // `stress`: tasks that pass have no lines, and are counted at the end.
    int slowest = 0;               // --slowest: so many of the tasks that took longest are listed at the end.
};

struct TerminalFacts {
    bool is_terminal = false;
    int columns = 0;  // 0: unknown.
    int rows = 0;     // 0: unknown.
};
// Asks the kernel about the file behind `fd`.
TerminalFacts terminal_facts(int fd);

struct TerminalStyle {
    bool color = false;
    bool live = false;     // An area at the bottom of the terminal is redrawn.
    bool at_once = false;  // Without an area, lines are not held back, because a task writes to the same terminal.
    bool wrap = false;     // Lines that are wider than the terminal are broken between words.
    bool utf8 = true;      // Our own characters may be others than ASCII.
    int width = 80;        // In columns.
    int height = 24;       // In rows.
    Verbosity verbosity = Verbosity::normal;
    bool progress = false;
    bool ctest = false;
    CiSystem ci = CiSystem::none;
    bool stress = false;
    int slowest = 0;
    bool names_config = true;                   // Commands that repeat a failure need -C.
    std::string directory;                      // Paths are shown relative to this one; "": absolute.
    std::string program = "parallel-fixtures";  // The helper, in the commands that repeat a failure.

    [[nodiscard]] int columns() const { return wrap ? width : std::numeric_limits<int>::max(); }
};

// Returns the value of an environment variable, or null.
using Getenv = std::function<const char*(const char* name)>;

// Decides the style by these rules:
//   color  --color, else off if NO_COLOR is set and not empty (no-color.org), else on if CLICOLOR_FORCE is set and
//          neither empty, 0 nor false, else on if it is a terminal and TERM is neither empty nor "dumb". Always off for
//          ctest.
//   live   on such a terminal, unless CI is set (and neither empty, 0 nor false), the verbosity is below normal, or
//          ctest reads.
//   wrap   on a terminal, unless ctest reads.
//   utf8   if the locale's character set is UTF-8: by the first of LC_ALL, LC_CTYPE and LANG that is set and not empty.
//   width  that of the terminal, else COLUMNS, else 80.
TerminalStyle make_style(const DisplayOptions& options, const TerminalFacts& facts, const Getenv& getenv);

}  // namespace pf

#endif
