// The help as it is printed on a terminal, at most 80 columns wide.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_CLI_HELP_TEXT_H
#define PARALLEL_FIXTURES_TOOL_CLI_HELP_TEXT_H

#include <string>
#include <vector>

#include "tool/cli/command_help.h"
#include "tool/cli/help_topics.h"

namespace pf {

// Returns the help of one command.
std::string help_text(const CommandHelp& command);

// Returns the help of the whole: the commands and the topics.
std::string help_text(const std::vector<CommandHelp>& commands);

std::string help_text(const Topic& topic);

}  // namespace pf

#endif
