// How the terminal is written to: what the user asked for, what the terminal can do.
//
// THREADS: values; nothing is shared.
#ifndef PARALLEL_FIXTURES_TOOL_TERMINAL_STYLE_H
#define PARALLEL_FIXTURES_TOOL_TERMINAL_STYLE_H

#include <functional>
#include <string>

namespace pf {

enum class Verbosity {
    quiet,    // -Q: errors only.
    summary,  // Of a run that is over: errors and the closing summary.
    normal,   // A line for each task, the output of those that did not pass.
    verbose,  // -V: the output of all.
    extra,    // -VV: also a line when something starts.
};
enum class ColorChoice { automatic, always, never };

// As the command line has it.
struct DisplayOptions {
    Verbosity verbosity = Verbosity::normal;
    ColorChoice color = ColorChoice::automatic;
    bool progress = false;  // --progress: on a terminal, one line for all that is well.
    bool ctest = false;     // ctest reads it: plain, and its in-band tags at the end.
};

struct TerminalFacts {
    bool is_terminal = false;
    int columns = 0;  // 0: unknown.
    int rows = 0;     // 0: unknown.
};
TerminalFacts terminal_facts(int fd);

struct TerminalStyle {
    bool color = false;
    bool live = false;  // There is an area at the bottom that is redrawn.
    int width = 80;     // Columns.
    int height = 24;    // Rows.
    Verbosity verbosity = Verbosity::normal;
    bool progress = false;
    bool ctest = false;
    std::string program = "parallel-fixtures";  // In the commands that repeat a failure.
};

// The value of an environment variable, or null.
using Getenv = std::function<const char*(const char* name)>;

// Colour: --color, then NO_COLOR (no-color.org: set and not empty), CLICOLOR_FORCE (set and not 0), then whether it is
// a terminal that is not TERM=dumb. Live: such a terminal, no CI (set and not empty, 0 or false), not under ctest, at
// least normal. Width: of the terminal, then COLUMNS, then 80.
TerminalStyle make_style(const DisplayOptions& options, const TerminalFacts& facts, const Getenv& getenv);

}  // namespace pf

#endif
