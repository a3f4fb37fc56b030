// The style of the terminal of a command.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_TERMINAL_STYLE_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_TERMINAL_STYLE_H

#include <string>

#include "tool/terminal/style.h"

namespace pf {

// Returns the style for the file behind `fd` and a run of the build tree. Paths are shown relative to the current
// directory, unless ctest reads them, and commands name the configuration only if the build tree has several.
TerminalStyle style_for(const DisplayOptions& options, int fd, const std::string& build_dir);

}  // namespace pf

#endif
