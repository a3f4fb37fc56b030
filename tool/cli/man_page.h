// The manual pages, in the macros of man(7).
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_CLI_MAN_PAGE_H
#define PARALLEL_FIXTURES_TOOL_CLI_MAN_PAGE_H

#include <string>
#include <string_view>
#include <vector>

#include "tool/cli/command_help.h"

namespace pf {

// Returns the page parallel-fixtures(1).
std::string man_page(const std::vector<CommandHelp>& commands, std::string_view version);

// Returns the page of one command, parallel-fixtures-<command>(1).
std::string man_page(const CommandHelp& command, std::string_view version);

}  // namespace pf

#endif
