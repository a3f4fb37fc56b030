// Scripts that complete the command line in a shell.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_CLI_COMPLETION_H
#define PARALLEL_FIXTURES_TOOL_CLI_COMPLETION_H

#include <string>
#include <vector>

#include "tool/cli/command_help.h"

namespace pf {

std::string bash_completion(const std::vector<CommandHelp>& commands);
std::string zsh_completion(const std::vector<CommandHelp>& commands);
std::string fish_completion(const std::vector<CommandHelp>& commands);

}  // namespace pf

#endif
