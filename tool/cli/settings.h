// The settings of a run that need not be on the command line: they may also come from the environment and from the
// configuration file (docs/configuration.md). Each has the name of its option.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_CLI_SETTINGS_H
#define PARALLEL_FIXTURES_TOOL_CLI_SETTINGS_H

#include <string>
#include <vector>

#include "runtime/result.h"
#include "tool/cli/options.h"
#include "tool/config/config_file.h"
#include "tool/terminal/style.h"

namespace pf {

// A setting with its value and where the value comes from, for people.
struct SettingValue {
    std::string key;     // "timeout"
    std::string text;    // "120"
    std::string source;  // "command line", "PARALLEL_FIXTURES_TIMEOUT", "/src/.parallel-fixtures.toml:3", "default"
};

struct SettingSources {
    const ConfigFile* file = nullptr;  // Null: the source directory has none.
    std::string source_dir;            // For errors.
    Getenv getenv;
    bool ctest = false;  // Only the settings that hold under ctest are applied.
};

// Applies the settings that the command line does not have: the environment is before the profile, and the profile
// before the rest of the file. The profile is that of the command line or of PARALLEL_FIXTURES_PROFILE, which is stored
// in `run`. Returns all settings. It is an error if the file has an unknown key or a wrong value, in any profile, if a
// variable has a wrong value, or if there is no such profile.
Result<std::vector<SettingValue>> apply_settings(RunOptions& run, const SettingSources& sources);

// Lets every task that fails have so many more attempts.
void set_retries(RunOptions& run, int retries);

}  // namespace pf

#endif
