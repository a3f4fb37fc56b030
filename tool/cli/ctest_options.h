// The internal command lines that the CMake module gives to CTest tests. They have no help, because nobody types them.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_CLI_CTEST_OPTIONS_H
#define PARALLEL_FIXTURES_TOOL_CLI_CTEST_OPTIONS_H

#include <string>
#include <vector>

#include "tool/cli/options.h"

namespace pf {

//   task <build-dir> [-C <config>] --id <id> [--token <text>] [--ends-after <seconds>] -- [<argument>...]
//   session set-up|tear-down|end-group|run-group <build-dir> [-C <config>] --name <name> [--token <text>]
//       -- [<ignored>...]
//   session serve <build-dir> [-C <config>] --ctest <pid> --ticks <n> --run <run-id>
//   session linger <build-dir> [-C <config>] --fingerprint <text>
//   session host <build-dir> [-C <config>] --id <id> --socket <path>
//   session fixture-session <path of the socket> [-- <word of the command>...]
//   session stacks <pid> --tool <path> [--with-sanitizers ON]
//   session stacks 0 --tool <path> --cores <directory> --since <seconds> --program <file>
// The lines with `--` may also have [--wrapper <word>]..., which come from a client that a memory checker runs. From
// CMake 4.4 on, `ctest ... -- <word>...` adds its words to the end of the command line of every test.
Command parse_ctest_command(const std::vector<std::string>& arguments);

}  // namespace pf

#endif
