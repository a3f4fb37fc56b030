// The command lines that the CTest tests of the module have. Nobody types them: they are checked, but not explained.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_CLI_CTEST_OPTIONS_H
#define PARALLEL_FIXTURES_TOOL_CLI_CTEST_OPTIONS_H

#include <string>
#include <vector>

#include "tool/cli/options.h"

namespace pf {

//   task <build-dir> [-C <config>] --id <id> [--token <text>] [--ends-after <seconds>] -- [<argument>...]
//   session set-up|tear-down|end-group|run-group <build-dir> [-C <config>] --name <name> [--token <text>] --
//   [<ignored>...] session serve <build-dir> [-C <config>] --ctest <pid> --ticks <n> --run <run-id>
// All but `serve` may have [--wrapper <word>]... besides, from a client that a memory checker runs.
// ctest adds words of its caller (`ctest ... -- <word>...`, from CMake 4.4) to the end of every test's command line.
Command parse_ctest_command(const std::vector<std::string>& arguments);

}  // namespace pf

#endif
