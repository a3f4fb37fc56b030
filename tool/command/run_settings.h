// The build tree and the settings of a command.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_RUN_SETTINGS_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_RUN_SETTINGS_H

#include <functional>
#include <string>
#include <vector>

#include "runtime/result.h"
#include "tool/cli/options.h"

namespace pf {

// Calls `command` once `build_dir` names a build tree: if it is empty, it is set to what find_build_tree() returns for
// the current directory. Prints the error and returns an exit code if there is none, or if `build_dir` does not exist.
int in_build_tree(std::string& build_dir, const std::function<int()>& command);

// Applies the settings of the environment and of the configuration file of the source directory to `run`, whose build
// tree is known (settings.h). With `ctest` only those that hold under ctest.
Status apply_run_settings(RunOptions& run, bool ctest);

// Runs `run`, `stress` or `config` in the build tree and with the settings that the command line does not name.
int run_with_settings(RunOptions run, const std::vector<std::string>& command_line);

}  // namespace pf

#endif
